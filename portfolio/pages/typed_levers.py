"""What a person types on the budget page, read with every fault beside its field."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from portfolio.domain.lever_texts import KEYS, LARGEST_PERCENT
from portfolio.pages.typed_costs import TypedCosts, read_costs
from ui.numbers import read_number


@dataclass(frozen=True)
class TypedLevers:
    """Typed percentages by name, as text and as read; `errors` by name for what could not be read."""

    texts: Mapping[str, str]
    percents: Mapping[str, Fraction]
    errors: Mapping[str, str]

    def kept(self) -> dict[str, str]:
        """Return what could be read as plain decimals, as a scenario keeps it."""
        return {name: f"{Decimal(share.numerator) / share.denominator:f}" for name, share in self.percents.items()}


def read_levers(values: Mapping[str, str], prefix: str) -> TypedLevers:
    """Read nine percentages from `prefix + name`; an empty one is left out."""
    texts = {key.name: values.get(prefix + key.name, "").strip()[:20] for key in KEYS}
    percents, errors = {}, {}
    for name, text in texts.items():
        if not text:
            continue
        number = read_number(text.rstrip("% \u00a0"), decimal_point=None).value
        if number is None or not 0 <= number <= LARGEST_PERCENT:
            errors[name] = _("Skriv procent från 0 till 1 000; 100 är oförändrat.")
        else:
            percents[name] = Fraction(number)
    return TypedLevers(texts, percents, errors)


def read_amount_minor(text: str, decimals: int) -> int | None:
    """Read a typed amount into minor units; None for anything that is no amount ≥ 0 with at most `decimals`."""
    number = read_number(text.strip(), decimal_point=None).value
    if number is None or number < 0 or number > 10**13:
        return None
    minor = Fraction(number) * 10**decimals
    return int(minor) if minor.denominator == 1 else None


@dataclass(frozen=True)
class Typed:
    """What a person asked for: development, levers, their costs and a target, each as typed and as read."""

    development: TypedLevers
    levers: TypedLevers
    costs: TypedCosts
    target_text: str = ""
    target_minor: int | None = None

    @property
    def target_error(self) -> str:
        return _("Skriv ett belopp.") if self.target_text and self.target_minor is None else ""

    @property
    def has_errors(self) -> bool:
        return bool(self.development.errors or self.levers.errors or self.costs.errors or self.target_error)


def read_typed(values: Mapping[str, str], decimals: int) -> Typed:
    """Read `d.<name>`, `l.<name>`, `c.<name>`, `m.<name>` and `target` from what was sent."""
    target = values.get("target", "").strip()[:30]
    return Typed(
        development=read_levers(values, "d."),
        levers=read_levers(values, "l."),
        costs=read_costs(values, decimals),
        target_text=target,
        target_minor=read_amount_minor(target, decimals) if target else None,
    )
