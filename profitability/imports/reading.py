"""Read one dropped file of an import, whatever it is, into a canonical sheet, its problems and a record of it."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from profitability.domain.money import parse_scaled
from profitability.domain.problem import Problem
from profitability.domain.template import Kind
from profitability.imports.kinds import Guess, guess_kind
from profitability.imports.record import ColumnRecord, FileRecord, SkippedRecord
from profitability.imports.sie import read_sie_file
from profitability.imports.totals import sum_sheet
from profitability.imports.typed_sheets import keep_settings, read_typed_sheet
from profitability.intake.checks import Scope
from profitability.intake.dates import read_date
from profitability.intake.headers import name_column
from profitability.intake.interpretation import find_proposal
from profitability.intake.layouts import fingerprint_of
from profitability.intake.limits import IntakeLimits
from profitability.intake.matching import SURE
from profitability.intake.mending import Mending
from profitability.intake.numbers import NumberFormat, read_shape
from profitability.intake.plans import FieldPlan
from profitability.intake.question import Answers
from profitability.intake.reading import Reading, read_file
from profitability.intake.sie import is_sie
from profitability.intake.sources import open_source

_SHOWN_SKIPPED = 20


@dataclass(frozen=True)
class FileTask:
    """What to read and what is known of it; `sheet` is empty when nobody has said what the file is.

    `is_typed` says that it was typed on the page (imports/typed_sheets.py).
    """

    path: Path
    name: str
    sheet: str = ""
    answers: Answers = field(default_factory=dict)
    scope: Scope = field(default_factory=Scope)
    mending: Mending = field(default_factory=Mending)
    limits: IntakeLimits = field(default_factory=IntakeLimits)
    is_typed: bool = False


@dataclass(frozen=True)
class FileResult:
    """What came of it; `canonical` is there only for a file that was read without errors or questions."""

    record: FileRecord
    problems: tuple[Problem, ...] = ()
    canonical: Path | None = None
    rows: Path | None = None
    origins: Path | None = None


def read_import_file(task: FileTask, folder: Path) -> FileResult:
    """Read `task` into files in `folder`; nothing is raised for what the file holds."""
    if task.is_typed or task.sheet == "settings":
        return _read_small(task, folder)
    if is_sie(task.path):
        return FileResult(*read_sie_file(task.path, folder / "pools.csv", task.answers, task.mending))
    guess = (
        Guess(task.sheet, (task.sheet,))
        if task.sheet
        else guess_kind(task.path, task.name, task.limits, task.mending.layouts)
    )
    sheet = task.sheet or guess.sheet
    if not sheet:
        return _ask_kind(task, guess, folder)
    target, rows, origins = folder / f"{sheet}.csv", folder / "rows.parquet", folder / "origins.parquet"
    mending = replace(task.mending, rows=rows, origins=origins)
    reading = read_file(task.path, sheet, target, task.answers, scope=task.scope, limits=task.limits, mending=mending)
    record = make_record(reading, guess, task, target)
    if reading.status != "read":
        return FileResult(record, reading.problems, rows=_if_there(rows))
    return FileResult(record, reading.problems, target, _if_there(rows), _if_there(origins))


def _ask_kind(task: FileTask, guess: Guess, folder: Path) -> FileResult:
    """Ask what the file is, unless there is no table in it whatever it is."""
    opened = open_source(task.path, guess.kinds[0], folder, task.answers, task.limits, 1)
    if opened.table is None and opened.question is None:
        return FileResult(FileRecord("", "problems", kinds=guess.kinds), opened.problems)
    return FileResult(FileRecord("", "questions", kinds=guess.kinds))


def _read_small(task: FileTask, folder: Path) -> FileResult:
    """Read a sheet that was typed, or settings in the exchange format."""
    path = task.path if task.is_typed else keep_settings(task.path, folder / "sent.csv")
    origins = folder / "origins.parquet"
    record, problems, canonical = read_typed_sheet(path, task.sheet, folder / f"{task.sheet}.csv", origins)
    return FileResult(record, problems, canonical, None, _if_there(origins))


def _if_there(path: Path) -> Path | None:
    return path if path.exists() else None


def make_record(reading: Reading, guess: Guess, task: FileTask, canonical: Path | None) -> FileRecord:
    """Describe what was understood; the totals are those of `canonical`, where it was read into one."""
    names = reading.header.names if reading.header else ()
    fingerprint = fingerprint_of(reading.sheet, names) if names else ""
    answers = task.mending.recall(reading.sheet, names, task.answers)
    return FileRecord(
        sheet=reading.sheet,
        status=reading.status,
        answers=tuple(sorted(answers.items())),
        kinds=guess.kinds,
        encoding=reading.encoding,
        has_mark=reading.has_mark,
        delimiter="" if reading.sheet_name else reading.delimiter,
        sheet_name=reading.sheet_name,
        header_row=reading.header.row if reading.header else None,
        fingerprint=fingerprint,
        remembered=fingerprint in task.mending.layouts,
        names=tuple(name_column(place, name, names) for place, name in enumerate(names)),
        skipped=tuple(SkippedRecord(each.row, each.kind, each.text) for each in reading.skipped[:_SHOWN_SKIPPED]),
        skipped_count=len(reading.skipped),
        rows=reading.rows,
        sum_minor=parse_scaled(reading.sum_text, 2) if reading.sum_text else None,
        columns=_describe_columns(reading),
        constants=_list_constants(reading),
        derivations=reading.interpretation.derivations if reading.interpretation else (),
        questions=reading.questions,
        totals=sum_sheet(reading.sheet, canonical) if canonical and reading.status == "read" else (),
    )


def _list_constants(reading: Reading) -> tuple[tuple[str, str], ...]:
    plans = reading.interpretation.plans if reading.interpretation else ()
    return tuple((plan.field, plan.constant) for plan in plans if plan.place is None)


def _describe_columns(reading: Reading) -> tuple[ColumnRecord, ...]:
    if reading.header is None or reading.interpretation is None:
        return ()
    kept = set(reading.columns)
    by_place = {plan.place: plan for plan in reading.interpretation.plans}
    asked = {each.subject for each in reading.questions if each.kind in ("column", "amount")}
    columns = []
    for place, name in enumerate(reading.header.names):
        header = name_column(place, name, reading.header.names)
        profile = reading.profiles[place]
        plan = by_place.get(place)
        start = ColumnRecord(place, header, profile.samples[:3], bool(profile.look.filled))
        if plan is not None:
            columns.append(_describe_read(start, plan, asked))
            continue
        proposal = find_proposal(reading.interpretation, place)
        extra = name.strip().lower() if name.strip().lower() in kept and place not in reading.unread else ""
        proposed = proposal.field if proposal else ""
        columns.append(
            ColumnRecord(
                place,
                header,
                start.samples,
                start.is_filled,
                field=f"+{extra}" if extra else "",
                confidence=1.0 if extra else 0.0,
                is_sure=bool(extra),
                proposal=proposed,
            )
        )
    return tuple(columns)


def _describe_read(start: ColumnRecord, plan: FieldPlan, asked: set[str]) -> ColumnRecord:
    written, read = _show_sample(plan, start.samples)
    return ColumnRecord(
        start.place,
        start.header,
        start.samples,
        start.is_filled,
        field=plan.field,
        confidence=plan.confidence,
        is_sure=plan.confidence >= SURE and plan.field not in asked,
        written=written,
        read=read,
        written_as=plan.date_order or (plan.number.name if plan.number else ""),
        is_amount=plan.kind is Kind.AMOUNT,
        scale=plan.scale,
        is_turned=plan.is_turned,
    )


def _show_sample(plan: FieldPlan, samples: tuple[str, ...]) -> tuple[str, str]:
    """Return the most telling sample and how it is read: plain decimal text, or an ISO day."""
    read: list[tuple[str, str]] = []
    if plan.kind in (Kind.AMOUNT, Kind.QUANTITY) and plan.number is not None:
        pairs = [(text, read_shape(text, plan.number) or read_shape(text, NumberFormat(".", ""))) for text in samples]
        read = [(text, found) for text, found in pairs if found]
    elif plan.kind is Kind.DATE and plan.date_order:
        days = [(text, read_date(text, plan.date_order)) for text in samples]
        read = [(text, day.isoformat()) for text, day in days if day]
    return max(read, key=lambda pair: len(pair[0])) if read else ("", "")
