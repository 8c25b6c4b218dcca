"""From the texts of a table to its canonical rows: interpret, convert, check, and write when nothing is open."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import duckdb

from profitability.domain.problem import Problem, error, note
from profitability.domain.template import Sheet, find_sheet
from profitability.intake.checks import Scope, check_rows
from profitability.intake.conversion import convert, make_day_tables
from profitability.intake.currencies import check_currencies
from profitability.intake.doubts import find_doubts, name_left_out
from profitability.intake.headers import HeaderFinding
from profitability.intake.interpretation import Interpretation, Seen, interpret, list_unread
from profitability.intake.left_causes import leave_causes
from profitability.intake.limits import IntakeLimits
from profitability.intake.lost_zeros import restore_zeros
from profitability.intake.mending import SKIP, Mending, follow_aliases
from profitability.intake.outcome import Reading, Skipped
from profitability.intake.plain import NO_PLAIN, Plain
from profitability.intake.profile import ColumnProfile, profile_columns
from profitability.intake.question import Answers, Question
from profitability.intake.records import Record
from profitability.intake.scales import check_marks, list_marks
from profitability.intake.sources import Table
from profitability.intake.swapped_cells import find_swapped
from profitability.intake.texts import Texts
from profitability.intake.totals import TotalRow, leave_out, mark_totals

_LONGEST_NAME = 100


@dataclass(frozen=True)
class Task:
    """One table to read, where its parts may be written, what is known of it and what it may cost."""

    table: Table
    folder: Path
    target: Path | None
    answers: Answers
    scope: Scope
    limits: IntakeLimits
    mending: Mending
    most_rows: int = 0

    @property
    def is_large(self) -> bool:
        """Say whether the table is worth reading in bulk: a text file of some size, all of it."""
        is_text = not self.table.is_workbook and not self.most_rows
        return is_text and self.table.path.stat().st_size >= self.limits.bulk_bytes


def interpret_table(
    start: Reading, connection: duckdb.DuckDBPyConnection, task: Task, weight: str = "1"
) -> tuple[Interpretation, tuple[ColumnProfile, ...], tuple[TotalRow, ...]]:
    """Find the sums in the view `raw`, look at the other rows (the view `texts`), decide how each column is read."""
    header = _header_of(start)
    totals = mark_totals(connection, len(header.names), start.sheet)
    profiles = profile_columns(connection, len(header.names), weight)
    found = interpret(start.sheet, _see(start, profiles, task.table), task.answers)
    seen = _see(start, profiles, task.table)
    doubts = find_doubts(connection, start.sheet, found, seen, task.answers, in_order=weight == "1")
    if doubts.left_out:
        leave_out(connection, [kind.where for kind in doubts.left_out])
        profiles = profile_columns(connection, len(header.names), weight)
        found = interpret(start.sheet, _see(start, profiles, task.table), task.answers)
    settled = replace(
        found,
        plans=tuple(map(doubts.adjust, found.plans)),
        questions=(*found.questions, *doubts.questions),
        left_out=tuple(doubts.left_out),
        problems=tuple(doubts.problems),
    )
    return settled, profiles, totals


def convert_table(
    start: Reading,
    connection: duckdb.DuckDBPyConnection,
    task: Task,
    understood: tuple[Interpretation, tuple[ColumnProfile, ...], tuple[TotalRow, ...]],
    plain: Plain = NO_PLAIN,
) -> Reading:
    """Convert and check the view `texts` into the table `converted`; say what came of it, with the plain rows."""
    sheet, header = find_sheet(start.sheet), _header_of(start)
    assert sheet is not None
    found, profiles, totals = understood
    mapped = list(follow_aliases(connection, start.sheet, found.plans, task.mending))
    make_day_tables(connection, found.plans, profiles)
    seen = _see(start, profiles, task.table)
    unread = tuple(list_unread(found, seen))
    extras = list_extras(sheet, header, unread)
    unread = tuple(place for place in unread if place not in dict(extras))
    leave = partial(leave_causes, connection, start.sheet, mending=task.mending, scope=task.scope)
    converted = convert(connection, sheet, found.plans, found.derivations, task.answers, extras, plain, leave)
    problems = [*start.problems, *found.problems, *name_left_out(start.sheet, found.left_out)]
    problems += [*mapped, *converted.problems, *_name_unread(start.sheet, header, profiles, unread)]
    customer = next((plan for plan in found.plans if plan.field == "customer_id" and plan.place is not None), None)
    zeros = restore_zeros(
        connection, customer, task.answers, plain, list_marks(seen.shown, customer.place if customer else None)
    )
    asked = (zeros,) if zeros else ()
    if customer is not None:
        problems += find_swapped(connection, start.sheet, header.names, customer)
    problems += check_rows(connection, sheet, found.plans, totals, task.scope, plain)
    problems += check_currencies(sheet.name, found.plans, profiles, (seen.titles, seen.shown), task.scope.currency)
    problems += check_marks(sheet.name, found.plans, seen.shown)
    questions = tuple(each for each in (*found.questions, *converted.questions, *asked) if each.candidates)
    problems += _name_hopeless(start.sheet, header, found.questions)
    columns = tuple(name for name in _list_columns(connection) if name not in ("source_row", "nothing"))
    return replace(
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


def _header_of(start: Reading) -> HeaderFinding:
    assert start.header is not None
    return start.header


def _see(start: Reading, profiles: tuple[ColumnProfile, ...], table: Table) -> Seen:
    header = _header_of(start)
    remarks = [each.text for each in start.skipped if each.kind == "footer"][:20]
    return Seen(header.names, profiles, " ".join([_join_titles(header), *remarks]), table.system, table.shown)


def _list_totals(totals: Sequence[TotalRow], bare: tuple[int, str] | None) -> tuple[Skipped, ...]:
    found = [Skipped(each.row, "total", each.text) for each in totals]
    return (*found, *([Skipped(bare[0], "total", bare[1])] if bare else []))


def list_extras(sheet: Sheet, header: HeaderFinding, unread: Sequence[int]) -> tuple[tuple[int, str], ...]:
    """Return the columns that the sheet keeps as attributes: those with a name of their own."""
    if not sheet.keeps_other_columns:
        return ()
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


def start_body(start: Reading, texts: Texts, repeated: Sequence[Record], mending: Mending) -> Reading:
    """Note what stands beside the rows: titles, repeated headers, remarks, and records that could not be used."""
    header = _header_of(start)
    skips = {edit.row for edit in mending.edits if edit.kind == SKIP}
    found = [each for each in texts.problems if each.row not in skips]
    skipped = [Skipped(each.row, "title", _line(each)) for each in header.titles]
    skipped += [Skipped(each.row, "header", _line(each)) for each in repeated[:100]]
    skipped += [Skipped(each.row, "footer", _line(each)) for each in texts.footers]
    problems = (*start.problems, *found, *_check_header(start.sheet, header))
    return replace(start, problems=problems, skipped=tuple(skipped))


def drop_repeated(records: Iterable[Record], header: HeaderFinding, repeated: list[Record]) -> Iterator[Record]:
    """Leave out header and titles where a printed report repeats them on every page (another page, another number)."""
    names = list(header.names)
    titles = {shape for each in header.titles if (shape := _shape_title(each, len(names)))}
    for record in records:
        is_header = header.row and record.cells[:1] and [cell.strip() for cell in record.cells] == names
        if is_header or (titles and _shape_title(record, len(names)) in titles):
            repeated.append(record)
        else:
            yield record


def _shape_title(record: Record, width: int) -> str:
    """Return a title's words with every number alike; nothing for a record as full as the table's rows."""
    filled = [cell for cell in record.cells if cell.strip()]
    if not filled or len(filled) >= width or not any(sign.isalpha() for cell in filled for sign in cell):
        return ""
    return re.sub(r"[0-9]+", "0", " ".join(" ".join(filled).split()))


def _line(record: Record) -> str:
    return " │ ".join(cell.strip("\x01\x02") for cell in record.cells if cell.strip())[:200]


def _check_header(sheet: str, header: HeaderFinding) -> Sequence[Problem]:
    empty = [place for place, name in enumerate(header.names) if not name and header.row]
    doubled = [name for name in dict.fromkeys(header.names) if name and header.names.count(name) > 1]
    return [
        *(note("header_empty", sheet, header.row, f"#{place + 1}") for place in empty),
        *(note("header_twice", sheet, header.row, name, name, count=header.names.count(name)) for name in doubled),
    ]
