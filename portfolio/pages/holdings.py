"""What customers hold, what goes together, who could buy what next, and where it grows."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from portfolio.domain.holdings import DepthClass, Holdings, ProductHolding, ProductPair
from portfolio.domain.ratio import ratio
from portfolio.models import Analysis
from portfolio.pages.labels import Basis, basis_of
from portfolio.selectors.analyses import get_summary
from ui import formats


@dataclass(frozen=True)
class DepthLine:
    """Customers by how many products they hold."""

    label: str
    depth: DepthClass
    share: Fraction | None
    revenue_share: Fraction | None


@dataclass(frozen=True)
class ProductLine:
    """One product: `could_buy` hold anything but not this."""

    product: ProductHolding
    share: Fraction | None
    could_buy: int


@dataclass(frozen=True)
class HoldingsPage:
    """The holdings of an analysis."""

    basis: Basis
    message: str
    holdings: Holdings
    depths: tuple[DepthLine, ...]
    products: tuple[ProductLine, ...]
    pairs: tuple[ProductPair, ...]


def holdings_page(analysis: Analysis) -> HoldingsPage:
    """Return the page of a published analysis."""
    summary = get_summary(analysis)
    holdings = summary.holdings
    depths = depth_lines(holdings)
    return HoldingsPage(
        basis=basis_of(analysis, summary),
        message=holdings_message(depths),
        holdings=holdings,
        depths=depths,
        products=tuple(
            ProductLine(
                product,
                ratio(product.later_customers, holdings.customers),
                holdings.customers - product.later_customers,
            )
            for product in holdings.products
        ),
        pairs=tuple(pair for pair in holdings.pairs if pair.could_buy)[:25],
    )


def depth_lines(holdings: Holdings) -> tuple[DepthLine, ...]:
    """Return how many customers hold how many products."""
    revenue = sum(depth.revenue_minor for depth in holdings.depths)
    return tuple(
        DepthLine(
            _depth_label(depth.low, depth.high),
            depth,
            ratio(depth.customers, holdings.customers),
            ratio(depth.revenue_minor, revenue),
        )
        for depth in holdings.depths
    )


def _depth_label(low: int, high: int | None) -> str:
    if high is None:
        return _("%(low)d eller fler") % {"low": low}
    return str(low) if low == high else f"{low}–{high}"


def holdings_message(depths: tuple[DepthLine, ...]) -> str:
    """Say in a sentence how many customers hold one product alone."""
    return _("%(share)s av kunderna har en enda produkt") % {"share": formats.percent(depths[0].share, 0)}
