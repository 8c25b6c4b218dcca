"""What a reader of the customer base should know: history too short, windows without purchases, no known duration."""

from collections.abc import Sequence
from datetime import date

from portfolio.domain.customer_base import CustomerBase
from portfolio.domain.definition import CustomerDefinition
from portfolio.domain.periods import Window, compare_months, months_before
from profitability.domain.problem import Problem, note, warning

_SHEET = "transactions"
RESPELLED_NAMED = 5


def find_remarks(
    base: CustomerBase, definition: CustomerDefinition, as_of: date, first_date: date | None, rows_after: int
) -> list[Problem]:
    """Return notes and warnings about the base; nothing here stops it."""
    windows = compare_months(as_of, definition.active_months)
    remarks: list[Problem] = []
    if rows_after:
        remarks.append(note("rows_after_date", _SHEET, rows=rows_after, date=as_of.isoformat()))
    if not base.flows.closing.customers:
        remarks.append(_empty_window(windows.later))
    if not base.flows.opening.customers:
        remarks.append(_empty_window(windows.earlier))
    wanted = months_before(windows.later.first_date, definition.forgotten_months)
    if first_date is not None and first_date > wanted and base.flows.opening.customers:
        remarks.append(note("short_history", _SHEET, first=first_date.isoformat(), wanted=wanted.isoformat()))
    remarks += [
        note("unknown_duration", "customers", tier=row.tier)
        for row in base.portfolio
        if row.tier != "all" and row.sums.customers and row.duration is None
    ]
    return remarks


def remark_joined(
    definition: CustomerDefinition, numbers: int, people: int, respelled: Sequence[str] = ()
) -> list[Problem]:
    """Say how many customer numbers became how many customers, where the definition joins them.

    `respelled`: the customers that were joined although the value was written in different ways; some are named.
    """
    name = definition.identity_column
    if not name:
        return []
    remarks = [note("customers_joined", "customers", column=name, name=name, numbers=numbers, people=people)]
    if respelled:
        examples = ", ".join(respelled[:RESPELLED_NAMED])
        remarks.append(note("identity_respelled", "customers", column=name, people=len(respelled), examples=examples))
    return remarks


def _empty_window(window: Window) -> Problem:
    first, last = window.first_date.isoformat(), window.last_date.isoformat()
    return warning("no_transactions_in_window", _SHEET, first=first, last=last)
