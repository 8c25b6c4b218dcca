"""Ask an analysis' customer file, by DuckDB: one page of customers of a cell, a flow or a tier."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from portfolio.domain.flows import Flow
from portfolio.domain.migration import SOURCES, TARGETS
from portfolio.models import Analysis
from portfolio.readers.connections import connect
from portfolio.readers.joined_customers import list_numbers
from portfolio.selectors.customer_files import CUSTOMERS_FILE as CUSTOMERS_FILE
from portfolio.selectors.customer_files import customers_path as customers_path
from portfolio.selectors.customer_source import RankedBy, customer_source
from portfolio.selectors.joined_sheets import find_joined_ids
from profitability.domain.alphabet import sorting_sql
from profitability.selectors.statements import reader_alphabet

PAGE_SIZE = 50
SORTS = (
    "customer_id",
    "name",
    "segment",
    "earlier_purchases",
    "earlier_revenue_minor",
    "later_purchases",
    "later_revenue_minor",
    "last_day",
)


@dataclass(frozen=True)
class CustomerQuery:
    """What the reader asked for; `page` counts from 1. Empty texts and places of −1 ask for everyone.

    `segment` and `latent_class` are places in the newest divisions of the analysis.
    """

    search: str = ""
    source: str = ""
    target: str = ""
    segment: int = -1
    latent_class: int = -1
    by: RankedBy = RankedBy.REVENUE
    sort: str = "later_revenue_minor"
    is_descending: bool = True
    page: int = 1


@dataclass(frozen=True)
class CustomerPlace:
    """One customer: where it came from and where it is, and its figures of the two windows (minor units).

    The amounts are contributions when ranked by them. `segment_place` and `class_place`: −1 when in none.
    `numbers`: how many customer numbers are this customer; `own_numbers` names them on a page, where they are many.
    """

    customer_id: str
    name: str
    segment: str
    flow: int
    cell: int
    earlier_purchases: int
    earlier_revenue_minor: int
    later_purchases: int
    later_revenue_minor: int
    last_day: int
    later_tier: int
    segment_place: int
    class_place: int
    certainty: float
    numbers: int
    own_numbers: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        return SOURCES[self.cell // len(TARGETS)]

    @property
    def target(self) -> str:
        return TARGETS[self.cell % len(TARGETS)]


@dataclass(frozen=True)
class CustomerPlacePage:
    """One page of the customers that match, how many match, and their revenue in the two windows."""

    rows: tuple[CustomerPlace, ...]
    total: int
    earlier_revenue_minor: int
    later_revenue_minor: int


_COLUMNS = (
    "customer_id, name, segment, flow, cell, earlier_purchases, earlier_revenue_minor, later_purchases, "
    "later_revenue_minor, last_day, later_tier, segment_place, class_place, certainty, numbers"
)


def search_clause(search: str, ids: Path | None) -> tuple[str, list[object]]:
    """Return the condition for a part of a name, or the beginning of any of a customer's numbers, and its values."""
    named = "contains(lower(coalesce(name, '')), lower(?)) OR starts_with(lower(customer_id), lower(?))"
    if ids is None:
        return f"({named})", [search, search]
    joined = "SELECT joined_id FROM read_parquet(?) WHERE starts_with(lower(customer_id), lower(?))"
    return f"({named} OR customer_id IN ({joined}))", [search, search, str(ids), search]


def _conditions(query: CustomerQuery, ids: Path | None) -> tuple[str, list[object]]:
    clauses, values = ["TRUE"], list[object]()
    if query.search:
        found, values = search_clause(query.search, ids)
        clauses.append(found)
    if query.source in SOURCES:
        clauses.append("cell // ? = ?")
        values += [len(TARGETS), SOURCES.index(query.source)]
    elif query.source == "retained":
        clauses.append("flow = ?")
        values.append(int(Flow.RETAINED))
    if query.target in TARGETS:
        clauses.append("cell % ? = ?")
        values += [len(TARGETS), TARGETS.index(query.target)]
    for column, place in (("segment_place", query.segment), ("class_place", query.latent_class)):
        if place >= 0:
            clauses.append(f"{column} = ?")
            values.append(place)
    return " AND ".join(clauses), values


def _order(query: CustomerQuery) -> str:
    if query.sort not in SORTS:
        raise ValueError(query.sort)
    column = sorting_sql(query.sort, reader_alphabet()) if query.sort in ("name", "segment") else query.sort
    return f"{column} {'DESC' if query.is_descending else 'ASC'}, customer_id"


def get_customers_page(analysis: Analysis, query: CustomerQuery) -> CustomerPlacePage:
    """Return one page of the customers that match."""
    ids = find_joined_ids(analysis)
    where, values = _conditions(query, ids)
    source = customer_source(analysis, query.by)
    values = [*source.values, *values]
    sums = "count(*), coalesce(sum(earlier_revenue_minor), 0)::BIGINT, coalesce(sum(later_revenue_minor), 0)::BIGINT"
    with connect() as connection:
        sql = f"SELECT {sums} FROM {source.sql} WHERE {where}"  # noqa: S608 - fixed clauses
        total, earlier, later = connection.execute(sql, values).fetchall()[0]
        sql = f"SELECT {_COLUMNS} FROM {source.sql} WHERE {where} ORDER BY {_order(query)} LIMIT ? OFFSET ?"  # noqa: S608 - fixed names
        offset = (query.page - 1) * PAGE_SIZE
        rows = connection.execute(sql, [*values, PAGE_SIZE, offset]).fetchall()
    numbers = list_numbers(ids, [row[0] for row in rows]) if ids else {}
    places = tuple(replace(CustomerPlace(*row), own_numbers=numbers.get(row[0], ())) for row in rows)
    return CustomerPlacePage(places, total, earlier, later)


def iterate_customers(analysis: Analysis, query: CustomerQuery) -> Iterator[CustomerPlace]:
    """Yield every customer that matches, in the order asked for, a few thousand at a time."""
    where, values = _conditions(query, find_joined_ids(analysis))
    source = customer_source(analysis, query.by)
    sql = f"SELECT {_COLUMNS} FROM {source.sql} WHERE {where} ORDER BY {_order(query)}"  # noqa: S608 - fixed names
    with connect() as connection:
        cursor = connection.execute(sql, [*source.values, *values])
        while rows := cursor.fetchmany(5_000):
            yield from (CustomerPlace(*row) for row in rows)


@dataclass(frozen=True)
class CellRevenue:
    """A cell of the migration with its customers' figures: purchases of the window that the cell tells of (the
    later one, for the lost the earlier one), and revenue or contribution in both windows (minor units).
    """

    source: str
    target: str
    customers: int
    purchases: int
    earlier_revenue_minor: int
    later_revenue_minor: int


def list_cell_revenues(analysis: Analysis, by: RankedBy = RankedBy.REVENUE) -> tuple[CellRevenue, ...]:
    """Return the cells that have customers, tiers made by revenue or by contribution."""
    source = customer_source(analysis, by)
    sql = f"""
        SELECT cell, count(*),
               sum(CASE WHEN flow = {int(Flow.LOST)} THEN earlier_purchases ELSE later_purchases END)::BIGINT,
               sum(earlier_revenue_minor)::BIGINT, sum(later_revenue_minor)::BIGINT
        FROM {source.sql} GROUP BY cell ORDER BY cell"""  # noqa: S608 - fixed clauses
    with connect() as connection:
        rows = connection.execute(sql, list(source.values)).fetchall()
    width = len(TARGETS)
    return tuple(CellRevenue(SOURCES[cell // width], TARGETS[cell % width], *figures) for cell, *figures in rows)
