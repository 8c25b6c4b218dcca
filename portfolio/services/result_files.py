"""The files of the exchange format that the customer base and the development budget are handed over in.

Amounts stand in major units with the currency's decimals; shares (0–1), durations, frequencies and indices with six
decimals; all rounded half away from zero, once, from the exact value. A cell is empty where there is nothing to say.
"""

from fractions import Fraction

from portfolio.domain.customer_facts import Sums
from portfolio.domain.development_budget import GROUPS, Budget, BudgetGroup
from portfolio.domain.flows import Flows
from portfolio.domain.lifetime_value import PortfolioRow
from portfolio.domain.migration import Migration
from portfolio.domain.ratio import decimal_text
from portfolio.services.output_folder import OutputFile
from profitability.domain.money import format_minor

SHARE_DECIMALS = 6
BASE_FILES = ("flows.csv", "migration.csv", "portfolio.csv", "problems.csv")
BUDGET_FILES = ("budget.csv", "key_figures.csv", "problems.csv")
_SUMS = ("customers", "purchases", "revenue")


def _sums(sums: Sums, decimals: int) -> tuple[str, str, str]:
    return str(sums.customers), str(sums.purchases), format_minor(sums.revenue_minor, decimals)


def _amount(minor: Fraction | None, decimals: int) -> str:
    return decimal_text(None if minor is None else minor / 10**decimals, decimals)


def _share(value: Fraction | None) -> str:
    return decimal_text(value, SHARE_DECIMALS)


def base_files(
    flows: Flows, migration: Migration, portfolio: tuple[PortfolioRow, ...], decimals: int
) -> tuple[OutputFile, ...]:
    """Return flows, migration and portfolio; `decimals` are the currency's."""
    named = (("retained", flows.retained), ("won_back", flows.won_back), ("new", flows.new), ("lost", flows.lost))
    return (
        OutputFile("flows.csv", ("flow", *_SUMS), tuple((name, *_sums(sums, decimals)) for name, sums in named)),
        OutputFile(
            "migration.csv",
            ("from", "to", *_SUMS),
            tuple((cell.source, cell.target, *_sums(cell.sums, decimals)) for cell in migration.cells),
        ),
        OutputFile("portfolio.csv", _PORTFOLIO, tuple(_portfolio_row(row, decimals) for row in portfolio)),
    )


_PORTFOLIO = (
    "tier", *_SUMS, "purchases_per_customer", "revenue_per_purchase", "revenue_per_customer",
    "retention", "duration", "lifetime_value", "index", "portfolio_value",
)  # fmt: skip


def _portfolio_row(row: PortfolioRow, decimals: int) -> tuple[str, ...]:
    return (
        row.tier,
        *_sums(row.sums, decimals),
        _share(row.purchases_per_customer),
        _amount(row.revenue_per_purchase_minor, decimals),
        _amount(row.revenue_per_customer_minor, decimals),
        _share(row.retention_share),
        _share(row.duration),
        _amount(row.lifetime_value_minor, decimals),
        _share(row.index),
        _amount(row.portfolio_value_minor, decimals),
    )


def budget_files(versions: tuple[tuple[str, Budget], ...], decimals: int) -> tuple[OutputFile, ...]:
    """Return the budget and its key figures; the first version is what revenue is compared with.

    Customers and purchases of a budget are expectations and are rounded to whole numbers each.
    """
    outcome = versions[0][1]
    return (
        OutputFile(
            "budget.csv",
            ("version", "group", *_SUMS, "value_per_purchase", "frequency", "revenue_per_customer"),
            tuple(row for name, budget in versions for row in _budget_rows(name, budget, decimals)),
        ),
        OutputFile(
            "key_figures.csv",
            ("version", "retention", "won_back_share", "gross_duration", "net_duration", "revenue_change"),
            tuple(_key_figures(name, budget, outcome) for name, budget in versions),
        ),
    )


def _budget_rows(version: str, budget: Budget, decimals: int) -> list[tuple[str, ...]]:
    groups: list[tuple[str, BudgetGroup]] = [(name, budget.group(name)) for name in GROUPS]
    rows = [(version, name, *_budget_cells(group, decimals)) for name, group in (*groups, ("all", budget.everyone))]
    return [*rows, (version, "lost", decimal_text(budget.lost_customers, 0), "", "", "", "", "")]


def _budget_cells(group: BudgetGroup, decimals: int) -> tuple[str, ...]:
    return (
        decimal_text(group.customers, 0),
        decimal_text(group.purchases, 0),
        _amount(group.revenue_minor, decimals),
        _amount(group.value_per_purchase_minor, decimals),
        _share(group.frequency),
        _amount(group.revenue_per_customer_minor, decimals),
    )


def _key_figures(version: str, budget: Budget, outcome: Budget) -> tuple[str, ...]:
    return (
        version,
        _share(budget.retention_share),
        _share(budget.won_back_share),
        _share(budget.gross_duration),
        _share(budget.net_duration),
        _share(budget.revenue_change_share(outcome)),
    )
