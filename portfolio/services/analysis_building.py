"""Build one analysis from a canonical ledger: the summary, and a file with a row per customer."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa

from portfolio.domain.analysis import AnalysisSummary, SeriesPoint
from portfolio.domain.base_remarks import find_remarks, remark_joined
from portfolio.domain.customer_base import CustomerBase, compare_base
from portfolio.domain.customer_facts import CustomerFacts
from portfolio.domain.definition import CustomerDefinition
from portfolio.domain.flows import classify_flows, sum_flows
from portfolio.domain.periods import compare_months, months_before
from portfolio.domain.stocks import count_stocks
from portfolio.readers.cohorts import read_cohorts
from portfolio.readers.connections import connect
from portfolio.readers.customer_buckets import read_customer_buckets
from portfolio.readers.customer_facts import AmountsTooLargeError, FactsReading, read_facts
from portfolio.readers.holdings import read_holdings
from portfolio.readers.joined_customers import NoIdentityColumnError, Sheets, join_customers
from portfolio.selectors.customers import CUSTOMERS_FILE
from profitability.domain.ledger import Ledger, Model

SERIES_MONTHS = 12

type Progress = Callable[[str, float], None]

__all__ = ["AmountsTooLargeError", "NoIdentityColumnError", "build_analysis"]


def build_analysis(
    ledger: Ledger, definition: CustomerDefinition, as_of: date, out: Path, progress: Progress
) -> AnalysisSummary:
    """Write customers.parquet to `out`, and where ids are joined, which; return the summary.

    Raise AmountsTooLargeError for sums beyond 64 bits, NoIdentityColumnError when the customers have no such column.
    """
    column = definition.identity_column
    with tempfile.TemporaryDirectory(prefix="kundverk-") as temporary:
        sheets = join_customers(ledger, column, Path(temporary))
        if sheets.ids is not None:
            shutil.copy(sheets.ids, out)
        return _build(sheets, definition, as_of, out, progress)


def _build(
    sheets: Sheets, definition: CustomerDefinition, as_of: date, out: Path, progress: Progress
) -> AnalysisSummary:
    transactions, customers = sheets.transactions, sheets.customers
    model = sheets.ledger.read_model()
    money = model.read_settings()
    progress("base.facts", 0.05)
    reading = read_facts(transactions, definition, as_of)
    base = compare_base(reading.facts, definition)
    progress("base.customers", 0.25)
    write_customers(reading.facts, base, customers, out / CUSTOMERS_FILE)
    progress("base.series", 0.35)
    before, series = _read_earlier(transactions, definition, as_of, reading)
    progress("base.cohorts", 0.6)
    newcomers = read_cohorts(transactions, customers, definition, as_of)
    progress("base.holdings", 0.8)
    holdings = read_holdings(transactions, customers, definition, as_of)
    stocks = count_stocks(reading.facts, reading.windows, definition.forgotten_months)
    return AnalysisSummary(
        as_of=as_of,
        currency=money.settings.currency if money.settings else "SEK",
        decimals=money.decimals,
        definition=definition,
        flows=base.flows,
        migration=base.migration,
        stocks=stocks,
        previous_flows=before.flows if before else None,
        previous_migration=before.migration if before else None,
        series=(*series, SeriesPoint(as_of, base.flows)),
        cohorts=newcomers.units,
        triangle=newcomers.triangle,
        holdings=holdings,
        remarks=(
            *remark_joined(definition, sheets.numbers, sheets.people, sheets.respelled),
            *find_remarks(base, definition, as_of, reading.first_date, reading.rows_after),
        ),
        sources=newcomers.sources,
        marketing_minor=_marketing_of(model),
        attribute_names=newcomers.attribute_names,
    )


def _marketing_of(model: Model) -> int | None:
    amounts = [pool.amount_minor for pool in model.pools if pool.line == "marketing"]
    return sum(amounts) if amounts else None


def _read_earlier(
    transactions: Path, definition: CustomerDefinition, as_of: date, reading: FactsReading
) -> tuple[CustomerBase | None, list[SeriesPoint]]:
    """Return the base one window earlier, and the flows of each of the months before the date.

    A comparison whose earlier window began before the first transaction is left out. All of them are made from one pass
    over the transactions.
    """
    months, first = definition.active_months, reading.first_date
    previous = months_before(as_of, months)
    days = [months_before(as_of, back) for back in range(SERIES_MONTHS, 0, -1)]
    known = [day for day in {previous, *days} if first is not None and first <= months_before(day, months)]
    if first is None or not known:
        return None, []
    windows = {day: compare_months(day, months) for day in known}
    ids = reading.facts.customer_ids
    buckets = read_customer_buckets(transactions, definition, tuple(windows.values()), first, ids)
    points = []
    for day in (day for day in days if day in windows):
        facts = buckets.compare(windows[day])
        points.append(SeriesPoint(day, sum_flows(facts, classify_flows(facts, definition.forgotten_months))))
    return compare_base(buckets.compare(windows[previous]), definition) if previous in windows else None, points


_WRITE = """
    COPY (
        SELECT f.*, coalesce(c.name, '') AS name, coalesce(c.segment, '') AS segment
        FROM facts f LEFT JOIN read_parquet($customers) c USING (customer_id)
        ORDER BY f.later_revenue_minor DESC, f.customer_id
    ) TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 50000)
"""


def write_customers(facts: CustomerFacts, base: CustomerBase, customers: Path, path: Path) -> None:
    """Write a row per customer that takes part, by falling revenue of the later window.

    Columns: customer_id, name, segment (string); flow (see Flow), earlier_tier, later_tier (index in TIERS, −1 none),
    cell (see locate_cells), earlier_purchases, later_purchases, earlier_revenue_minor, later_revenue_minor, last_day
    (days since 1970-01-01): int64.
    """
    places = base.places
    table = pa.table(
        {
            "customer_id": facts.customer_ids,
            "flow": places.flow,
            "earlier_tier": places.earlier_tier,
            "later_tier": places.later_tier,
            "cell": places.cell,
            "earlier_purchases": facts.earlier_purchases,
            "earlier_revenue_minor": facts.earlier_revenue_minor,
            "later_purchases": facts.later_purchases,
            "later_revenue_minor": facts.later_revenue_minor,
            "last_day": facts.last_day,
        }
    ).filter(pa.array(places.flow >= 0))
    with connect() as connection:
        connection.register("facts", table)
        connection.execute(_WRITE.format(path=str(path).replace("'", "''")), {"customers": str(customers)})
