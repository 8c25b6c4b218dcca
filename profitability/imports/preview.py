"""How a dropped file would be read by its beginning alone: its first rows and the proposed mapping, in about a second.

What only later rows decide (questions, errors, other formats) is not in it.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter

from profitability.imports.kinds import Guess, guess_kind
from profitability.imports.reading import FileTask, make_record
from profitability.imports.record import FileRecord
from profitability.intake.mending import Mending
from profitability.intake.reading import PREVIEW_ROWS, read_file
from profitability.intake.sie import is_sie

PREVIEW_FROM_BYTES = 300_000
"""A smaller file is read whole in the time that a preview takes."""

HEAD_BYTES = 500_000
_LONGEST_CELL = 60
_MOST_COLUMNS = 60

type HeadRow = tuple[int, tuple[str, ...]]


@dataclass(frozen=True)
class Preview:
    """The record of the beginning, and its rows as they were written: (row, its cells)."""

    record: FileRecord
    rows: tuple[HeadRow, ...]


def preview_import_file(task: FileTask, folder: Path) -> Preview | None:
    """Return what the first hundred rows show; None for a file that is no table of one kind."""
    if is_sie(task.path):
        return None
    guess = Guess(task.sheet, (task.sheet,))
    if not task.sheet:
        guess = guess_kind(task.path, task.name, task.limits, task.mending.layouts)
    if not guess.sheet:
        return None
    head = _take_head(task.path, folder)
    known = Mending(aliases=task.mending.aliases, layouts=task.mending.layouts)
    reading = read_file(
        head, guess.sheet, None, task.answers, limits=task.limits, most_rows=PREVIEW_ROWS, mending=known
    )
    if reading.header is None or not reading.head:
        return None
    record = make_record(reading, guess, replace(task, path=head), None)
    rows = tuple((row, tuple(cell[:_LONGEST_CELL] for cell in cells[:_MOST_COLUMNS])) for row, cells in reading.head)
    return Preview(replace(record, questions=(), rows=0, sum_minor=None), rows)


def _take_head(path: Path, folder: Path) -> Path:
    """Return a file of the beginning's whole lines; a workbook, and a file that is no longer, as it is."""
    with path.open("rb") as handle:
        head = handle.read(HEAD_BYTES)
    if head.startswith(b"PK") or len(head) < HEAD_BYTES:
        return path
    target = folder / "head"
    target.write_bytes(head if b"\x00" in head else head[: head.rfind(b"\n") + 1] or head)
    return target


_ROWS: TypeAdapter[tuple[HeadRow, ...]] = TypeAdapter(tuple[HeadRow, ...])


def dump_head(rows: tuple[HeadRow, ...]) -> bytes:
    """Return the rows as JSON."""
    return _ROWS.dump_json(rows)


def load_head(data: bytes) -> tuple[HeadRow, ...]:
    """Return the rows of JSON that `dump_head` made."""
    return _ROWS.validate_json(data)
