"""The page of everything that is wrong with an import, by file and cause, beside its control totals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from jobs.pages import JobCard, job_card
from profitability.domain.problem import Level, Problem
from profitability.import_models import CustomerAlias, ImportFile, ImportState, LedgerImport
from profitability.import_texts import kind_text
from profitability.imports.record import TotalRecord
from profitability.pages.import_causes import Cause, list_causes
from profitability.pages.import_steps import Standing, Step, standing_of, steps_of
from profitability.selectors.import_customers import MOST_OFFERED, get_customers, list_aliases
from profitability.selectors.import_totals import EarlierPeriod, find_earlier_period
from profitability.selectors.imports import (
    count_edits,
    get_record,
    is_out_of_date,
    is_ready,
    list_kept_rows,
)
from profitability.selectors.problems import list_problems
from ui.formats import amount_exact, number

_SHOWN_TOTALS = 60


@dataclass(frozen=True)
class FileFindings:
    """What is wrong with one file, by cause; `file` is None for what only shows when the files are put together."""

    file: ImportFile | None
    kind: str
    causes: tuple[Cause, ...]
    is_stale: bool
    edit_count: int
    has_rows: bool


@dataclass(frozen=True)
class TotalLine:
    """One control total beside the period before, in words: rows, and the amount or the volume."""

    key: str
    now_rows: int | None
    now_sum: str
    before_rows: int | None
    before_sum: str


@dataclass(frozen=True)
class TotalTable:
    """The control totals of one kind of content, with its whole as the last line."""

    sheet: str
    kind: str
    lines: tuple[TotalLine, ...]
    whole: TotalLine


@dataclass(frozen=True)
class ImportCheckPage:
    """Every finding of an import, and its control totals."""

    found: LedgerImport
    steps: tuple[Step, ...]
    standing: Standing
    card: JobCard | None
    findings: tuple[FileFindings, ...]
    customers: tuple[tuple[str, str], ...]
    aliases: tuple[CustomerAlias, ...]
    totals: tuple[TotalTable, ...]
    earlier_end: date | None
    is_open: bool
    is_ready: bool


def import_check_page(found: LedgerImport) -> ImportCheckPage:
    """Return the findings of every file, then those between the files."""
    customers = get_customers(found)
    findings = [_findings_of(file, customers) for file in found.files.all()]
    seen = {cause.group.code for each in findings for cause in each.causes}
    together = [each for each in list_problems(found.problems_key) if not _is_repeated(each, seen)]
    causes = [replace(each, kind=kind_text(each.group.sheet)) for each in list_causes(together, None, {}, {})]
    findings.append(FileFindings(None, "", tuple(causes), False, 0, False))
    earlier = find_earlier_period(found)
    return ImportCheckPage(
        found=found,
        steps=steps_of(found, "check"),
        standing=standing_of(found),
        card=job_card(found.job) if found.job else None,
        findings=tuple(each for each in findings if each.causes or each.edit_count),
        customers=tuple(customers.items())[:MOST_OFFERED],
        aliases=list_aliases(found),
        totals=_list_totals(found, earlier),
        earlier_end=earlier.period_end if earlier else None,
        is_open=found.state == ImportState.OPEN,
        is_ready=is_ready(found),
    )


def _findings_of(file: ImportFile, customers: Mapping[str, str]) -> FileFindings:
    causes = list_causes(list_problems(file.problems_key), get_record(file), list_kept_rows(file), customers)
    return FileFindings(
        file, kind_text(file.sheet), causes, is_out_of_date(file), count_edits(file), bool(file.rows_key)
    )


def _is_repeated(problem: Problem, seen: set[str]) -> bool:
    """Say whether the files' own findings have said the same: rows outside the period, for one."""
    return problem.level != Level.ERROR and problem.code in seen


def _list_totals(found: LedgerImport, earlier: EarlierPeriod | None) -> tuple[TotalTable, ...]:
    by_sheet: dict[str, list[TotalRecord]] = {}
    for file in found.files.all():
        record = get_record(file)
        if record is not None and record.totals:
            by_sheet.setdefault(record.sheet, []).extend(record.totals)
    return tuple(
        _total_table(sheet, totals, earlier.totals.get(sheet, ()) if earlier else ())
        for sheet, totals in by_sheet.items()
    )


def _total_table(sheet: str, now: Sequence[TotalRecord], before: Sequence[TotalRecord]) -> TotalTable:
    """Set the totals side by side: a month beside the same month of the period before."""
    mine, theirs = _by_key(sheet, now), _by_key(sheet, before)
    names = {_match(sheet, each.key): each.key for each in [*before, *now]}
    keys = sorted({*mine, *theirs})
    lines = [_line(names[key], mine.get(key), theirs.get(key)) for key in keys] if len(keys) > 1 else []
    whole = _line("", _sum(now), _sum(before) if before else None)
    return TotalTable(sheet, kind_text(sheet), tuple(lines[:_SHOWN_TOTALS]), whole)


def _line(key: str, now: TotalRecord | None, before: TotalRecord | None) -> TotalLine:
    return TotalLine(key, now.rows if now else None, _word(now), before.rows if before else None, _word(before))


def _word(total: TotalRecord | None) -> str:
    if total is None or (total.amount_minor is None and total.volume_micro is None):
        return ""
    if total.volume_micro is not None:
        return number(Decimal(total.volume_micro).scaleb(-6))
    return amount_exact(total.amount_minor)


def _match(sheet: str, key: str) -> str:
    return key[5:7] if sheet == "transactions" else key


def _by_key(sheet: str, totals: Sequence[TotalRecord]) -> dict[str, TotalRecord]:
    grouped: dict[str, list[TotalRecord]] = {}
    for each in totals:
        grouped.setdefault(_match(sheet, each.key), []).append(each)
    return {key: _sum(members) for key, members in grouped.items()}


def _sum(totals: Sequence[TotalRecord]) -> TotalRecord:
    amounts = [each.amount_minor for each in totals if each.amount_minor is not None]
    volumes = [each.volume_micro for each in totals if each.volume_micro is not None]
    return TotalRecord(
        totals[0].key if totals else "",
        sum(each.rows for each in totals),
        sum(amounts) if amounts else None,
        sum(volumes) if volumes else None,
    )
