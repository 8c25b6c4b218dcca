"""What a person types of the levers' costs: per percentage point, and how far each can be set."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from portfolio.domain.lever_mix import LeverCost
from portfolio.domain.lever_texts import KEYS, LARGEST_PERCENT
from portfolio.domain.ratio import decimal_text
from ui.numbers import read_number

LARGEST_COST_MINOR = 10**13


@dataclass(frozen=True)
class TypedCosts:
    """Costs per percentage point (minor units) and largest settings (percent) by lever: as typed and as read.

    `texts` and `errors` stand by field: `c.<lever>` the cost, `m.<lever>` the largest setting.
    """

    texts: Mapping[str, str]
    points_minor: Mapping[str, int]
    largest_percents: Mapping[str, Fraction]
    errors: Mapping[str, str]

    def levers(self) -> tuple[LeverCost, ...]:
        """Return the levers that have a cost."""
        return tuple(
            LeverCost(key.group, key.lever, self.points_minor[key.name], self._largest(key.name))
            for key in KEYS
            if key.name in self.points_minor
        )

    def _largest(self, name: str) -> Fraction | None:
        percent = self.largest_percents.get(name)
        return None if percent is None else percent / 100

    def kept(self, decimals: int) -> dict[str, str]:
        """Return what could be read as plain decimals by field, as a scenario keeps it."""
        costs = {
            f"c.{name}": decimal_text(Fraction(minor, 10**decimals), decimals)
            for name, minor in self.points_minor.items()
        }
        return costs | {f"m.{name}": decimal_text(percent, 2) for name, percent in self.largest_percents.items()}


def read_costs(values: Mapping[str, str], decimals: int) -> TypedCosts:
    """Read `c.<lever>` and `m.<lever>` from what was sent; an empty cost leaves the lever out of the mix."""
    texts, errors = dict[str, str](), dict[str, str]()
    points, largest = {}, {}
    for key in KEYS:
        cost, most = (values.get(prefix + key.name, "").strip()[:30] for prefix in ("c.", "m."))
        texts |= {"c." + key.name: cost, "m." + key.name: most}
        if cost:
            minor = _read_minor(cost, decimals)
            if minor is None:
                errors["c." + key.name] = _("Skriv ett belopp över noll.")
            else:
                points[key.name] = minor
        if most:
            percent = read_number(most.rstrip("% \u00a0"), decimal_point=None).value
            if percent is None or not 100 <= percent <= LARGEST_PERCENT:
                errors["m." + key.name] = _("Skriv procent från 100 till 1 000.")
            else:
                largest[key.name] = Fraction(percent)
    return TypedCosts(texts, points, largest, errors)


def _read_minor(text: str, decimals: int) -> int | None:
    number = read_number(text, decimal_point=None).value
    if number is None:
        return None
    minor = Fraction(number) * 10**decimals
    return int(minor) if minor.denominator == 1 and 0 < minor <= LARGEST_COST_MINOR else None
