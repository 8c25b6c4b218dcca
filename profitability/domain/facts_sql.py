"""The statements that make facts of a sheet, in the words of the engine that has the rows.

Engines where transactions already live, Spark and PostgreSQL, group by customer in one statement. DuckDB hands over the
rows of the ledger's Parquet with the place of their customer, to be added up where the sums stand, and groups only what
cannot be added: distinct orders. What differs is named in a Dialect: how a sum of BIGINT is kept from overflowing or
turning into floating point on the way, and how a date becomes a day number. No integer is divided, every group's sum is
cast to BIGINT, which fails loudly beyond 64 bits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from profitability.domain.columns import has_dates_within
from profitability.domain.ledger import COST_LINES, Ledger
from profitability.domain.settings import Settings

type Sums = Sequence[Sum]


class How(Enum):
    """What is made of the values of a customer's rows."""

    SUM = "sum"
    LEAST = "min"
    DISTINCT = "count(DISTINCT)"


@dataclass(frozen=True)
class Sum:
    """A column to make: `how` over `value`, the SQL of one row, where `condition` holds and `column` says `text`."""

    name: str
    value: str
    condition: str = "TRUE"
    how: How = How.SUM
    column: str = ""
    text: str = ""

    @property
    def made_of(self) -> tuple[str, ...]:
        """Return what it is made of: sums of the same make are equal."""
        return (self.value, self.condition, self.how.value, self.column, self.text)


ROWS, DAY = "1", "date"
"""Values of a row: itself, to be counted, and its date, to become a day number."""


@dataclass(frozen=True)
class Dialect:
    """How an engine says what differs; `{}` stands for a column or an expression.

    `wide` is the column in a type whose sum leaves 64 bits without harm, `days` the days since 1970-01-01 of a date.
    """

    wide: str
    days: str


DUCKDB = Dialect(wide="{}", days="{} - DATE '1970-01-01'")
POSTGRESQL = Dialect(wide="{}", days="{} - DATE '1970-01-01'")
SPARK = Dialect(wide="CAST({} AS DECIMAL(28, 0))", days="datediff({}, DATE '1970-01-01')")
"""Spark sums BIGINT in 64 bits; a DECIMAL(28, 0) is summed in 38 digits."""


@dataclass(frozen=True)
class Wanted:
    """What facts are to be made: the period, the drivers of the volumes sheet, and whether the dear ones are needed."""

    settings: Settings
    drivers: tuple[str, ...] = ()
    orders: bool = True
    first_dates: bool = True


def list_sums(ledger: Ledger, wanted: Wanted) -> dict[str, list[Sum]]:
    """Return for each sheet the columns to make of a customer's rows."""
    start, end = wanted.settings.period_start, wanted.settings.period_end
    inside = {
        sheet: "TRUE"
        if ledger.has(sheet) and has_dates_within(ledger.path(sheet), start, end)
        else f"(date IS NULL OR date BETWEEN DATE '{start}' AND DATE '{end}')"
        for sheet in ("transactions", "volumes", "direct_costs")
    }
    return {
        "transactions": _transaction_sums(inside["transactions"], wanted),
        "volumes": [
            Sum("volumes_all", ROWS),
            Sum("volume_rows", ROWS, inside["volumes"]),
            *(
                Sum(f"driver_{index}", "quantity_micro", inside["volumes"], column="driver", text=driver)
                for index, driver in enumerate(wanted.drivers)
            ),
        ],
        "direct_costs": [
            Sum("direct_costs_all", ROWS),
            Sum("direct_rows", ROWS, inside["direct_costs"]),
            *(
                Sum(f"direct_{line}", "amount_minor", inside["direct_costs"], column="line", text=line)
                for line in COST_LINES
            ),
        ],
    }


def write_group_by(source: str, sums: Sums, dialect: Dialect = DUCKDB) -> str:
    """Write the statement that makes one row per customer; `source` is a table or a function, quoted by the caller."""
    columns = ", ".join(f"CAST({_aggregate(each, dialect)} AS BIGINT) AS {each.name}" for each in sums)
    return f"SELECT customer_id, {columns} " + f"FROM {source} GROUP BY customer_id"


def write_placed_groups(source: str, sums: Sums) -> str:
    """Write DuckDB's statement for the groups of the customers in the table `customers`, by their `place`."""
    names = ", ".join(each.name for each in sums)
    groups = write_group_by(source, sums)
    return f"SELECT place, {names} FROM ({groups}) JOIN customers USING (customer_id)"  # noqa: S608 - as above


def write_placed_rows(source: str, values: Sequence[str]) -> str:
    """Write DuckDB's statement for the rows of a sheet with their customer's `place`, null for one not in `customers`.

    `values` are SQL of one row; they are called value_<i>.
    """
    columns = ", ".join(["place", *(f"{value} AS value_{index}" for index, value in enumerate(values))])
    return f"SELECT {columns} FROM {source} LEFT JOIN customers USING (customer_id)"  # noqa: S608 - SQL of this module


def write_value(each: Sum) -> str:
    """Write what a row adds to a sum, whatever its `column` says; null adds nothing."""
    value = DUCKDB.days.format(DAY) if each.value == DAY else each.value
    whole = f"CAST({value} AS BIGINT)"
    return whole if each.condition == "TRUE" else f"CASE WHEN {each.condition} THEN {whole} END"


def write_code(column: str, texts: Sequence[str]) -> str:
    """Write which of the texts a row's column says: 1 for the first, 0 for another."""
    return f"CAST(coalesce(list_position([{', '.join(map(_quote, texts))}], {column}), 0) AS BIGINT)"


def _transaction_sums(inside: str, wanted: Wanted) -> list[Sum]:
    sums = [
        Sum("transactions_all", ROWS),
        Sum("transactions", ROWS, inside),
        Sum("gross", "gross_sales_minor", inside),
        Sum("discounts", "discount_minor", inside),
        Sum("goods", "cost_of_goods_minor", inside),
        Sum("quantity", "quantity_micro", inside),
    ]
    if wanted.first_dates:
        sums.append(Sum("first_date", DAY, how=How.LEAST))
    if wanted.orders:
        sums.append(Sum("orders", "order_id", inside, How.DISTINCT))
    return sums


def _aggregate(each: Sum, dialect: Dialect) -> str:
    chosen = " AND ".join(
        ([f"{each.column} = {_quote(each.text)}"] if each.column else [])
        + ([each.condition] if each.condition != "TRUE" else [])
    )
    where = f" FILTER (WHERE {chosen})" if chosen else ""
    match each.how:
        case How.DISTINCT:
            return f"count(DISTINCT {each.value}){where}"
        case How.LEAST:
            return dialect.days.format(f"min({each.value}){where}")
    return f"count(*){where}" if each.value == ROWS else f"coalesce(sum({dialect.wide.format(each.value)}){where}, 0)"


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
