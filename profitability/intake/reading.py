"""Read one file of any layout as one sheet of the exchange format: one way per column, or a question."""

import tempfile
from dataclasses import replace
from itertools import islice
from pathlib import Path

import duckdb

from profitability.domain.problem import Problem, error, has_errors
from profitability.intake.bulk_reading import read_in_bulk
from profitability.intake.checks import Scope
from profitability.intake.conversion import write_canonical
from profitability.intake.delimiters import Dialect, find_delimiter
from profitability.intake.encodings import find_encoding
from profitability.intake.headers import find_header
from profitability.intake.limits import IntakeLimits
from profitability.intake.mending import Mending, apply_edits, bare_text, keep_rows
from profitability.intake.origins import note_origins
from profitability.intake.outcome import Reading, Skipped
from profitability.intake.question import Answers
from profitability.intake.records import NoTableError, Record, part_records
from profitability.intake.sources import open_source, open_text
from profitability.intake.table_reading import Task, convert_table, drop_repeated, interpret_table, start_body
from profitability.intake.texts import load_texts, open_workspace, write_texts

__all__ = ["Reading", "Skipped", "preview", "read_file"]

PREVIEW_ROWS = 100
_HEAD_RECORDS = 400
_HEAD_LINES = 200
_LONGEST_NAME = 1_000


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
        opened = open_source(path, sheet, folder, answers, limits, most_rows)
        start = Reading(sheet, problems=opened.problems)
        if opened.table is None:
            return replace(start, questions=(opened.question,) if opened.question else ())
        task = Task(opened.table, folder, target, answers, scope, limits, mending, most_rows)
        return _read_table(start, task, whole=not task.is_large)


def preview(path: Path, sheet: str, answers: Answers | None = None, *, limits: IntakeLimits | None = None) -> Reading:
    """Return how a file would be read by its first `PREVIEW_ROWS` rows alone, and these rows (`Reading.head`).

    It costs about a second whatever the size: what only later rows show (errors, other formats) is not in it.
    """
    return read_file(path, sheet, None, answers, limits=limits, most_rows=PREVIEW_ROWS)


def _read_table(start: Reading, task: Task, *, whole: bool) -> Reading:
    """Read the head, then the rows; a large file is first taken to be what its beginning is (not `whole`)."""
    sent = start
    try:
        start = _read_head(start, task, whole=whole)
        if start.header is None or start.header.row is None or has_errors(start.problems):
            return start
        answers = task.mending.recall(start.sheet, start.header.names, task.answers)
        found = _read_body(start, replace(task, answers=answers), whole=whole)
    except NoTableError as other:
        return _stop(start, error(other.code, start.sheet))
    except UnicodeDecodeError:
        found = _stop(start, error("broken_encoding", start.sheet, encoding=start.encoding)) if whole else None
    return found if found is not None else _read_table(sent, task, whole=True)


def _read_head(start: Reading, task: Task, *, whole: bool) -> Reading:
    """Find encoding, delimiter and header; the first of them that is open ends the reading with its question."""
    table, answers = task.table, task.answers
    if table.is_workbook:
        start = replace(start, dialect=Dialect(","), sheet_name=table.sheet_name)
    else:
        found = find_encoding(table.path, start.sheet, answers, whole=whole)
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
        parted = islice(part_records(handle, start.dialect), _HEAD_RECORDS)
        most = task.limits.columns + 1
        records = [replace(each, cells=[cell[:_LONGEST_NAME] for cell in each.cells[:most]]) for each in parted]
    header = find_header(start.sheet, records, answers)
    if header.question:
        return replace(start, questions=(header.question,), header=None)
    return replace(start, header=header)


def _read_body(start: Reading, task: Task, *, whole: bool) -> Reading | None:
    """Read the rows; None when a large file turns out not to be what its beginning was."""
    header = start.header
    assert header is not None
    width = len(header.names)
    if width > task.limits.columns:
        return _stop(start, error("too_many_columns", start.sheet, header.row, most=task.limits.columns))
    if not width:
        return _stop(start, error("empty_file", start.sheet))
    if task.is_large:
        bulk = read_in_bulk(start, task)
        if bulk is not None or not whole:
            return bulk
    with open_text(task.table, start.encoding) as handle:
        records = (each for each in part_records(handle, start.dialect, width) if each.row > (header.row or 0))
        records = (each for each in records if each.row not in task.table.left_out)
        repeated: list[Record] = []
        wanted = islice(drop_repeated(records, header, repeated), task.most_rows or None)
        texts = write_texts(wanted, start.sheet, width, task.folder / "texts.csv")
    start = start_body(start, texts, repeated, task.mending)
    if not texts.rows:
        return _stop(start, error("no_rows", start.sheet))
    with open_workspace(task.folder, task.limits) as connection:
        load_texts(connection, texts, "sent", task.limits)
        apply_edits(connection, task.mending)
        reading = convert_table(start, connection, task, interpret_table(start, connection, task))
        if reading.is_read and task.target is not None:
            write_canonical(connection, reading.columns, task.target)
            note_origins(connection, task.mending.origins)
        keep_rows(connection, reading.problems, task.mending)
        return replace(reading, head=_list_head(connection)) if task.most_rows else reading


def _list_head(connection: duckdb.DuckDBPyConnection) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return the rows of a preview as they were written."""
    columns = [str(row[0]) for row in connection.execute("DESCRIBE raw").fetchall() if row[0] != "source_row"]
    cells = ", ".join(bare_text(int(name[1:])) for name in columns)
    rows = connection.execute(f"SELECT source_row, {cells} FROM raw ORDER BY 1").fetchall()
    return tuple((int(row[0]), tuple(str(cell) for cell in row[1:])) for row in rows)


def _stop(start: Reading, problem: Problem) -> Reading:
    return replace(start, problems=(*start.problems, problem))
