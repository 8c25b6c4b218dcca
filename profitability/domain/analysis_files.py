"""What can be asked of a run beyond its statements, as CSV files: the money's map, methods, capacity, tiers, certainty.

Amounts in major units with a point; LF; the same run and question give the same bytes. Texts that a spreadsheet would
run are guarded as in profitability.domain.exports.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import duckdb

from profitability.domain.capacity import list_capacity
from profitability.domain.columns import read_columns
from profitability.domain.exports import copy_select, guard_formula, money_column, quote_text, text_column, write_rows
from profitability.domain.full_costing import BASES, compare_costing
from profitability.domain.ledger import COST_LINES, Ledger
from profitability.domain.money import format_minor, format_number
from profitability.domain.service_methods import MethodComparison
from profitability.domain.settings import TIER_RULES
from profitability.domain.stage_map import map_money
from profitability.domain.summary import RunSummary, read_summary
from profitability.domain.tier_goal import find_borders, find_levers
from profitability.domain.tier_moves import list_moves
from profitability.domain.trace import find_traces
from profitability.domain.what_if import Bench, WhatIf

MOST_MOVES = 1_000_000


def write_money_map(run: Path, out: Path) -> None:
    """Write money_map.csv: every flow of money out of a pool; what comes into a pool equals what goes out."""
    decimals = read_summary(run).decimals
    rows = (
        (guard_formula(flow.pool_id), flow.kind, guard_formula(flow.target), format_minor(flow.amount_minor, decimals))
        for flow in map_money(run)
    )
    write_rows(out / "money_map.csv", ("pool_id", "target_kind", "target", "amount"), rows)


def write_capacity(runs: Sequence[Path], out: Path) -> None:
    """Write capacity.csv: each pool with a capacity in each run, oldest first; below zero: over-used."""
    header = ("period_start", "period_end", "pool_id", "name", "driver", "capacity", "used", "unused", "rate")
    write_rows(out / "capacity.csv", (*header, "cost", "unused_cost"), _capacity_rows(runs))


def _capacity_rows(runs: Sequence[Path]) -> Iterator[tuple[str, ...]]:
    for run in runs:
        summary = read_summary(run)
        period = (summary.period_start.isoformat(), summary.period_end.isoformat())
        for line in list_capacity(run):
            texts = (guard_formula(text) for text in (line.pool_id, line.name, line.driver))
            units = (f"{number:f}" for number in (line.capacity, line.used, line.unused, line.rate))
            amounts = (format_minor(minor, summary.decimals) for minor in (line.full_cost_minor, line.unused_minor))
            yield (*period, *texts, *units, *amounts)


def write_costing(run: Path, out: Path) -> None:
    """Write costing.csv: direct and full costing of each tier by each base."""
    decimals = read_summary(run).decimals
    rows = (
        (
            *(base, tier.tier, str(tier.customers), str(tier.turned)),
            *(
                format_minor(minor, decimals)
                for minor in (tier.result_minor, tier.forced_minor, tier.full_result_minor)
            ),
        )
        for base in BASES
        for tier in compare_costing(run, base).tiers
    )
    write_rows(out / "costing.csv", ("base", "tier", "customers", "turned", "result", "forced", "full_result"), rows)


def write_methods(compared: MethodComparison, decimals: int, customers: Path, out: Path) -> None:
    """Write methods_pools.csv and methods_customers.csv; `customers` is the methods.parquet of compare_methods."""
    header = ("pool_id", "method", "received", "served", "full_cost", "to_customers")
    rows = (
        (
            guard_formula(pool.pool_id),
            method,
            *(
                format_minor(minors[place], decimals)
                for minors in (pool.received_minor, pool.served_minor, pool.full_cost_minor, pool.to_customers_minor)
            ),
        )
        for pool in compared.pools
        for place, method in enumerate(compared.methods)
    )
    write_rows(out / "methods_pools.csv", header, rows)
    columns = [money_column(f"{method}_minor", method, decimals) for method in compared.methods]
    select = f"SELECT {', '.join([text_column('customer_id'), *columns])} FROM read_parquet('{quote_text(customers)}')"  # noqa: S608
    with duckdb.connect() as connection:
        copy_select(connection, f"{select} ORDER BY customer_id", out / "methods_customers.csv")


def write_customer_proofs(run: Path, ledger: Ledger, out: Path) -> None:
    """Write customer_proofs.csv: what pools and direct costs put on each customer against its statement."""
    summary = read_summary(run)
    traced = [pool["trace_amount"] for pool in read_columns(run / "pools.parquet").to_pylist() if pool["trace_amount"]]
    pools = " + ".join(f"t.{name}" for name in traced) or "0"
    stated = " + ".join(f"s.{line}_minor" for line in COST_LINES)
    direct = "SELECT NULL::VARCHAR AS customer_id, 0::BIGINT AS minor WHERE false"
    if ledger.has("direct_costs"):
        start, end = summary.period_start.isoformat(), summary.period_end.isoformat()
        direct = f"""SELECT customer_id, sum(amount_minor)::BIGINT AS minor
            FROM read_parquet('{quote_text(ledger.path("direct_costs"))}')
            WHERE date IS NULL OR date BETWEEN '{start}' AND '{end}' GROUP BY 1"""  # noqa: S608 - dates and a path
    amounts = ("pools_minor", "direct_minor", "stated_minor", "pools_minor + direct_minor - stated_minor")
    names = ("pools", "direct_costs", "on_statement", "difference")
    columns = [money_column(f"({minor})", name, summary.decimals) for minor, name in zip(amounts, names, strict=True)]
    select = f"""SELECT {text_column("customer_id")}, {", ".join(columns)} FROM (
        SELECT s.position, s.customer_id, ({pools})::BIGINT AS pools_minor, coalesce(d.minor, 0) AS direct_minor,
               ({stated})::BIGINT AS stated_minor
        FROM read_parquet('{quote_text(run / "statements.parquet")}') s
        JOIN read_parquet('{quote_text(run / "traces.parquet")}') t ON t.position = s.position
        LEFT JOIN ({direct}) d ON d.customer_id = s.customer_id) ORDER BY position"""  # noqa: S608 - the engine's own columns
    with duckdb.connect() as connection:
        copy_select(connection, select, out / "customer_proofs.csv")


def write_tier_rules(bench: Bench, out: Path) -> None:
    """Write tier_rules.csv: each rule with the settings at hand, its tiers, where the cuts fall, who would move."""
    rows: list[tuple[str, ...]] = []
    for rule in TIER_RULES:
        reading = bench.read_settings({"tier_rule": rule})
        if reading.settings is None or reading.problems:
            continue
        answer, decimals = bench.ask(settings=reading.settings, movers=0), reading.settings.decimals
        for tier in answer.tiers:
            cut = "" if tier.lowest_minor is None else format_minor(tier.lowest_minor, decimals)
            value = format_minor(tier.contribution_minor, decimals)
            rows.append((rule, tier.tier, str(tier.customers), value, cut, str(answer.changed_tiers)))
    header = ("rule", "tier", "customers", bench.settings.rank_by, "cut", "moved_customers")
    write_rows(out / "tier_rules.csv", header, rows)


def write_tier_moves(before: Path, run: Path, out: Path) -> None:
    """Write tier_moves.csv: who rose and who fell since an earlier run, and why."""
    summary = read_summary(run)
    header = ("customer_id", "name", "tier_before", "tier_after", "before", "after", "volume", "price", "cost_to_serve")
    moves = (
        move
        for rose in (True, False)
        for move in list_moves(before, run, rose=rose, limit=MOST_MOVES, line=summary.rank_by)
    )
    rows = (
        (
            *(guard_formula(move.customer_id), guard_formula(move.name), move.tier_before or "", move.tier_after or ""),
            *(
                format_minor(minor, summary.decimals)
                for minor in (
                    move.contribution_before_minor,
                    move.contribution_after_minor,
                    move.volume_minor,
                    move.price_minor,
                    move.cost_to_serve_minor,
                )
            ),
        )
        for move in moves
    )
    write_rows(out / "tier_moves.csv", header, rows)


def write_tier_goals(run: Path, customers: Iterable[str], out: Path) -> tuple[str, ...]:
    """Write tier_goals.csv: for each customer asked for, what each lever alone must become for each better tier.

    Return the customers that the run does not know. Amounts in major units, drivers in their own.
    """
    summary, rows, unknown = read_summary(run), [], []
    borders = find_borders(run, summary)
    for customer_id in customers:
        found = _find_statement(run, customer_id)
        if found is None:
            unknown.append(customer_id)
            continue
        for place, tier, border in ((1, "silver", borders.silver_minor), (0, "gold", borders.gold_minor)):
            is_better = found["rank"] and place < found["tier_place"]
            if is_better and border is not None and border > found[f"{summary.rank_by}_minor"]:
                rows += list(_goal_rows(run, summary, (customer_id, found), tier, border))
    header = ("customer_id", "tier", "missing", "lever", "driver", "now", "needed", "is_enough")
    write_rows(out / "tier_goals.csv", header, rows)
    return tuple(unknown)


def _find_statement(run: Path, customer_id: str) -> Mapping[str, int] | None:
    columns = ["rank", *(f"{line}_minor" for line in ("gross_sales", "discounts", "cost_of_goods", "gross_margin"))]
    columns += ["tb2_minor", "contribution_minor", "result_minor"]
    place = "CASE tier WHEN 'gold' THEN 0 WHEN 'silver' THEN 1 ELSE 2 END"
    sql = f"SELECT {', '.join(columns)}, {place} FROM read_parquet(?) WHERE customer_id = ?"  # noqa: S608 - its columns
    with duckdb.connect() as connection:
        row = connection.execute(sql, [str(run / "statements.parquet"), customer_id]).fetchone()
    return None if row is None else dict(zip((*columns, "tier_place"), row, strict=True))


def _goal_rows(
    run: Path, summary: RunSummary, customer: tuple[str, Mapping[str, int]], tier: str, border: int
) -> Iterator[tuple[str, ...]]:
    customer_id, found = customer
    missing = border - found[f"{summary.rank_by}_minor"]
    levers = find_levers(
        missing,
        gross_sales_minor=found["gross_sales_minor"],
        discounts_minor=found["discounts_minor"],
        cost_of_goods_minor=found["cost_of_goods_minor"],
        traces=find_traces(run, customer_id),
        rank_by=summary.rank_by,
    )
    for lever in levers:
        unit = 1 if lever.lever == "driver" else 10**summary.decimals
        numbers = (format_number(Fraction(number) / unit, at_most=6) for number in (lever.now, lever.needed))
        what = (format_minor(missing, summary.decimals), lever.lever, guard_formula(lever.driver))
        yield (guard_formula(customer_id), tier, *what, *numbers, "yes" if lever.reachable else "no")


def write_certainty(run: Path, simulation: Path, kept: Sequence[Sequence[float]], out: Path) -> None:
    """Write certainty.csv (each tier on average) and certainty_customers.csv; `simulation` is certainty.parquet."""
    tiers = ("gold", "silver", "bronze")
    rows = ((tier, *(f"{share:.6f}" for share in shares)) for tier, shares in zip(tiers, kept, strict=True))
    write_rows(out / "certainty.csv", ("tier", *tiers), rows)
    shares = ", ".join(f"printf('%.6f', c.{tier}) AS {tier}" for tier in tiers)
    select = f"""SELECT {text_column("customer_id")}, tier, {shares} FROM read_parquet('{quote_text(simulation)}') c
        JOIN read_parquet('{quote_text(run / "statements.parquet")}') s USING (position) ORDER BY position"""  # noqa: S608
    with duckdb.connect() as connection:
        copy_select(connection, select, out / "certainty_customers.csv")


def write_what_if(before: WhatIf, after: WhatIf, decimals: int, out: Path) -> None:
    """Write what_if.csv (figure by figure, before and after) and what_if_movers.csv; nothing of it is a run."""
    rows = [
        ("peak", before.curve.peak_minor, after.curve.peak_minor),
        ("end", before.curve.end_minor, after.curve.end_minor),
        ("tail", before.curve.tail_minor, after.curve.tail_minor),
        ("unused", before.unused_minor, after.unused_minor),
        ("result", before.result_minor, after.result_minor),
    ]
    rows += [
        (was.tier, was.contribution_minor, now.contribution_minor)
        for was, now in zip(before.tiers, after.tiers, strict=True)
    ]
    texts = [(name, *(format_minor(minor, decimals) for minor in minors)) for name, *minors in rows]
    texts += [
        (f"{was.tier}_customers", str(was.customers), str(now.customers))
        for was, now in zip(before.tiers, after.tiers, strict=True)
    ]
    if before.rank_by != after.rank_by:
        texts.append(("rank_by", before.rank_by, after.rank_by))
    write_rows(out / "what_if.csv", ("figure", "before", "after"), texts)
    movers = (
        (
            *(guard_formula(mover.customer_id), mover.tier_before, mover.tier_after),
            *(format_minor(minor, decimals) for minor in (mover.before_minor, mover.after_minor)),
        )
        for mover in after.movers
    )
    write_rows(out / "what_if_movers.csv", ("customer_id", "tier_before", "tier_after", "before", "after"), movers)
