"""Who could buy what next: what customers with the most alike baskets, and something more, hold. Records alone."""

from dataclasses import dataclass
from fractions import Fraction

from portfolio.domain.ratio import ratio

TWINS = 25
OFFERS = 3
FEWEST_WITH = 2
FEWEST_CUSTOMERS = 50
FEWEST_PRODUCTS = 3


@dataclass(frozen=True)
class ProductOffer:
    """A product and whom it is offered to.

    `holders` hold it in the later window; `mean_minor`: net revenue of it per holder; `expected_minor`: the sum over
    those it is offered to of mean × the share of their twins that hold it.
    """

    name: str
    holders: int
    offered: int
    mean_minor: int
    expected_minor: int


@dataclass(frozen=True)
class TwinTest:
    """Offers made from the earlier window alone, held against the later one.

    `customers` had offers and held anything later; `hits` of them bought at least one of theirs, `popular_hits` would
    have with as many of the most held products that they did not have, `both_hits` either way.
    """

    customers: int
    hits: int
    popular_hits: int
    both_hits: int

    @property
    def beats_popular(self) -> bool:
        """Say whether the lead exceeds twice its standard error: the root of those hit one way alone (McNemar)."""
        lead = self.hits - self.popular_hits
        return lead > 0 and lead**2 > 4 * (self.hits + self.popular_hits - 2 * self.both_hits)

    @property
    def hit_share(self) -> Fraction | None:
        return ratio(self.hits, self.customers)

    @property
    def popular_share(self) -> Fraction | None:
        return ratio(self.popular_hits, self.customers)


@dataclass(frozen=True)
class TwinsSummary:
    """What the baskets say. `customers` hold something; `offered` got at least one offer.

    `baskets`: different ones; `reference`: how many of them, the most common first, twins were looked for among.
    """

    customers: int
    offered: int
    product_count: int
    baskets: int
    reference: int
    test: TwinTest | None
    products: tuple[ProductOffer, ...]
