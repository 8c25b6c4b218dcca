"""Background work: read what was uploaded, and run allocations."""

import uuid
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from django.conf import settings

from accounts.access import Action
from filestore import store
from jobs.registry import JobContext, JobError, Outcome, job_handler
from profitability.domain.certainty_run import simulate_run
from profitability.domain.customer_list import build_list
from profitability.domain.problem import Level, Problem
from profitability.domain.run import ProofFailedError, RunSummary, allocate
from profitability.domain.service_methods import compare_methods
from profitability.import_tasks import read_import
from profitability.readers.source import ReadLimits, ReadResult, SourceFile, read_source
from profitability.selectors.carried import get_carried
from profitability.selectors.certainty import get_simulation_for_job
from profitability.selectors.methods import METHODS_KEY, comparison_as_json
from profitability.selectors.runs import get_run_for_allocation, summary_as_json
from profitability.selectors.uploads import get_upload_for_reading
from profitability.services.certainty import record_simulation
from profitability.services.problems import keep_problems
from profitability.services.runs import Publication, publish_run, stop_run
from profitability.services.uploads import Reading, SheetRead, record_reading

__all__ = ["compare_services", "read_import", "read_upload", "run_allocation"]


@job_handler("profitability.read_upload", lease_seconds=60, action=Action.UPLOAD_LEDGER)
def read_upload(context: JobContext, *, upload_id: str) -> Outcome:
    """Read an upload into canonical Parquet and note every problem."""
    upload = get_upload_for_reading(uuid.UUID(upload_id))
    limits = ReadLimits(
        unpacked_bytes=settings.UPLOAD_UNPACKED_MAX_BYTES,
        workbook_memory_mb=settings.READER_MEMORY_MB,
        workbook_cpu_seconds=settings.READER_CPU_SECONDS,
    )
    files = [SourceFile(file.name, store.local_path(file.key)) for file in upload.files.all()]
    context.progress("open", 0.0)
    with store.new_folder(f"ledgers/{context.engagement_id}") as (key, folder):
        result = read_source(files, folder, limits, context.progress)
        if result.has_errors:
            _empty(folder)
    reading = _reading_of(result, "" if result.has_errors else key, context.engagement_id)
    return Outcome(
        result={"errors": reading.error_count, "warnings": reading.warning_count},
        apply=partial(record_reading, upload.id, reading),
    )


@job_handler("profitability.run_allocation", lease_seconds=60, action=Action.RUN_ALLOCATION)
def run_allocation(context: JobContext, *, run_id: str) -> Outcome:
    """Allocate an upload's ledger; publish the result, or tell what stopped it."""
    run = get_run_for_allocation(uuid.UUID(run_id))
    carried = get_carried(run)
    context.progress("open", 0.0)
    with store.new_folder(f"runs/{context.engagement_id}") as (key, folder):
        try:
            result = allocate(
                store.local_folder(run.upload.canonical_key),
                folder,
                overrides=run.overrides,
                memory_mb=settings.ENGINE_MEMORY_MB,
                progress=context.progress,
                standard_rates=carried.standard_rates,
                previous_tiers=carried.previous_tiers,
            )
        except ProofFailedError as fault:
            raise JobError("proof_failed", fault.check) from fault
        if result.summary is None:
            _empty(folder)
        else:
            build_list(folder)
    problems_key = keep_problems(context.engagement_id, result.problems)
    if result.summary is None:
        return Outcome(result={"published": False}, apply=partial(stop_run, run.id, problems_key))
    publication = _publication_of(result.summary, key, problems_key)
    return Outcome(result={"published": True}, apply=partial(publish_run, run.id, publication))


@job_handler("profitability.compare_methods", lease_seconds=60, action=Action.RUN_ALLOCATION)
def compare_services(context: JobContext, *, run_id: str) -> Outcome:
    """Set the three methods for services between pools side by side; the run stays as it is."""
    run = get_run_for_allocation(uuid.UUID(run_id))
    context.progress("open", 0.0)
    with store.new_folder(f"methods/{context.engagement_id}") as (key, folder):
        comparison = compare_methods(
            store.local_folder(run.upload.canonical_key),
            overrides=run.overrides,
            memory_mb=settings.ENGINE_MEMORY_MB,
            progress=context.progress,
            standard_rates=get_carried(run).standard_rates,
            out=folder,
        )
    return Outcome(result={**comparison_as_json(comparison), METHODS_KEY: key})


@job_handler("profitability.simulate_tiers", lease_seconds=60, action=Action.RUN_ALLOCATION)
def simulate_tiers(context: JobContext, *, simulation_id: str) -> Outcome:
    """Draw volumes and unit times within their range and note how often each customer falls in each tier."""
    simulation = get_simulation_for_job(uuid.UUID(simulation_id))
    run, carried = simulation.run, get_carried(simulation.run)
    context.progress("open", 0.0)
    with store.new_folder(f"simulations/{context.engagement_id}") as (key, folder):
        certainty = simulate_run(
            store.local_folder(run.upload.canonical_key),
            folder,
            overrides=run.overrides,
            memory_mb=settings.ENGINE_MEMORY_MB,
            spread=simulation.spread_percent / 100,
            draws=simulation.draws,
            seed=simulation.seed,
            progress=lambda share: context.progress("draw", 0.1 + 0.9 * share),
            standard_rates=carried.standard_rates,
            previous_tiers=carried.previous_tiers,
        )
    apply = partial(record_simulation, simulation.id, key, certainty.kept)
    return Outcome(result={"draws": certainty.draws}, apply=apply)


def _reading_of(result: ReadResult, canonical_key: str, engagement_id: str | None) -> Reading:
    levels = _count_levels(result.problems)
    return Reading(
        canonical_key=canonical_key,
        problems_key=keep_problems(engagement_id, result.problems),
        error_count=levels[Level.ERROR],
        warning_count=levels[Level.WARNING],
        note_count=levels[Level.NOTE],
        sheets=tuple(SheetRead(sheet.name, sheet.file, sheet.rows, sheet.sum_minor) for sheet in result.sheets),
    )


def _publication_of(summary: RunSummary, result_key: str, problems_key: str) -> Publication:
    return Publication(
        result_key=result_key,
        problems_key=problems_key,
        engine_version=summary.engine_version,
        input_hash=summary.input_sha256,
        model_hash=summary.model_sha256,
        summary=summary_as_json(summary),
    )


def _count_levels(problems: Sequence[Problem]) -> Counter[Level]:
    return Counter(problem.level for problem in problems)


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
