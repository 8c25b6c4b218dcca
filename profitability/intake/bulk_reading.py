"""Read a large text file in one pass of DuckDB: most rows are plain, the few others are looked at one by one.

What the file means is decided by a sample from all over it and by every row that is not plain. When that does not
settle it, or the file's lines are not its records, there is no reading in bulk: the careful road reads it all.
"""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import pairwise
from pathlib import Path

import duckdb
import numpy as np

from profitability.domain.template import find_sheet
from profitability.intake.bulk_layout import Folds, Layout
from profitability.intake.bulk_pass import Planned, pass_over
from profitability.intake.bulk_writing import write_in_bulk
from profitability.intake.checks import Scope
from profitability.intake.delimiters import FIXED, WHITESPACE
from profitability.intake.interpretation import Interpretation
from profitability.intake.line_index import index_lines
from profitability.intake.lost_zeros import fills_zeros
from profitability.intake.mending import keep_rows, list_kept
from profitability.intake.origins import note_bulk_origins
from profitability.intake.outcome import Reading
from profitability.intake.plain_rows import PlainColumn, join_tests, plan_plain
from profitability.intake.plain_scan import Expected, PlainScan
from profitability.intake.plain_summary import describe_plain
from profitability.intake.plans import FieldPlan
from profitability.intake.profile import ColumnProfile
from profitability.intake.records import Record, part_records
from profitability.intake.sheet_along import path_along
from profitability.intake.sources import Table, open_text
from profitability.intake.summed_rows import SUMMED
from profitability.intake.table_reading import (
    Task,
    convert_table,
    drop_repeated,
    interpret_table,
    list_extras,
    start_body,
)
from profitability.intake.texts import load_texts, open_workspace, write_texts
from profitability.intake.totals import TotalRow, leave_out
from profitability.intake.watched_columns import watch_columns

_SHEETS = ("transactions", "volumes", "direct_costs")
_FEW_QUOTES = 0.02
_SAMPLE_FIRST, _SAMPLE_EACH, _SAMPLES = 2_000, 800, 8
_MOST_RARE, _RARE_SHARE = 200_000, 0.05
_MOST_LINES = 200
_BLOCK = 4_000_000
_ONE_WAY = ("net",)
_FEW_OUTSIDE = 0.01


def read_in_bulk(start: Reading, task: Task) -> Reading | None:
    """Return the reading, the same that the careful road would come to; None when that road must be taken."""
    try:
        return _read(start, task)
    finally:
        if task.target is not None:
            path_along(task.target).unlink(missing_ok=True)


def _read(start: Reading, task: Task) -> Reading | None:
    layout = _lay_out(start, task)
    if layout is None or task.mending.edits or task.mending.aliases or fills_zeros(task.answers):
        return None
    with open_workspace(task.folder, task.limits) as connection:
        connection.execute(f"SET memory_limit = '{task.limits.bulk_memory_mb}MB'")
        connection.execute("SET disabled_optimizers = 'in_clause'")
        planned = _plan(start, connection, task, layout)
        if planned is None:
            return None
        passed = pass_over(connection, task, layout, planned)
        layout, scan = passed.layout, passed.scan
        if scan is None or len(scan.rare) + len(scan.rejected) > min(_MOST_RARE, _RARE_SHARE * layout.index.lines):
            return None
        if scan.sums.ends_in_sum:
            return None
        repeated: list[Record] = []
        assert start.header is not None
        fetched, folds = _fetch(layout, scan)
        plain = describe_plain(scan, folds)
        records = drop_repeated(fetched, start.header, repeated)
        texts = write_texts(records, start.sheet, layout.width, task.folder / "rare.csv", below=plain.last_row)
        load_texts(connection, texts, "rare", task.limits)
        understood = _understand_all(start, connection, task, planned, scan)
        if understood is None:
            return None
        connection.execute("CREATE OR REPLACE VIEW raw AS SELECT * FROM rare")
        leave_out(connection, [kind.where for kind in understood[0].left_out])
        body = start_body(start, texts, repeated, task.mending)
        reading = convert_table(body, connection, task, understood, plain)
        if reading.is_read and task.target is not None:
            write_in_bulk(connection, passed, reading, (scan, folds), task.target)
            note_bulk_origins(connection, layout, (scan, folds), task.mending.origins)
        if task.mending.rows is not None:
            _send(connection, layout, folds, reading, task)
            keep_rows(connection, reading.problems, task.mending)
        return reading


def _lay_out(start: Reading, task: Task) -> Layout | None:
    """Return where the records are, in UTF-8; None when lines are not parted by one sign, or end in several ways."""
    header, dialect = start.header, start.dialect
    assert header is not None
    if start.sheet not in _SHEETS or dialect.sign in ("", FIXED, WHITESPACE) or not header.row:
        return None
    is_utf8 = start.encoding in ("utf-8", "utf-8-sig")
    path = task.table.path if is_utf8 else _encode(task.table, start.encoding, task.folder)
    index = index_lines(path, dialect.quote.encode())
    if not index.is_regular:
        return None
    return Layout(index, dialect, header.row, len(header.names), index.quotes > _FEW_QUOTES * index.lines)


def _encode(table: Table, encoding: str, folder: Path) -> Path:
    """Write the file again in UTF-8, block by block."""
    path = folder / "utf8.csv"
    with open_text(table, encoding) as source, path.open("w", encoding="utf-8", newline="\n") as target:
        while text := source.read(_BLOCK):
            target.write(text)
    return path


def _plan(
    start: Reading,
    connection: duckdb.DuckDBPyConnection,
    task: Task,
    layout: Layout,
) -> Planned | None:
    """Read a sample from all over the file with care; None when it leaves anything open."""
    sheet, header = find_sheet(start.sheet), start.header
    assert sheet is not None
    assert header is not None
    records = drop_repeated(_sample(layout), header, [])
    sample = write_texts(records, start.sheet, layout.width, task.folder / "sample.csv")
    load_texts(connection, sample, "sample", task.limits)
    connection.execute("CREATE VIEW raw AS SELECT * FROM sample")
    found, profiles, _ = interpret_table(start, connection, task)
    if found.questions or any(each.rule not in _ONE_WAY for each in found.derivations):
        return None
    if any(kind.value == SUMMED for kind in found.left_out):
        return None
    if list_extras(sheet, header, range(layout.width)):
        return None
    quote = "" if layout.is_quoted or not layout.index.quotes else layout.dialect.quote
    period = (task.scope.period_start, task.scope.period_end)
    columns = plan_plain(sheet, found.plans, profiles, quote, period)
    if columns is None:
        return None
    is_apart = _lies_outside(connection, columns)
    if is_apart and (columns := plan_plain(sheet, found.plans, profiles, quote)) is None:
        return None
    read = {plan.place for plan in found.plans if plan.place is not None and plan.field != "currency"}
    columns = (*columns, *watch_columns(connection, header.names, profiles, read))
    return Planned(sheet, found, columns, Expected(_list_known(task.scope), period if is_apart else None))


def _lies_outside(connection: duckdb.DuckDBPyConnection, columns: Sequence[PlainColumn]) -> bool:
    """Say whether more of the sample's days than a few do not pass their test, which demands the period."""
    day = next((each for each in columns if each.field == "date" and each.place >= 0), None)
    if day is None:
        return False
    outside, count = connection.execute(f"SELECT count(*) FILTER (NOT ({day.test})), count(*) FROM texts").fetchall()[0]
    return bool(outside > _FEW_OUTSIDE * count)


def _sample(layout: Layout) -> Iterator[Record]:
    """Yield records from the beginning and from stretches all over the file; the row numbers are true."""
    first, last = layout.skipped + 1, layout.index.lines
    starts = [first, *(first + _SAMPLE_FIRST + place * (last - first) // _SAMPLES for place in range(_SAMPLES))]
    stretches = [(first, _SAMPLE_FIRST), *((line, _SAMPLE_EACH) for line in starts[1:])]
    for (line, lines), (following, _) in pairwise([*layout.index.read_stretches(stretches), (last + 1, [])]):
        text = b"".join(lines[: following - line]).decode("utf-8")
        for record in part_records(StringIO(text, newline=None), layout.dialect, layout.width):
            yield Record(line + record.row - 1, record.cells, record.fault)


def _fetch(layout: Layout, scan: PlainScan) -> tuple[list[Record], Folds]:
    """Return the records of the rows that are not plain, parted with the same care as in a small file."""
    quote, read_to = layout.dialect.quote.encode(), 0
    records, folded = list[Record](), list[int]()
    count = 1 if layout.is_quoted or not layout.index.quotes else _MOST_LINES
    wanted = np.union1d(scan.rare, scan.rejected).tolist()
    for line, lines in layout.index.read_stretches((line, count) for line in wanted):
        if line <= read_to:
            continue
        text = b"".join(lines if quote in lines[0] else lines[:1]).decode("utf-8")
        record = next(part_records(StringIO(text, newline=None), layout.dialect, layout.width))
        records.append(Record(line - len(folded), record.cells, record.fault))
        if not record.fault:
            read_to = line + sum(cell.count("\n") for cell in record.cells)
            folded += range(line + 1, read_to + 1)
    return records, Folds(np.array(folded, np.int64))


def _send(connection: duckdb.DuckDBPyConnection, layout: Layout, folds: Folds, reading: Reading, task: Task) -> None:
    """Make the table `sent` of the rows to keep: plain ones may be mentioned too, as doubles of an earlier row."""
    rows = list_kept(reading.problems, task.mending)
    stretches = layout.index.read_stretches((line, _MOST_LINES) for line in folds.line_of(rows).tolist())
    records = []
    for row, (_line, lines) in zip(rows, stretches, strict=True):
        text = b"".join(lines).decode("utf-8")
        record = next(part_records(StringIO(text, newline=None), layout.dialect, layout.width))
        records.append(Record(row, record.cells, record.fault))
    texts = write_texts(records, reading.sheet, layout.width, task.folder / "sent.csv")
    load_texts(connection, texts, "sent", task.limits)


def _understand_all(
    start: Reading,
    connection: duckdb.DuckDBPyConnection,
    task: Task,
    planned: Planned,
    scan: PlainScan,
) -> tuple[Interpretation, tuple[ColumnProfile, ...], tuple[TotalRow, ...]] | None:
    """Interpret again by all that is known: each plain row of the sample stands for many, every other row for itself.

    None when that leaves a question, or reads plain cells in another way than they were tested for.
    """
    test, before = join_tests(planned.columns), planned.found
    row = connection.execute(f"SELECT count(*) FILTER ({test}), count(*) FROM sample").fetchone()
    plain, count = row or (0, 0)
    if plain < 0.9 * count or not plain:
        return None
    weight = scan.rows / plain
    connection.execute(
        f"CREATE OR REPLACE VIEW raw AS SELECT *, {weight} AS weight FROM sample WHERE {test} "
        "UNION ALL SELECT *, 1 FROM rare"
    )
    understood = interpret_table(start, connection, task, "weight")
    after = understood[0]
    is_alike = len(before.plans) == len(after.plans) and all(map(_reads_alike, before.plans, after.plans))
    if after.questions or before.derivations != after.derivations or not is_alike:
        return None
    return understood


def _reads_alike(before: FieldPlan, after: FieldPlan) -> bool:
    """Say whether cells that are plain in the one plan mean the same in the other."""
    if before.number is not None and after.number is not None and before.number != after.number:
        if before.number.group or before.number.decimal not in ("", after.number.decimal):
            return False
        if not before.number.decimal and after.number.group in (",", "."):
            return False
    return (before.field, before.place, before.date_order, before.scale, before.is_turned) == (
        after.field,
        after.place,
        after.date_order,
        after.scale,
        after.is_turned,
    )


def _list_known(scope: Scope) -> frozenset[str] | None:
    """Return the numbers of the known customers, when they are given."""
    if scope.customers is None:
        return None
    with scope.customers.open(encoding="utf-8-sig", newline="") as handle:
        return frozenset(row.get("customer_id", "") for row in csv.DictReader(handle))
