"""The three sheets of a development budget, checked: outcome, development and levers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from portfolio.domain.customer_facts import Sums
from portfolio.domain.development_budget import GROUPS, Factors, Outcome, Plan, plan_budget
from profitability.domain.money import parse_fraction, parse_scaled
from profitability.domain.problem import Problem, error, warning

STOCKS = ("opening_active", "closing_lost", "formerly_lost")
OUTCOME_COLUMNS = ("group", "customers", "purchases", "revenue")
PLAN_COLUMNS = ("group", "customers", "frequency", "value_per_purchase")
LARGEST_PERCENT = 100_000
LARGEST_COUNT = 10**12
_DECIMALS = 2


@dataclass(frozen=True)
class SheetRow:
    """One row as sent: its number as a spreadsheet shows it and its cells by column, without surrounding blanks."""

    number: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True)
class BudgetSheets:
    """What was read; None where a budget cannot be made of it."""

    outcome: Outcome
    development: Plan
    levers: Plan


@dataclass(frozen=True)
class BudgetReading:
    """All problems of the three sheets and, when none of them is an error, their content."""

    sheets: BudgetSheets | None
    problems: tuple[Problem, ...]


class _Checker:
    """Collects the problems of one sheet while its cells are read."""

    def __init__(self, sheet: str) -> None:
        self.sheet = sheet
        self.problems: list[Problem] = []

    def in_order(self) -> list[Problem]:
        """Return the problems by row, those about no row first."""
        return sorted(self.problems, key=lambda problem: problem.row or 0)

    def error(self, code: str, row: SheetRow | None, column: str, **params: str | int) -> None:
        value = row.text(column) if row else ""
        self.problems.append(error(code, self.sheet, row.number if row else None, column, value, **params))

    def warn(self, code: str, row: SheetRow, column: str, **params: str | int) -> None:
        self.problems.append(warning(code, self.sheet, row.number, column, row.text(column), **params))

    def rows_by_group(self, rows: Sequence[SheetRow], known: Sequence[str]) -> dict[str, SheetRow]:
        """Sort the rows by group; unknown and repeated groups are errors."""
        chosen: dict[str, SheetRow] = {}
        for row in rows:
            group = row.text("group")
            if group not in known:
                self.error("unknown_group", row, "group", known=", ".join(known))
            elif group in chosen:
                self.error("duplicate_group", row, "group")
            else:
                chosen[group] = row
        return chosen

    def count(self, row: SheetRow, column: str) -> int:
        """Read a whole number ≥ 0; 0 for anything else, with an error."""
        number = parse_scaled(row.text(column), 0)
        if number is None or not 0 <= number <= LARGEST_COUNT:
            self.error("not_a_count", row, column)
            return 0
        return number

    def amount(self, row: SheetRow, column: str) -> int:
        """Read an amount into minor units; 0 for anything else, with an error."""
        minor = parse_scaled(row.text(column), _DECIMALS)
        if minor is None:
            self.error("not_an_amount", row, column)
        return minor or 0

    def factor(self, row: SheetRow, column: str) -> Fraction:
        """Read a percentage as a factor; an empty cell is 100."""
        if not row.text(column):
            return Fraction(1)
        percent = parse_fraction(row.text(column))
        if percent is None or not 0 <= percent <= LARGEST_PERCENT:
            self.error("not_a_percentage", row, column)
            return Fraction(1)
        return percent / 100


def read_budget_sheets(
    outcome: Sequence[SheetRow], development: Sequence[SheetRow], levers: Sequence[SheetRow]
) -> BudgetReading:
    """Check the three sheets in one pass; amounts have two decimals, percentages 100 = unchanged."""
    outcome_checker = _Checker("outcome")
    happened = _read_outcome(outcome_checker, outcome)
    plans = []
    problems = outcome_checker.in_order()
    for name, rows in (("development", development), ("levers", levers)):
        checker = _Checker(name)
        plans.append(_read_plan(checker, rows))
        problems += checker.in_order()
    if happened is None or any(problem.level == "error" for problem in problems):
        return BudgetReading(None, tuple(problems))
    sheets = BudgetSheets(happened, *plans)
    problems += _find_overreach(sheets)
    return BudgetReading(None if any(p.level == "error" for p in problems) else sheets, tuple(problems))


def _read_outcome(checker: _Checker, rows: Sequence[SheetRow]) -> Outcome | None:
    chosen = checker.rows_by_group(rows, (*GROUPS, *STOCKS))
    missing = [name for name in (*GROUPS, *STOCKS) if name not in chosen]
    for name in missing:
        checker.error("missing_group", None, "group", group=name)
    sums = {name: _read_group(checker, chosen[name]) for name in GROUPS if name in chosen}
    stocks = {name: checker.count(chosen[name], "customers") for name in STOCKS if name in chosen}
    if missing:
        return None
    _compare_stocks(checker, chosen, sums, stocks)
    return Outcome(
        sums["new"],
        sums["retained"],
        sums["won_back"],
        stocks["opening_active"],
        stocks["closing_lost"],
        stocks["formerly_lost"],
    )


def _read_group(checker: _Checker, row: SheetRow) -> Sums:
    sums = Sums(checker.count(row, "customers"), checker.count(row, "purchases"), checker.amount(row, "revenue"))
    if sums.purchases and not sums.customers:
        checker.error("purchases_without_customers", row, "purchases")
    if sums.revenue_minor and not sums.purchases:
        checker.error("revenue_without_purchases", row, "revenue")
    if sums.purchases < sums.customers:
        checker.warn("fewer_purchases_than_customers", row, "purchases")
    return sums


def _compare_stocks(
    checker: _Checker, rows: Mapping[str, SheetRow], sums: Mapping[str, Sums], stocks: Mapping[str, int]
) -> None:
    retained, won_back = sums["retained"].customers, sums["won_back"].customers
    if retained > stocks["opening_active"]:
        checker.error("more_retained_than_there_were", rows["retained"], "customers", limit=stocks["opening_active"])
    if won_back > stocks["formerly_lost"]:
        checker.error("more_won_back_than_lost", rows["won_back"], "customers", limit=stocks["formerly_lost"])
    lost = stocks["opening_active"] - retained
    if stocks["closing_lost"] < lost:
        checker.warn("fewer_lost_than_left", rows["closing_lost"], "customers", lost=lost)


def _read_plan(checker: _Checker, rows: Sequence[SheetRow]) -> Plan:
    chosen = checker.rows_by_group(rows, GROUPS)
    return Plan(
        **{name: Factors(*(checker.factor(row, column) for column in PLAN_COLUMNS[1:])) for name, row in chosen.items()}
    )


def _find_overreach(sheets: BudgetSheets) -> list[Problem]:
    """Name the plans that keep or win back more customers than there are to keep or win back."""
    problems = []
    for name, plan in (("development", sheets.development), ("levers", sheets.development.times(sheets.levers))):
        budget = plan_budget(sheets.outcome, plan)
        if budget.retained.customers > budget.opening_active:
            problems.append(error("retention_above_all", name, None, "customers", "retained"))
        if budget.won_back.customers > budget.opening_lost:
            problems.append(error("win_back_above_all", name, None, "customers", "won_back"))
    return problems
