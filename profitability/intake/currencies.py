"""Which currencies the amounts of a table stand in, wherever it says so: amounts of several do not add up."""

import re
from collections.abc import Iterator, Sequence

from profitability.domain.problem import Problem, error
from profitability.domain.template import Kind
from profitability.intake.cell_styles import Shown
from profitability.intake.numbers import find_currencies, list_currencies
from profitability.intake.plans import FieldPlan
from profitability.intake.profile import ColumnProfile

_ISO_OF = {"SKR": "SEK", "NKR": "NOK", "DKR": "DKK", "€": "EUR", "$": "USD", "£": "GBP"}
_HOME = {"SEK", "KR"}
_CROWNS = {"SEK", "NOK", "DKK", "ISK"}
_TITLE = re.compile(
    r"\b(?:in|i|valuta|currency|währung|alla belopp|all amounts)[: ]+([a-z]{3}|[€$£])(?![a-zåäö])", re.I
)


def check_currencies(
    sheet: str,
    plans: Sequence[FieldPlan],
    profiles: Sequence[ColumnProfile],
    told: tuple[str, Sequence[Shown]],
    wanted: str,
) -> Iterator[Problem]:
    """Name the currencies when there are several, or another than the ledger's own (`wanted`, "" when unknown).

    `told` are the texts above the table, and what a workbook's numbers show beside them.
    """
    titles, shown = told
    filled = max((each.look.filled for each in profiles), default=0)
    seen: set[str] = set()
    for plan in plans:
        if plan.place is None or (plan.field != "currency" and plan.kind is not Kind.AMOUNT):
            continue
        profile = profiles[plan.place]
        if plan.field == "currency":
            signs = {_ISO_OF.get(sign, sign) for sign in (shape.sample.strip().upper() for shape in profile.shapes)}
            if signs - _HOME and profile.look.filled < filled:
                signs.add("")
        else:
            signs = _list_signs(plan, profile, [each for each in shown if each.place == plan.place])
        if len(signs) > 1 or (plan.kind is Kind.AMOUNT and _differ(seen | signs)):
            yield error(
                "several_currencies", sheet, None, plan.header, _join(signs if len(signs) > 1 else seen | signs)
            )
        elif wanted and (signs or _read_titles(titles)) - {wanted, "", "KR"}:
            named = _join(signs or _read_titles(titles))
            yield error("other_currency", sheet, None, plan.header, named, wanted=wanted)
        seen |= signs if plan.kind is Kind.AMOUNT else set()


def _list_signs(plan: FieldPlan, profile: ColumnProfile, shown: Sequence[Shown]) -> set[str]:
    """Return the codes beside a column's amounts, by text or by looks; without any, those of its heading."""
    signs = set(find_currencies(profile.shapes))
    foreign = 0
    for each in shown:
        found = list_currencies(each.mark)
        signs |= found
        foreign += each.count * bool(found - _HOME)
    if signs & _CROWNS:
        signs.discard("KR")
    if foreign and profile.look.filled > 2 * foreign:
        signs.add("")
    return signs or {code for code in list_currencies(plan.header) if code != "KR"}


def _differ(signs: set[str]) -> bool:
    named = signs - {""}
    return len(named - {"KR"} if named & _CROWNS else named) > 1


def _read_titles(titles: str) -> set[str]:
    """Return the one currency that the texts above the table name."""
    found = {code for each in _TITLE.finditer(titles) for code in list_currencies(each[1])}
    return found if len(found) == 1 else set()


def _join(signs: set[str]) -> str:
    return ", ".join(sorted(sign or "–" for sign in signs))[:80]
