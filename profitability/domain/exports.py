"""The CSV and JSON files of the exchange format, made from the files of a published run.

Amounts in major units with the currency's decimals and a point; LF; the same run gives the same bytes. A run that ranks
by another line than contribution names that line: in cumulative_<line>, in a column of tiers.csv, in proof.json. A text
that a spreadsheet would take for a formula gets an apostrophe before it; numbers and names of computed drivers do not.
"""

import csv
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from profitability.domain.columns import read_columns
from profitability.domain.money import format_minor, format_number
from profitability.domain.problem import Problem
from profitability.domain.statement import STATEMENT_LINES
from profitability.domain.summary import RunSummary, read_summary

RESULT_FILES = ("statements.csv", "pools.csv", "traces.csv", "tiers.csv", "whale_curve.csv", "proof.json")
PROBLEMS_FILE = "problems.csv"
_SHARE_DECIMALS = 6
_FORMULA = "[=+@\\t\\r\\n＝＋－＠-]"
_HARMLESS = "[+-]?[0-9][0-9 .,:/-]*|@(gross_sales|net_sales|gross_margin|orders|lines|quantity|customers)|-"


@dataclass(frozen=True)
class ProblemRow:
    """A problem with its text and cure in the language of the file."""

    problem: Problem
    text: str
    cure: str


def write_exports(run: Path, out: Path, *, traces: bool) -> None:
    """Write the files of the exchange format of the run in folder `run` to `out`; traces.csv only when asked for."""
    summary = read_summary(run)
    with duckdb.connect() as connection:
        _write_statements(connection, run, out, summary)
        if traces:
            _write_traces(connection, run, out, summary)
    _write_pools(run, out, summary)
    _write_tiers(out, summary)
    _write_whale(out, summary)
    _write_proof(out, summary)


def write_problems(rows: Iterable[ProblemRow], out: Path) -> None:
    """Write problems.csv."""
    header = ("level", "sheet", "row", "column", "value", "problem", "cure")
    write_rows(
        out / PROBLEMS_FILE,
        header,
        (
            (
                row.problem.level.value,
                guard_formula(row.problem.sheet),
                "" if row.problem.row is None else str(row.problem.row),
                guard_formula(row.problem.column),
                guard_formula(row.problem.value),
                guard_formula(row.text),
                guard_formula(row.cure),
            )
            for row in rows
        ),
    )


def guard_formula(text: str) -> str:
    """Return the text, with an apostrophe before it where a spreadsheet would run it as a formula."""
    if re.match(_FORMULA, text) and not re.fullmatch(_HARMLESS, text):
        return f"'{text}"
    return text


def _write_statements(connection: duckdb.DuckDBPyConnection, run: Path, out: Path, summary: RunSummary) -> None:
    columns = [text_column("customer_id"), text_column("name"), text_column("segment")]
    columns += [money_column(f"{line}_minor", line, summary.decimals) for line in STATEMENT_LINES]
    columns += [
        "rank",
        money_column("cumulative_contribution_minor", f"cumulative_{summary.rank_by}", summary.decimals),
    ]
    columns += ["tier", "tier_reason"]
    select = (
        f"SELECT {', '.join(columns)} FROM read_parquet('{quote_text(run / 'statements.parquet')}') ORDER BY position"
    )
    copy_select(connection, select, out / "statements.csv")


def _write_traces(connection: duckdb.DuckDBPyConnection, run: Path, out: Path, summary: RunSummary) -> None:
    pools = [pool for pool in read_columns(run / "pools.parquet").to_pylist() if pool["trace_amount"]]
    if not pools:
        write_rows(out / "traces.csv", ("customer_id", "pool_id", "volume", "amount"), ())
        return
    # Customers are sorted before their pools are set below one another: so many times fewer rows.
    traces = ", ".join(_trace(pool, summary.decimals) for pool in pools)
    source = f"read_parquet('{quote_text(run / 'traces.parquet')}')"
    select = (
        f"SELECT customer_id, trace.pool_id, trace.volume, trace.amount FROM (SELECT {text_column('customer_id')}, "
        f"unnest([{traces}]) AS trace FROM (FROM {source} ORDER BY position)) "
        "WHERE trace.is_kept"
    )
    copy_select(connection, select, out / "traces.csv")


def _trace(pool: dict[str, str | int], decimals: int) -> str:
    volume, amount = str(pool["trace_volume"]), str(pool["trace_amount"])
    pool_id = guard_formula(str(pool["pool_id"]))
    fields = {
        "pool_id": f"'{quote_text(pool_id)}'" if pool_id else "NULL",
        "volume": f"CAST({_scaled(volume, int(pool['trace_decimals']))} AS VARCHAR)",
        "amount": _scaled(amount, decimals, keep_zeros=True),
        "is_kept": f"{volume} <> 0 OR {amount} <> 0",
    }
    return "{" + ", ".join(f"'{name}': {expression}" for name, expression in fields.items()) + "}"


def _write_pools(run: Path, out: Path, summary: RunSummary) -> None:
    amounts = ("amount", "received", "served", "to_customers", "unused", "unassigned", "common")
    header = ("pool_id", "name", "line", *amounts, "driver", "volume", "rate")
    rows = (
        (
            *(guard_formula(pool[name]) for name in ("pool_id", "name", "line")),
            *(format_minor(pool[f"{name}_minor"], summary.decimals) for name in amounts),
            guard_formula(pool["driver"] or ""),
            pool["volume"] or "",
            pool["rate"] or "",
        )
        for pool in read_columns(run / "pools.parquet").to_pylist()
    )
    write_rows(out / "pools.csv", header, rows)


def _write_tiers(out: Path, summary: RunSummary) -> None:
    header = ["tier", "customers", "share", "net_sales", "contribution", "result"]
    if summary.rank_by not in header:
        header.append(summary.rank_by)
    rows = (
        (
            tier.tier,
            str(tier.customers),
            format_number(tier.share, at_most=_SHARE_DECIMALS),
            format_minor(tier.net_sales_minor, summary.decimals),
            format_minor(tier.contribution_minor, summary.decimals),
            format_minor(tier.result_minor, summary.decimals),
            format_minor(tier.value_minor, summary.decimals),
        )[: len(header)]
        for tier in summary.tiers
    )
    write_rows(out / "tiers.csv", header, rows)


def _write_whale(out: Path, summary: RunSummary) -> None:
    rows = (
        (
            str(point.rank),
            format_number(point.share_of_customers, at_most=_SHARE_DECIMALS),
            format_minor(point.cumulative_contribution_minor, summary.decimals),
        )
        for point in summary.whale.points
    )
    write_rows(out / "whale_curve.csv", ("rank", "share_of_customers", f"cumulative_{summary.rank_by}"), rows)


def _write_proof(out: Path, summary: RunSummary) -> None:
    proof, decimals = summary.proof, summary.decimals
    amounts = {
        "pools": proof.pools_minor,
        "direct_costs": proof.direct_costs_minor,
        "to_customers": proof.to_customers_minor,
        "common": proof.common_minor,
        "unused": proof.unused_minor,
        "unassigned": proof.unassigned_minor,
        **dict(summary.totals.lines),
    }
    content: dict[str, str | int | dict[str, str]] = {
        "currency": summary.currency,
        "difference": format_minor(proof.difference_minor, 2),
        **{name: format_minor(minor, decimals) for name, minor in amounts.items()},
        "customers": summary.customers,
        "ranked_customers": summary.ranked_customers,
        "customers_without_activity": summary.customers - summary.ranked_customers,
        "input_sha256": summary.input_sha256,
        "model_sha256": summary.model_sha256,
        "version": summary.engine_version,
    }
    if summary.rank_by != "contribution":
        content["rank_by"] = summary.rank_by
    if summary.standard_rates:
        content["standard_rates"] = dict(summary.standard_rates)
    if summary.previous_tiers_sha256:
        content["previous_tiers_sha256"] = summary.previous_tiers_sha256
    (out / "proof.json").write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8")


def copy_select(connection: duckdb.DuckDBPyConnection, select: str, path: Path) -> None:
    """Write what a SELECT gives as CSV."""
    connection.execute(f"COPY ({select}) TO '{quote_text(path)}' (FORMAT csv, HEADER, DELIMITER ',', QUOTE '\"')")


def quote_text(text: str | Path) -> str:
    return str(text).replace("'", "''")


def text_column(column: str) -> str:
    """Return SQL for a text column, guarded as guard_formula guards."""
    dangerous = f"regexp_matches({column}, '^{_FORMULA}') AND NOT regexp_full_match({column}, '{_HARMLESS}')"
    return f"nullif(CASE WHEN {dangerous} THEN '''' || {column} ELSE {column} END, '') AS {column}"


def money_column(column: str, name: str, decimals: int) -> str:
    """Return SQL for a column of minor units, written in major units under `name`."""
    return f"{_scaled(column, decimals, keep_zeros=True)} AS {name}"


def _scaled(column: str, decimals: int, *, keep_zeros: bool = False) -> str:
    """Return SQL for whole units of 10**-decimals as a decimal number: an exact product, never a division."""
    if decimals == 0:
        return column
    product = (
        f"CAST({column} AS DECIMAL(19, 0)) * CAST('0.{'1'.rjust(decimals, '0')}' AS DECIMAL({decimals}, {decimals}))"
    )
    if keep_zeros:
        return product
    return f"regexp_replace(CAST({product} AS VARCHAR), '[.]?0+$', '')"


def write_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write rows of texts as CSV below a header."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
