"""One allocation from ledger to published files: facts, pools, shares, statements, tiers, proof."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import duckdb
import numpy as np

from profitability.domain.facts import Facts, GroupingEngine
from profitability.domain.ledger import Ledger
from profitability.domain.money import format_number
from profitability.domain.preparation import Preparation, prepare_run
from profitability.domain.problem import Problem, error, has_errors
from profitability.domain.proof import Proof, ProofFailedError
from profitability.domain.proof_checks import check_figures, check_files
from profitability.domain.results import (
    Ranking,
    write_flows,
    write_pools,
    write_statements,
    write_traces,
    write_whale,
)
from profitability.domain.settings import Settings
from profitability.domain.statement import STATEMENT_LINES, Statements, build_statements, rank_customers
from profitability.domain.summary import RunSummary, Totals, write_summary
from profitability.domain.tier_margin import assign_held_tiers, hash_tiers, place_tiers
from profitability.domain.tiers import TierSummary, assign_tiers, find_new_customers, summarise_tiers
from profitability.domain.whale_curve import WhaleCurve, WhalePoint, draw_curve
from profitability.domain.workspace import MEMORY_MB, THREADS, Workspace, open_workspace

__all__ = [
    "Proof",
    "ProofFailedError",
    "RunResult",
    "RunSummary",
    "TierSummary",
    "Totals",
    "WhaleCurve",
    "WhalePoint",
    "allocate",
    "check_ledger",
]
ENGINE_VERSION = "1.0"

type Progress = Callable[[str, float], None]
type StandardRates = tuple[tuple[str, Fraction], ...]
"""By pool_id, in major units per unit of the driver, as standard_rates.read_standard_rates gives them."""


@dataclass(frozen=True)
class RunResult:
    """The problems of a run and, when none of them is an error, its summary."""

    problems: tuple[Problem, ...]
    summary: RunSummary | None

    @property
    def has_errors(self) -> bool:
        return has_errors(self.problems)


def silent(stage: str, share: float) -> None:
    """Take progress and tell nobody."""


def check_ledger(
    ledger: Path, *, overrides: Mapping[str, str] | None = None, memory_mb: int = MEMORY_MB
) -> tuple[Problem, ...]:
    """Return every problem that a run of this ledger would meet, without writing anything."""
    with open_workspace(memory_mb) as workspace:
        return prepare_run(workspace, Ledger(ledger), overrides or {}, silent).problems


def allocate(
    ledger: Path,
    out: Path,
    *,
    overrides: Mapping[str, str] | None = None,
    memory_mb: int = MEMORY_MB,
    threads: int = THREADS,
    progress: Progress = silent,
    standard_rates: StandardRates = (),
    previous_tiers: Mapping[str, str] | None = None,
    engine: GroupingEngine | None = None,
) -> RunResult:
    """Run the allocation of a canonical ledger and write its Parquet files to `out`, all or none.

    `overrides` are settings keys that replace those of the ledger; `memory_mb` is what the queries may hold before
    they spill, `threads` how many they may use: the files are the same bytes. `standard_rates` freeze what pools give;
    `previous_tiers` (by customer_id) are those that the setting `tier_margin` may hold; `engine` groups the ledger in
    DuckDB's place. The files are those of profitability.domain.results and summary.json. Raise ProofFailedError, before
    anything is published, when a total does not tie.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    source = Ledger(ledger)
    with tempfile.TemporaryDirectory(prefix=".run-", dir=out.parent) as temporary:
        workspace = Workspace(temporary, memory_mb, threads)
        try:
            prepared = prepare_run(workspace, source, overrides or {}, progress, standard_rates, engine)
        except duckdb.OutOfMemoryException:
            return RunResult((error("memory_too_small", memory_mb=memory_mb),), None)
        if has_errors(prepared.problems):
            return RunResult(prepared.problems, None)
        folder = Path(temporary) / "out"
        folder.mkdir()
        summary = _write_run(prepared, source, folder, progress, previous_tiers)
        progress("publish", 0.95)
        out.mkdir(exist_ok=True)
        for path in sorted(folder.iterdir()):
            path.replace(out / path.name)
    progress("done", 1.0)
    return RunResult(prepared.problems, summary)


def _write_run(
    prepared: Preparation, source: Ledger, folder: Path, progress: Progress, previous_tiers: Mapping[str, str] | None
) -> RunSummary:
    facts, flow, settings = prepared.facts, prepared.flow, prepared.settings
    assert facts is not None
    assert flow is not None
    statements = build_statements(facts, flow.pools)
    ranking = _rank(facts, statements, prepared.settings, previous_tiers)
    progress("write", 0.7)
    write_statements(
        folder / "statements.parquet", source.path("customers"), facts, statements, ranking, settings.rank_by
    )
    write_traces(folder / "traces.parquet", facts, flow.pools, ranking)
    write_pools(folder / "pools.parquet", flow.pools, settings.decimals)
    write_flows(folder / "flows.parquet", flow.pools)
    curve = draw_curve(statements.line(settings.rank_by)[ranking.order])
    write_whale(folder / "whale.parquet", curve)
    progress("proof", 0.85)
    proof = check_figures(facts, flow.pools, statements)
    summary = RunSummary(
        currency=settings.currency,
        decimals=settings.decimals,
        period_start=settings.period_start,
        period_end=settings.period_end,
        settings=prepared.reading.effective,
        customers=facts.customers,
        ranked_customers=int(ranking.order.size),
        pools=len(flow.pools),
        totals=Totals(tuple((line, statements.total(line)) for line in STATEMENT_LINES)),
        tiers=summarise_tiers(ranking.tiering, ranking.order, statements, settings.rank_by),
        whale=curve,
        proof=proof,
        input_sha256=source.input_sha256(),
        model_sha256=prepared.model.hash_with(prepared.reading.effective),
        engine_version=ENGINE_VERSION,
        standard_rates=tuple((pool_id, format_number(rate)) for pool_id, rate in prepared.model.standard_rates),
        previous_tiers_sha256=hash_tiers(previous_tiers) if previous_tiers else "",
    )
    check_files(folder, source, summary, facts.totals)
    write_summary(summary, folder)
    return summary


def _rank(
    facts: Facts, statements: Statements, settings: Settings, previous_tiers: Mapping[str, str] | None
) -> Ranking:
    active = facts.active()
    values = statements.line(settings.rank_by)
    order = rank_customers(values, active)
    is_new = find_new_customers(facts.ints("customer_since"), facts.ints("first_date"), settings)[order]
    if previous_tiers:
        previous = place_tiers(previous_tiers, facts.ids)[order]
        tiering = assign_held_tiers(values[order], is_new, settings, previous)
    else:
        tiering = assign_tiers(values[order], is_new, settings)
    return Ranking(order, np.flatnonzero(~active), tiering)
