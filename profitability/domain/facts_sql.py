"""The statement that makes facts of a sheet: one group-by on customer, in the words of the engine that has the rows.

DuckDB runs it over the ledger's Parquet; Spark and PostgreSQL run it where transactions already live. What differs is
named in a Dialect: how a sum of BIGINT is kept from overflowing or turning into floating point on the way, and how a
date becomes a day number. No integer is divided, every result is cast to BIGINT, which fails loudly beyond 64 bits.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from profitability.domain.columns import has_dates_within
from profitability.domain.ledger import COST_LINES, Ledger
from profitability.domain.settings import Settings

type Sums = list[tuple[str, str]]
"""Columns to make of a group, as pairs of name and SQL."""

NO_NUMBER = "NULL"
CONSTANTS = ("0", NO_NUMBER)


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


def list_sums(ledger: Ledger, wanted: Wanted, dialect: Dialect = DUCKDB) -> dict[str, Sums]:
    """Return for each sheet the columns to make of a customer's rows."""
    start, end = wanted.settings.period_start, wanted.settings.period_end
    inside = {
        sheet: "TRUE"
        if ledger.has(sheet) and has_dates_within(ledger.path(sheet), start, end)
        else f"(date IS NULL OR date BETWEEN DATE '{start}' AND DATE '{end}')"
        for sheet in ("transactions", "volumes", "direct_costs")
    }
    return {
        "transactions": _transaction_sums(inside["transactions"], wanted, dialect),
        "volumes": _volume_sums(inside["volumes"], wanted.drivers, dialect),
        "direct_costs": _direct_sums(inside["direct_costs"], dialect),
    }


def write_group_by(source: str, sums: Sums) -> str:
    """Write the statement that makes one row per customer; `source` is a table or a function, quoted by the caller."""
    columns = ", ".join(f"CAST({expression} AS BIGINT) AS {name}" for name, expression in sums)
    return f"SELECT customer_id, {columns} " + f"FROM {source} GROUP BY customer_id"


def write_placed_groups(source: str, sums: Sums) -> str:
    """Write DuckDB's statement for the groups of the customers in the table `customers`, by their `place`.

    Where every sum is plain a last row without a place holds the sums of all rows, whomever they name: counted in the
    same pass, beside the groups and not from them, it costs next to nothing and is what the proof compares with.
    """
    names = ", ".join(name for name, _ in sums)
    if not _are_plain(sums):
        return f"SELECT place, {names} FROM ({write_group_by(source, sums)}) JOIN customers USING (customer_id)"  # noqa: S608 - the statement above
    columns = [*sums, ("of_all", "grouping(customer_id)")]
    groups = write_group_by(source, columns).removesuffix("customer_id") + "GROUPING SETS ((customer_id), ())"
    placed = f"FROM ({groups}) LEFT JOIN customers USING (customer_id) WHERE place IS NOT NULL OR of_all = 1"
    return f"SELECT place, {names} " + placed


def _are_plain(sums: Sums) -> bool:
    return not any("FILTER" in expression or "DISTINCT" in expression for _, expression in sums)


def _transaction_sums(inside: str, wanted: Wanted, dialect: Dialect) -> Sums:
    return [
        ("transactions_all", "count(*)"),
        ("first_date", dialect.days.format("min(date)") if wanted.first_dates else NO_NUMBER),
        ("transactions", _filter("count(*)", inside)),
        ("gross", _sum("gross_sales_minor", inside, dialect)),
        ("discounts", _sum("discount_minor", inside, dialect)),
        ("goods", _sum("cost_of_goods_minor", inside, dialect)),
        ("quantity", _sum("quantity_micro", inside, dialect)),
        ("orders", _filter("count(DISTINCT order_id)", inside) if wanted.orders else "0"),
    ]


def _volume_sums(inside: str, drivers: Sequence[str], dialect: Dialect) -> Sums:
    sums = [("volumes_all", "count(*)"), ("volume_rows", _filter("count(*)", inside))]
    for index, driver in enumerate(drivers):
        name = driver.replace("'", "''")
        sums.append((f"driver_{index}", _sum("quantity_micro", f"driver = '{name}' AND {inside}", dialect)))
    return sums


def _direct_sums(inside: str, dialect: Dialect) -> Sums:
    rows = [("direct_costs_all", "count(*)"), ("direct_rows", _filter("count(*)", inside))]
    lines = [(line, f"line = '{line}' AND {inside}") for line in COST_LINES]
    return [*rows, *((f"direct_{line}", _sum("amount_minor", condition, dialect)) for line, condition in lines)]


def _filter(aggregate: str, condition: str) -> str:
    return aggregate if condition == "TRUE" else f"{aggregate} FILTER (WHERE {condition})"


def _sum(column: str, condition: str, dialect: Dialect) -> str:
    return f"coalesce({_filter(f'sum({dialect.wide.format(column)})', condition)}, 0)"
