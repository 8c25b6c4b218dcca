"""Share of wallet by rank and number of brands, and what becoming number one would be worth, tier by tier."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from portfolio.domain.ratio import round_half_up
from portfolio.domain.share_of_wallet import gain_of_first_place, share_of_wallet
from portfolio.models import Analysis
from portfolio.pages.labels import Basis, basis_of
from portfolio.place_texts import place_label
from portfolio.selectors.analyses import get_summary
from ui import formats

MOST_BRANDS = 10
SHOWN_BRANDS = 6


@dataclass(frozen=True)
class WalletLine:
    """One tier; amounts in minor units: what is bought here, everywhere by the rule, and the gain of first place."""

    label: str
    is_all: bool
    customers: int
    revenue_minor: int
    wallet_minor: int
    gain_minor: int


@dataclass(frozen=True)
class RuleLine:
    """The shares of each rank among so many brands."""

    brands: int
    shares: tuple[Fraction | None, ...]


@dataclass(frozen=True)
class WalletPage:
    """Share of wallet for an assumed rank among an assumed number of brands."""

    basis: Basis
    brands: int
    rank: int
    brand_choices: tuple[int, ...]
    share: Fraction
    message: str
    lines: tuple[WalletLine, ...]
    ranks: tuple[int, ...]
    rule: tuple[RuleLine, ...]


def wallet_page(analysis: Analysis, brands_text: str, rank_text: str) -> WalletPage:
    """Return the page; what is no number of brands or no rank among them falls back to second of three."""
    summary = get_summary(analysis)
    brands = _number(brands_text, MOST_BRANDS) or 3
    rank = _number(rank_text, brands) or min(2, brands)
    share = share_of_wallet(rank, brands)
    lines = []
    for row in summary.portfolio():
        revenue = max(0, row.sums.revenue_minor)
        gain = round_half_up(gain_of_first_place(revenue, rank, brands))
        wallet = round_half_up(revenue / share)
        is_all = row.tier == "all"
        lines.append(WalletLine(place_label(row.tier), is_all, row.sums.customers, revenue, wallet, gain))
    values = {
        "rank": rank,
        "brands": brands,
        "share": formats.percent(share),
        "gain": formats.compact(lines[-1].gain_minor, summary.currency),
    }
    return WalletPage(
        basis=basis_of(analysis, summary),
        brands=brands,
        rank=rank,
        brand_choices=tuple(range(1, MOST_BRANDS + 1)),
        share=share,
        message=_("Som nummer %(rank)s av %(brands)s har man %(share)s; att bli etta är värt %(gain)s") % values,
        lines=tuple(lines),
        ranks=tuple(range(1, SHOWN_BRANDS + 1)),
        rule=tuple(_rule_line(count) for count in range(1, SHOWN_BRANDS + 1)),
    )


def _rule_line(brands: int) -> RuleLine:
    ranks = range(1, SHOWN_BRANDS + 1)
    return RuleLine(brands, tuple(share_of_wallet(rank, brands) if rank <= brands else None for rank in ranks))


def _number(text: str, most: int) -> int | None:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    return number if 1 <= number <= most else None
