"""Read one file of any layout as one sheet of the exchange format: one way per column, or a question."""

import tempfile
from dataclasses import replace
from itertools import islice
from pathlib import Path

from profitability.domain.problem import Problem, error, has_errors
from profitability.intake.bulk_reading import read_in_bulk
from profitability.intake.checks import Scope
from profitability.intake.conversion import write_canonical
from profitability.intake.delimiters import Dialect, find_delimiter
from profitability.intake.encodings import find_encoding
from profitability.intake.headers import find_header
from profitability.intake.limits import IntakeLimits
from profitability.intake.mending import Mending, apply_edits, keep_rows
from profitability.intake.outcome import Reading, Skipped
from profitability.intake.question import Answers
from profitability.intake.records import LineTooLongError, Record, part_records
from profitability.intake.sources import Table, open_source, open_text
from profitability.intake.table_reading import convert_table, drop_repeated, interpret_table, start_body
from profitability.intake.texts import load_texts, open_workspace, write_texts

__all__ = ["Reading", "Skipped", "read_file"]

_HEAD_RECORDS = 400
_HEAD_LINES = 200


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
    if not most_rows and not table.is_workbook and table.path.stat().st_size >= limits.bulk_bytes:
        bulk = read_in_bulk(start, table, folder, target, answers, scope, limits, mending)
        if bulk is not None:
            return bulk
    with open_text(table, start.encoding) as handle:
        records = (each for each in part_records(handle, start.dialect, width) if each.row > (header.row or 0))
        repeated: list[Record] = []
        wanted = drop_repeated(records, header, repeated)
        texts = write_texts(
            islice(wanted, most_rows) if most_rows else wanted, start.sheet, width, folder / "texts.csv"
        )
    start = start_body(start, texts, repeated, mending)
    if not texts.rows:
        return _stop(start, error("no_rows", start.sheet))
    with open_workspace(folder, limits) as connection:
        load_texts(connection, texts, "sent")
        apply_edits(connection, mending)
        understood = interpret_table(start, connection, table, answers)
        reading = convert_table(start, connection, table, understood, answers, scope, mending)
        if reading.is_read and target is not None:
            write_canonical(connection, reading.columns, target)
        keep_rows(connection, reading.problems, mending)
        return reading


def _stop(start: Reading, problem: Problem) -> Reading:
    return replace(start, problems=(*start.problems, problem))
