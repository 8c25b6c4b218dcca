"""The tiers' settings and what is ranked, between a person and the settings sheet: how they are written and typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from profitability.pages.lines import line_label
from ui import formats

RULES = {
    "whale": gettext_lazy("Valkurvan"),
    "percent": gettext_lazy("Andelar"),
    "threshold": gettext_lazy("Gränser"),
}
LABELS = {
    "tier_rule": gettext_lazy("Regel"),
    "gold_peak_share": gettext_lazy("Guld når denna andel av toppen"),
    "gold_max_share": gettext_lazy("Guld är högst denna andel av kunderna"),
    "gold_percent": gettext_lazy("Guldets andel av kunderna"),
    "silver_percent": gettext_lazy("Guld och silver tillsammans, andel av kunderna"),
    "gold_from": gettext_lazy("Guld från"),
    "silver_from": gettext_lazy("Silver från"),
    "new_customer_months": gettext_lazy("En kund räknas som ny i"),
    "tier_margin": gettext_lazy("Marginal för att byta nivå"),
    "rank_by": gettext_lazy("Rangordnas efter"),
}
PARAMETERS = {
    "whale": ("gold_peak_share", "gold_max_share"),
    "percent": ("gold_percent", "silver_percent"),
    "threshold": ("gold_from", "silver_from"),
}
DEFAULTS = {
    "tier_rule": "whale",
    "gold_peak_share": "0.80",
    "gold_max_share": "0.20",
    "gold_percent": "0.20",
    "silver_percent": "0.50",
    "new_customer_months": "12",
    "rank_by": "contribution",
}
_SHARES = frozenset({"gold_peak_share", "gold_max_share", "gold_percent", "silver_percent"})
NAMES = (*DEFAULTS, "gold_from", "silver_from")


@dataclass(frozen=True)
class Parameter:
    """One parameter of a rule, written out."""

    label: str
    value: str


def parameters_of(rule: str, settings: Mapping[str, str], currency: str) -> tuple[Parameter, ...]:
    """Return the parameters of a rule with what is in force."""
    known = DEFAULTS | dict(settings)
    names = (*PARAMETERS[rule], "new_customer_months", *(["tier_margin"] if "tier_margin" in known else []))
    written = ((name, written_setting(name, known.get(name, ""), currency)) for name in names)
    return tuple(Parameter(str(LABELS[name]), value) for name, value in written)


def missing_parameters(rule: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """Return what the rule's own parameters without a value are called."""
    return tuple(str(LABELS[name]) for name in PARAMETERS[rule] if not (DEFAULTS | dict(known)).get(name))


def typed_settings(settings: Mapping[str, str]) -> dict[str, str]:
    """Return the settings as a form shows them: what is in force, shares in percent."""
    known = DEFAULTS | {name: settings[name] for name in NAMES if name in settings}
    return {name: _as_percent(text) if name in _SHARES else text for name, text in known.items()}


def typed_parameters(values: Mapping[str, str]) -> dict[str, str]:
    """Return the parameters among `values` (as in the settings sheet) as a form shows them; others are left out."""
    names = [name for name in NAMES if name != "tier_rule" and name in values]
    return {name: _as_percent(values[name]) if name in _SHARES else values[name] for name in names}


def _as_percent(text: str) -> str:
    try:
        percent = (Decimal(text) * 100).normalize()
    except InvalidOperation:
        return text
    return f"{percent:f}"


def written_setting(name: str, value: str, currency: str) -> str:
    """Write the value of a setting as people read it."""
    if name == "tier_rule":
        return str(RULES[value])
    if name == "rank_by":
        return line_label(value)
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value or formats.NOTHING
    if name == "new_customer_months":
        return _("%(months)s månader") % {"months": formats.number(number)}
    if name in {"gold_from", "silver_from", "tier_margin"}:
        return f"{formats.number(number, 2)} {formats.unit(currency)}"
    return formats.percent(number)


def parameter_text(name: str, was: Mapping[str, str], now: Mapping[str, str], currency: str) -> tuple[str, str, str]:
    """Return a setting's label and what it was and is, written out."""
    before, after = (written_setting(name, (DEFAULTS | dict(at)).get(name, ""), currency) for at in (was, now))
    return str(LABELS[name]), before, after


def is_same_setting(before: str, after: str) -> bool:
    """Say whether two texts of a setting mean the same: 0.8 and 0.80 do."""
    try:
        return Decimal(before) == Decimal(after)
    except InvalidOperation:
        return before == after
