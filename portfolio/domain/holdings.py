"""What customers hold: products per customer, what is bought together, who could buy what next."""

from dataclasses import dataclass
from fractions import Fraction

from portfolio.domain.ratio import ratio

DEPTHS = ((1, 1), (2, 3), (4, 6), (7, 12), (13, None))


@dataclass(frozen=True)
class ProductHolding:
    """One product (or segment): customers who bought it in either window, and revenue in minor units."""

    name: str
    earlier_customers: int
    later_customers: int
    earlier_revenue_minor: int
    later_revenue_minor: int

    @property
    def growth_share(self) -> Fraction | None:
        """Change of revenue; None without a positive revenue before."""
        if self.earlier_revenue_minor <= 0:
            return None
        return Fraction(self.later_revenue_minor, self.earlier_revenue_minor) - 1


@dataclass(frozen=True)
class DepthClass:
    """Customers who hold between `low` and `high` products (None = and more), and their revenue in minor units."""

    low: int
    high: int | None
    customers: int
    revenue_minor: int


@dataclass(frozen=True)
class ProductPair:
    """Two products: how many customers hold the first, the second, and both."""

    first: str
    second: str
    first_customers: int
    second_customers: int
    both_customers: int
    all_customers: int

    @property
    def confidence(self) -> Fraction | None:
        """Share of those with the first that also hold the second."""
        return ratio(self.both_customers, self.first_customers)

    @property
    def lift(self) -> Fraction | None:
        """How many times more often they are held together than if independent of each other."""
        return ratio(self.both_customers * self.all_customers, self.first_customers * self.second_customers)

    @property
    def could_buy(self) -> int:
        """Customers who hold the first and not the second."""
        return self.first_customers - self.both_customers


@dataclass(frozen=True)
class Holdings:
    """Products by customers, how many products customers hold, pairs with the highest lift, segments by revenue.

    `customers`: those who hold any product in the later window. Products beyond the first are cut; `product_count`
    says how many there are.
    """

    customers: int
    product_count: int
    products: tuple[ProductHolding, ...]
    depths: tuple[DepthClass, ...]
    pairs: tuple[ProductPair, ...]
    segments: tuple[ProductHolding, ...]
