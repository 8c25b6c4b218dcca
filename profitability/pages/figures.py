"""Key figures and changes, written out for tiles."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from ui import formats


@dataclass(frozen=True)
class Tile:
    """One key figure; `trend` is the change since the run compared with, empty without one."""

    label: str
    value: str
    trend: str = ""
    note: str = ""
    trend_is_good: bool | None = None


def amount_tile(label: str, minor: int, before_minor: int | None, against: str, currency: str) -> Tile:
    """Return a tile for an amount and its relative change."""
    if before_minor is None:
        return Tile(label, formats.compact(minor, currency))
    if before_minor <= 0:
        was = _("mot %(amount)s i %(run)s") % {"amount": formats.compact(before_minor, currency), "run": against}
        return Tile(label, formats.compact(minor, currency), note=was)
    change = Fraction(minor - before_minor, before_minor)
    trend = formats.signed(formats.percent(change))
    return Tile(label, formats.compact(minor, currency), trend, _("mot %(run)s") % {"run": against}, change >= 0)


def share_tile(
    label: str, share: Fraction | None, before: Fraction | None, against: str, *, more_is_good: bool = True
) -> Tile:
    """Return a tile for a share and its change in percentage points."""
    if share is None or before is None:
        return Tile(label, formats.percent(share))
    points = (share - before) * 100
    trend = _("%(points)s pe") % {"points": formats.signed(formats.number(points, 1))}
    return Tile(
        label, formats.percent(share), trend, _("mot %(run)s") % {"run": against}, (points >= 0) is more_is_good
    )


def share_of(part: int, whole: int) -> Fraction | None:
    """Return part / whole; None when the whole is not above zero."""
    return Fraction(part, whole) if whole > 0 else None
