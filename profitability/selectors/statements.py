"""Ask a published run's Parquet files, by DuckDB: one page of customers, one customer, the traces of a line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import cast

from django.utils.translation import get_language

from profitability.domain.alphabet import Alphabet, sorting_sql
from profitability.domain.customer_list import CustomerList, ListQuery, ListRow, build_list
from profitability.domain.statement import STATEMENT_LINES
from profitability.models import Run
from profitability.selectors.parquet import open_duckdb, result_file

PAGE_SIZE = 50
_OPEN_LISTS = 8
MOST_SEGMENTS = 200
TIERS = ("gold", "silver", "bronze")
SORTS = ("rank", "customer_id", "name", "segment", *STATEMENT_LINES)


@dataclass(frozen=True)
class Statement:
    """One customer's income statement. Amounts in minor units; costs positive when they lower the result.

    `rank` is None, and `tier` empty, for a customer without any activity in the period; `position` counts 1..n in the
    order of rank.
    """

    position: int
    customer_id: str
    name: str
    segment: str
    gross_sales_minor: int
    discounts_minor: int
    net_sales_minor: int
    cost_of_goods_minor: int
    gross_margin_minor: int
    order_handling_minor: int
    logistics_minor: int
    tb2_minor: int
    customer_service_minor: int
    support_minor: int
    sales_minor: int
    marketing_minor: int
    contribution_minor: int
    customer_sustaining_minor: int
    interest_minor: int
    result_minor: int
    rank: int | None
    cumulative_contribution_minor: int | None
    tier: str
    tier_reason: str

    def minor(self, line: str) -> int:
        """Return the amount of a statement line by its code; raise AttributeError for an unknown one."""
        return cast(int, getattr(self, f"{line}_minor"))


@dataclass(frozen=True)
class CustomerQuery:
    """What the reader asked of the customer list; `page` counts from 1."""

    search: str = ""
    tier: str = ""
    segment: str = ""
    sort: str = "rank"
    is_descending: bool = False
    page: int = 1


@dataclass(frozen=True)
class StatementPage:
    """One page of the customers that match, and how many match in all."""

    rows: tuple[Statement, ...]
    total: int


_COLUMNS = ", ".join(
    f"coalesce({name}::VARCHAR, '') AS {name}" if name in {"segment", "tier", "tier_reason"} else name
    for name in (field.name for field in fields(Statement))
)


def _conditions(query: CustomerQuery) -> tuple[str, list[object]]:
    clauses, values = ["TRUE"], list[object]()
    if query.search:
        clauses.append("(contains(lower(name), lower(?)) OR starts_with(lower(customer_id), lower(?)))")
        values += [query.search, query.search]
    if query.tier:
        clauses.append("coalesce(tier::VARCHAR, '') = ?")
        values.append("" if query.tier == "none" else query.tier)
    if query.segment:
        clauses.append("segment = ?")
        values.append(query.segment)
    return " AND ".join(clauses), values


def reader_alphabet() -> Alphabet:
    """Return the alphabet of the active language."""
    return Alphabet.DANISH if get_language() in ("da", "nb") else Alphabet.SWEDISH


def _order(query: CustomerQuery) -> str:
    if query.sort not in SORTS:
        raise ValueError(query.sort)
    fixed = {
        "rank": "position",
        "name": sorting_sql("name", reader_alphabet()),
        "segment": sorting_sql("coalesce(segment, '')", reader_alphabet()),
    }
    column = fixed.get(query.sort, f"{query.sort}_minor" if query.sort in STATEMENT_LINES else query.sort)
    direction = "DESC" if query.is_descending else "ASC"
    return f"{column} {direction}, position {direction}"


def get_customers_page(run: Run, query: CustomerQuery) -> StatementPage:
    """Return one page of the customers that match, and how many they are."""
    asked = ListQuery(query.search, query.tier, query.segment, query.sort, query.is_descending, reader_alphabet())
    rows, total = open_list(run).find(asked, (query.page - 1) * PAGE_SIZE, PAGE_SIZE)
    return StatementPage(tuple(_statement(row) for row in rows), total)


def get_customers_at(run: Run, positions: Sequence[int]) -> tuple[Statement, ...]:
    """Return the customers at these positions, in their order."""
    return tuple(_statement(row) for row in open_list(run).rows(positions))


def open_list(run: Run) -> CustomerList:
    """Return the run's list, laid out now if the run is older than its layout; a process keeps a few of them open."""
    folder = result_file(run, "statements").parent
    build_list(folder)
    return _open_list(folder)


_open_list = lru_cache(maxsize=_OPEN_LISTS)(CustomerList)


def _statement(row: ListRow) -> Statement:
    texts = (row.position, row.customer_id, row.name, row.segment)
    return Statement(*texts, *row.amounts, row.rank, row.cumulative_minor, row.tier, row.tier_reason)  # type: ignore[call-arg,arg-type]  # the statement lines, in the order of the class


def iterate_customers(run: Run, query: CustomerQuery) -> Iterator[Statement]:
    """Yield every customer that matches, in the order asked for, a few thousand at a time."""
    where, values = _conditions(query)
    sql = f"SELECT {_COLUMNS} FROM read_parquet(?) WHERE {where} ORDER BY {_order(query)}"  # noqa: S608 - fixed column names
    with open_duckdb() as connection:
        cursor = connection.execute(sql, [str(result_file(run, "statements")), *values])
        while rows := cursor.fetchmany(5_000):
            yield from (Statement(*row) for row in rows)


def find_customer(run: Run, customer_id: str) -> Statement | None:
    """Return one customer's statement, or None when the run knows no such customer."""
    row = open_list(run).find_customer(customer_id)
    return None if row is None else _statement(row)


def list_segments(run: Run) -> tuple[str, ...]:
    """Return the segments that occur, sorted; at most 200."""
    return open_list(run).segments[:MOST_SEGMENTS]


def get_names(run: Run, customer_ids: Sequence[str]) -> dict[str, str]:
    """Return the names of the customers by id; ids that the run does not know are left out."""
    customers = open_list(run)
    found = (customers.find_customer(customer_id) for customer_id in customer_ids)
    return {row.customer_id: row.name for row in found if row is not None}
