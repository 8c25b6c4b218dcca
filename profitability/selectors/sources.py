"""The rows of the upload that a customer's volume of a driver was counted from."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import cast

from profitability.models import Run
from profitability.selectors.origins import name_as_sent
from profitability.selectors.parquet import ask, ledger_file

MICRO = 1_000_000
ROWS_SHOWN = 200


@dataclass(frozen=True)
class SourceRow:
    """One row as sent. `quantity` counts towards the driver (None for a sales row, which shows its `amount_minor`).

    `factor` is what a time equation multiplies the quantity by, 1 where there is none.
    """

    what: str
    at_date: date | None
    quantity: Fraction | None
    factor: Fraction
    amount_minor: int | None
    source_file: str
    source_row: int | None


@dataclass(frozen=True)
class SourceRows:
    """The first rows by file and row, and how many there are in all."""

    rows: tuple[SourceRow, ...]
    total: int


def list_source_rows(run: Run, customer_id: str, driver: str, start: date, end: date) -> SourceRows:
    """Return the rows of the period behind the customer's volume of `driver`; at most ROWS_SHOWN."""
    if driver.startswith("@"):
        return _sales_rows(run, customer_id, start, end)
    return _volume_rows(run, customer_id, driver, start, end)


def _sales_rows(run: Run, customer_id: str, start: date, end: date) -> SourceRows:
    path = ledger_file(run, "transactions")
    if path is None:
        return SourceRows((), 0)
    sql = """
        SELECT coalesce(order_id, product, ''), date, gross_sales_minor - coalesce(discount_minor, 0), source_file,
               source_row, count(*) OVER ()
        FROM read_parquet(?) WHERE customer_id = ? AND date BETWEEN ? AND ?
        ORDER BY source_file, source_row LIMIT ?
    """
    rows = ask(sql, [str(path), customer_id, start, end, ROWS_SHOWN])
    found = tuple(
        SourceRow(str(what), cast(date, day), None, Fraction(1), cast(int, minor), str(file), cast(int, row))
        for what, day, minor, file, row, _total in rows
    )
    named = name_as_sent(run.upload.canonical_key, "transactions", found)
    return SourceRows(named, cast(int, rows[0][5]) if rows else 0)


def _volume_rows(run: Run, customer_id: str, driver: str, start: date, end: date) -> SourceRows:
    path = ledger_file(run, "volumes")
    if path is None:
        return SourceRows((), 0)
    factors = _factors(run, driver)
    marks = ", ".join("?" * len(factors))
    sql = f"""
        SELECT driver, date, quantity_micro, source_file, source_row, count(*) OVER ()
        FROM read_parquet(?) WHERE customer_id = ? AND driver IN ({marks})
        AND (date IS NULL OR date BETWEEN ? AND ?) ORDER BY source_file, source_row LIMIT ?
    """  # noqa: S608 - question marks
    rows = ask(sql, [str(path), customer_id, *factors, start, end, ROWS_SHOWN])
    found = tuple(
        SourceRow(
            what=str(what),
            at_date=cast("date | None", day),
            quantity=Fraction(cast(int, micro), MICRO),
            factor=factors[str(what)],
            amount_minor=None,
            source_file=str(file),
            source_row=cast(int, row),
        )
        for what, day, micro, file, row, _total in rows
    )
    named = name_as_sent(run.upload.canonical_key, "volumes", found)
    return SourceRows(named, cast(int, rows[0][5]) if rows else 0)


def _factors(run: Run, driver: str) -> dict[str, Fraction]:
    """Return the activities that make the driver up and what each counts for; the driver itself where none do."""
    path = ledger_file(run, "time_equations")
    if path is None:
        return {driver: Fraction(1)}
    sql = "SELECT activity, sum(per_unit_micro)::BIGINT FROM read_parquet(?) WHERE driver = ? GROUP BY 1 ORDER BY 1"
    rows = ask(sql, [str(path), driver])
    terms = {str(activity): Fraction(cast(int, micro), MICRO) for activity, micro in rows}
    return terms or {driver: Fraction(1)}
