"""Read one file of any layout as one sheet of the exchange format: one way per column, or a question."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

import duckdb

from profitability.domain.problem import Problem, error, has_errors, note
from profitability.domain.template import Sheet, find_sheet
from profitability.intake.checks import Scope, check_rows
from profitability.intake.conversion import convert, make_day_tables, write_canonical
from profitability.intake.delimiters import Dialect, find_delimiter
from profitability.intake.encodings import find_encoding
from profitability.intake.headers import HeaderFinding, find_header
from profitability.intake.interpretation import Interpretation, Seen, interpret, list_unread
from profitability.intake.limits import IntakeLimits
from profitability.intake.mending import SKIP, Mending, apply_edits, follow_aliases, keep_rows
from profitability.intake.profile import ColumnProfile, profile_columns
from profitability.intake.question import Answers, Question
from profitability.intake.records import LineTooLongError, Record, part_records
from profitability.intake.sources import Table, open_source, open_text
from profitability.intake.texts import write_texts
from profitability.intake.totals import TotalRow, mark_totals

_HEAD_RECORDS = 400
_HEAD_LINES = 200
_LONGEST_NAME = 100


@dataclass(frozen=True)
class Skipped:
    """A row that is no record: a title, a total, a repeated header."""

    row: int
    kind: str
    text: str


@dataclass(frozen=True)
class Reading:
    """What was understood of a file. It is read when there are neither errors nor open questions."""

    sheet: str
    encoding: str = ""
    has_mark: bool = False
    dialect: Dialect = field(default_factory=Dialect)
    sheet_name: str = ""
    header: HeaderFinding | None = None
    profiles: tuple[ColumnProfile, ...] = ()
    interpretation: Interpretation | None = None
    unread: tuple[int, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    rows: int = 0
    sum_text: str = ""
    columns: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    problems: tuple[Problem, ...] = field(default_factory=tuple)

    @property
    def delimiter(self) -> str:
        """Return the sign between columns (see `delimiters.NAMES`)."""
        return self.dialect.sign

    @property
    def is_read(self) -> bool:
        return not self.questions and not has_errors(self.problems)

    @property
    def status(self) -> str:
        """Return "read", "questions" or "problems": what stands in the way first."""
        if self.questions:
            return "questions"
        return "problems" if has_errors(self.problems) else "read"


def read_file(
    path: Path,
    sheet: str,
    target: Path | None,
    answers: Answers | None = None,
    *,
    scope: Scope | None = None,
    limits: IntakeLimits | None = None,
    most_rows: int = 0,
    mending: Mending | None = None,
) -> Reading:
    """Read `path` as `sheet` and write the canonical CSV to `target` if nothing is open and nothing wrong.

    `answers` are values by question id. `most_rows` reads only so many rows, for a preview (no target then). `mending`
    is what people mended and what is remembered. Nothing is raised for what the file holds.
    """
    limits, answers, scope = limits or IntakeLimits(), answers or {}, scope or Scope()
    mending = mending or Mending()
    with tempfile.TemporaryDirectory(prefix="kundverk-intake-") as temporary:
        folder = Path(temporary)
        opened = open_source(path, sheet, folder, answers, limits)
        start = Reading(sheet, problems=opened.problems)
        if opened.table is None:
            return replace(start, questions=(opened.question,) if opened.question else ())
        try:
            start = _read_head(start, opened.table, answers)
            if start.header is None or start.header.row is None or has_errors(start.problems):
                return start
            answers = mending.recall(sheet, start.header.names, answers)
            return _read_body(start, opened.table, folder, target, answers, scope, limits, most_rows, mending)
        except LineTooLongError:
            return replace(start, problems=(*start.problems, error("line_too_long", sheet)))
        except UnicodeDecodeError:
            return replace(start, problems=(*start.problems, error("broken_encoding", sheet, encoding=start.encoding)))


def _read_head(start: Reading, table: Table, answers: Answers) -> Reading:
    """Find encoding, delimiter and header; the first of them that is open ends the reading with its question."""
    if table.is_workbook:
        start = replace(start, dialect=Dialect(","), sheet_name=table.sheet_name)
    else:
        found = find_encoding(table.path, start.sheet, answers)
        start = replace(start, problems=(*start.problems, *found.problems), has_mark=found.has_mark)
        if found.name is None:
            return replace(start, questions=(found.question,) if found.question else ())
        start = replace(start, encoding=found.name)
        with open_text(table, found.name) as handle:
            delimiter = find_delimiter([line[:4_000].rstrip("\n") for line in islice(handle, _HEAD_LINES)], answers)
        if delimiter.dialect is None:
            return replace(start, questions=(delimiter.question,) if delimiter.question else ())
        start = replace(start, dialect=delimiter.dialect)
    with open_text(table, start.encoding) as handle:
        records = list(islice(part_records(handle, start.dialect), _HEAD_RECORDS))
    header = find_header(start.sheet, records, answers)
    if header.question:
        return replace(start, questions=(header.question,), header=None)
    return replace(start, header=header)


def _read_body(
    start: Reading,
    table: Table,
    folder: Path,
    target: Path | None,
    answers: Answers,
    scope: Scope,
    limits: IntakeLimits,
    most_rows: int,
    mending: Mending,
) -> Reading:
    header = start.header
    assert header is not None
    width = len(header.names)
    if width > limits.columns:
        return _stop(start, error("too_many_columns", start.sheet, header.row, most=limits.columns))
    if not width:
        return _stop(start, error("empty_file", start.sheet))
    with open_text(table, start.encoding) as handle:
        records = (each for each in part_records(handle, start.dialect, width) if each.row > (header.row or 0))
        repeated: list[Record] = []
        wanted = _drop_repeated(records, header, repeated)
        texts = write_texts(
            islice(wanted, most_rows) if most_rows else wanted, start.sheet, width, folder / "texts.parquet"
        )
    skips = {edit.row for edit in mending.edits if edit.kind == SKIP}
    found = [each for each in texts.problems if each.row not in skips]
    problems = [*start.problems, *found, *_check_header(start.sheet, header)]
    skipped = [Skipped(each.row, "title", _line(each)) for each in header.titles]
    skipped += [Skipped(each.row, "header", _line(each)) for each in repeated[:100]]
    skipped += [Skipped(each.row, "footer", _line(each)) for each in texts.footers]
    if not texts.rows:
        return replace(start, problems=(*problems, error("no_rows", start.sheet)), skipped=tuple(skipped))
    with duckdb.connect(config={"memory_limit": f"{limits.reading_memory_mb}MB", "threads": 2}) as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(f"SET temp_directory = '{folder}'")
        connection.execute(f"CREATE VIEW sent AS SELECT * FROM read_parquet('{texts.path}')")
        apply_edits(connection, mending)
        body = replace(start, problems=tuple(problems), skipped=tuple(skipped))
        reading = _interpret_and_convert(body, connection, table, target, answers, scope, mending)
        keep_rows(connection, reading.problems, mending)
        return reading


def _interpret_and_convert(
    start: Reading,
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    target: Path | None,
    answers: Answers,
    scope: Scope,
    mending: Mending,
) -> Reading:
    sheet = find_sheet(start.sheet)
    header = start.header
    assert sheet is not None
    assert header is not None
    width = len(header.names)
    totals = mark_totals(connection, width, start.sheet)
    profiles = profile_columns(connection, width)
    seen = Seen(header.names, profiles, _join_titles(header), table.system)
    found = interpret(start.sheet, seen, answers)
    mapped = list(follow_aliases(connection, start.sheet, found.plans, mending))
    make_day_tables(connection, found.plans, profiles)
    unread = tuple(list_unread(found, seen))
    extras = _list_extras(sheet, header, unread) if sheet.keeps_other_columns else ()
    unread = tuple(place for place in unread if place not in dict(extras))
    converted = convert(connection, sheet, found.plans, found.derivations, answers, extras)
    problems = [*start.problems, *mapped, *converted.problems, *_name_unread(start.sheet, header, profiles, unread)]
    problems += check_rows(connection, sheet, found.plans, profiles, totals, scope)
    questions = tuple(each for each in (*found.questions, *converted.questions) if each.candidates)
    problems += _name_hopeless(start.sheet, header, found.questions)
    columns = tuple(name for name in _list_columns(connection) if name not in ("source_row", "nothing"))
    reading = replace(
        start,
        profiles=profiles,
        interpretation=found,
        unread=unread,
        skipped=start.skipped + _list_totals(totals, converted.bare_total),
        rows=converted.rows,
        sum_text=converted.sum_text,
        columns=columns,
        questions=questions,
        problems=tuple(problems),
    )
    if reading.is_read and target is not None:
        write_canonical(connection, columns, target)
    return reading


def _list_totals(totals: Sequence[TotalRow], bare: tuple[int, str] | None) -> tuple[Skipped, ...]:
    found = [Skipped(each.row, "total", each.text) for each in totals]
    return (*found, *([Skipped(bare[0], "total", bare[1])] if bare else []))


def _list_extras(sheet: Sheet, header: HeaderFinding, unread: Sequence[int]) -> tuple[tuple[int, str], ...]:
    """Return the columns that the sheet keeps as attributes: those with a name of their own."""
    taken = {column.name for column in sheet.columns} | {"source_row", "source_file", "attributes"}
    extras = []
    for place in unread:
        name = header.names[place].strip().lower()
        if name and name not in taken and len(name) <= _LONGEST_NAME:
            taken.add(name)
            extras.append((place, name))
    return tuple(extras)


def _name_hopeless(sheet: str, header: HeaderFinding, questions: Sequence[Question]) -> list[Problem]:
    """Turn questions about required columns that no column could answer into errors."""
    fields = [each.subject for each in questions if not each.candidates]
    return [error("missing_column", sheet, header.row or None, field_name) for field_name in fields]


def _name_unread(
    sheet: str, header: HeaderFinding, profiles: Sequence[ColumnProfile], unread: Sequence[int]
) -> list[Problem]:
    names = [header.names[place] for place in unread if profiles[place].look.filled]
    return [note("column_not_read", sheet, header.row or None, name, name) for name in names]


def _join_titles(header: HeaderFinding) -> str:
    return " ".join(cell for record in header.titles for cell in record.cells)[:2_000]


def _list_columns(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [str(row[0]) for row in connection.execute("DESCRIBE converted").fetchall()]


def _stop(start: Reading, problem: Problem) -> Reading:
    return replace(start, problems=(*start.problems, problem))


def _drop_repeated(records: Iterable[Record], header: HeaderFinding, repeated: list[Record]) -> Iterator[Record]:
    """Leave out the header where a printed report repeats it on every page."""
    names = list(header.names)
    for record in records:
        if header.row and record.cells[:1] and [cell.strip() for cell in record.cells] == names:
            repeated.append(record)
        else:
            yield record


def _line(record: Record) -> str:
    return " │ ".join(cell.strip("\x01\x02") for cell in record.cells if cell.strip())[:200]


def _check_header(sheet: str, header: HeaderFinding) -> Sequence[Problem]:
    empty = [place for place, name in enumerate(header.names) if not name and header.row]
    doubled = [name for name in dict.fromkeys(header.names) if name and header.names.count(name) > 1]
    return [
        *(note("header_empty", sheet, header.row, f"#{place + 1}") for place in empty),
        *(note("header_twice", sheet, header.row, name, name, count=header.names.count(name)) for name in doubled),
    ]
