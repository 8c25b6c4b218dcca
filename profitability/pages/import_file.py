"""The page where the columns of one file are matched and its questions are answered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from jobs.pages import JobCard, job_card
from profitability.domain.template import find_sheet
from profitability.import_models import ImportFile, ImportState
from profitability.import_texts import KIND_MEANINGS, LINES, field_text, kind_text
from profitability.imports.kinds import KINDS
from profitability.imports.record import ColumnRecord, FileRecord
from profitability.intake.fields import FIELDS
from profitability.intake.question import Candidate, Question
from profitability.intake_texts import COUNTED, describe_finding, word_candidate, word_question
from profitability.pages.import_answers import AnsweredLine, list_answered
from profitability.pages.import_head import HeadTable, head_table
from profitability.pages.import_sentences import describe_reading, tell_value
from profitability.pages.import_sie import SieSection, sie_section
from profitability.pages.import_steps import Step, steps_of
from profitability.selectors.imports import get_record, is_out_of_date
from profitability.selectors.problems import list_problems

KEPT = "+"
"""The choice of a column that is kept as an attribute of the customer."""


@dataclass(frozen=True)
class Choice:
    """One possible answer in words."""

    value: str
    text: str
    note: str
    is_chosen: bool


@dataclass(frozen=True)
class QuestionBlock:
    """One question with its answers; `number` names its inputs, `takes_text` allows one text for all rows."""

    number: int
    id: str
    text: str
    samples: tuple[str, ...]
    choices: tuple[Choice, ...]
    takes_text: bool


@dataclass(frozen=True)
class ColumnLine:
    """One column of the file with the fields it can be read as; `sureness` is how sure the match is, 0–1."""

    column: ColumnRecord
    name: str
    choices: tuple[Choice, ...]
    sureness: float
    is_asked: bool


@dataclass(frozen=True)
class ImportFilePage:
    """One file: what was understood, what is asked, and how its columns are read."""

    file: ImportFile
    steps: tuple[Step, ...]
    record: FileRecord | None
    is_open: bool
    is_stale: bool
    is_preview: bool
    sentences: tuple[str, ...]
    kinds: tuple[Choice, ...]
    kind: str
    is_kind_asked: bool
    questions: tuple[QuestionBlock, ...]
    answered: tuple[AnsweredLine, ...]
    columns: tuple[ColumnLine, ...]
    unread: tuple[ColumnRecord, ...]
    takes_total: bool
    sie: SieSection | None
    head: HeadTable | None
    card: JobCard | None
    blocking: tuple[str, ...]


def import_file_page(file: ImportFile) -> ImportFilePage:
    """Return the page of one file; `file` comes from get_import_file_or_404."""
    record = get_record(file)
    sheet = file.sheet or (record.sheet if record else "")
    likely = record.kinds if record and record.kinds else KINDS
    ordered = [*likely, *(kind for kind in KINDS if kind not in likely)]
    return ImportFilePage(
        file=file,
        steps=steps_of(file.ledger_import, "match"),
        record=record,
        is_open=file.ledger_import.state == ImportState.OPEN,
        is_stale=is_out_of_date(file),
        is_preview=record is not None and not file.read_revision,
        sentences=describe_reading(record) if record else (),
        kinds=tuple(Choice(kind, kind_text(kind), str(KIND_MEANINGS[kind]), kind == sheet) for kind in ordered),
        kind=kind_text(sheet) if sheet else "",
        is_kind_asked=not sheet and record is not None and record.status == "questions",
        questions=tuple(_block(number, each) for number, each in enumerate(record.questions)) if record else (),
        answered=list_answered(record),
        columns=_list_columns(record),
        unread=tuple(each for each in record.columns if not each.field) if record else (),
        takes_total=sheet in ("transactions", "pools", "direct_costs") and not (record and record.sie),
        sie=sie_section(file, record),
        head=head_table(file, record),
        card=_card_of(file),
        blocking=_list_blocking(file, record),
    )


def _card_of(file: ImportFile) -> JobCard | None:
    """Return how far the reading is, while it goes on."""
    job = file.ledger_import.job
    return job_card(job) if job is not None and not job.is_finished and is_out_of_date(file) else None


def _block(number: int, question: Question) -> QuestionBlock:
    return QuestionBlock(
        number,
        question.id,
        _word(question),
        tuple(dict.fromkeys(question.samples)) if question.kind not in ("missing", *COUNTED) else (),
        tuple(_choice(question, each) for each in question.candidates),
        takes_text=question.kind == "column" and question.subject in ("driver", "line", "name", "segment"),
    )


def _word(question: Question) -> str:
    """Return the question, with the field called by its name where it is about a field."""
    if question.kind in ("column", "amount", "rounding"):
        question = Question(question.kind, field_text(question.subject), question.candidates, question.samples)
    return word_question(question)


def _choice(question: Question, candidate: Candidate) -> Choice:
    if candidate.value.startswith("="):
        value = candidate.value[1:]
        text = _("samma på alla rader: %(value)s") % {"value": LINES.get(value, value)}
        return Choice(candidate.value, text, "", is_chosen=False)
    if question.kind == "line":
        return Choice(candidate.value, str(LINES.get(candidate.value, candidate.value)), "", is_chosen=False)
    note = _("troligast") if candidate.likely else ""
    if question.kind in ("decimal", "date_order"):
        told = tuple((written, tell_value(read)) for written, read in candidate.examples)
        candidate = replace(candidate, examples=told)
    return Choice(candidate.value, word_candidate(question, candidate), note, is_chosen=False)


def _list_columns(record: FileRecord | None) -> tuple[ColumnLine, ...]:
    if record is None or not record.sheet:
        return ()
    sheet = find_sheet(record.sheet)
    assert sheet is not None
    own = [column.name for column in sheet.columns]
    helpers = [field for field in FIELDS[record.sheet] if field not in own]
    asked = {each.subject for each in record.questions if each.kind in ("column", "amount")}
    required = {column.name for column in sheet.columns if column.required}
    return tuple(
        _column_line(column, [*own, *helpers], required, asked, keeps=sheet.keeps_other_columns)
        for column in record.columns
        if column.is_filled
    )


def _column_line(
    column: ColumnRecord, fields: Sequence[str], required: set[str], asked: set[str], *, keeps: bool
) -> ColumnLine:
    unread = _("behålls som egenskap") if keeps and column.field.startswith("+") else _("läses inte")
    choices = [Choice("", unread, "", is_chosen=not column.field or column.field.startswith("+"))]
    choices += [
        Choice(field, f"{field_text(field)} *" if field in required else field_text(field), "", field == column.field)
        for field in fields
    ]
    return ColumnLine(column, f"field-{column.place}", tuple(choices), column.confidence, column.field in asked)


def _list_blocking(file: ImportFile, record: FileRecord | None) -> tuple[str, ...]:
    """Return in words what keeps a file from being read at all."""
    if record is None or record.columns or record.sie is not None or record.questions or record.status == "questions":
        return ()
    problems = [each for each in list_problems(file.problems_key) if each.level == "error"]
    texts = [describe_finding(each) for each in problems[:5]]
    return tuple(f"{text.problem} {text.cure}" for text in texts)
