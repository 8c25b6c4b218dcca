"""Open what was sent as tables of text: a text file is one table, a workbook one per sheet."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

from profitability.domain.problem import Problem, error, note
from profitability.intake.cell_styles import Shown
from profitability.intake.delimiters import Dialect
from profitability.intake.headers import SEARCHED_ROWS, is_value
from profitability.intake.limits import IntakeLimits
from profitability.intake.matching import score_headers
from profitability.intake.question import Answers, Candidate, Question, find_answer
from profitability.intake.records import part_records

_ROOT = Path(__file__).resolve().parents[2]
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "rar"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"SQLite format 3", "sqlite"),
    (b"PAR1", "parquet"),
    (b"{\\rtf", "rtf"),
)
_TOP = 30
_MARKUP = (b"<html", b"<!doctype", b"<?xml", b"<table", b"<svg")


@dataclass(frozen=True)
class Table:
    """One table to read. A sheet of a workbook is CSV of our own making; `system` says how it counts days.

    `left_out` are rows that a filter hides, or with a line through them, and a person does not want; `shown` is what
    numbers of the workbook show beside their value.
    """

    path: Path
    sheet_name: str = ""
    is_workbook: bool = False
    system: str = ""
    left_out: frozenset[int] = frozenset()
    shown: tuple[Shown, ...] = ()


@dataclass(frozen=True)
class Opened:
    """The table to read; None when there is a question first, or nothing to read."""

    table: Table | None
    problems: tuple[Problem, ...] = ()
    question: Question | None = None


def open_source(
    path: Path, sheet: str, folder: Path, answers: Answers, limits: IntakeLimits, most_rows: int = 0
) -> Opened:
    """Tell the kind of file by its first bytes, whatever its name says; of a workbook, open `most_rows` unless 0."""
    size = path.stat().st_size
    with path.open("rb") as handle:
        head = handle.read(4_096)
    if not head.strip():
        return _refuse("empty_file", sheet)
    if head.startswith(b"PK"):
        if size > limits.workbook_bytes:
            return _refuse("file_too_large", sheet, most=limits.workbook_bytes // 1_000_000)
        return _open_workbook(path, sheet, folder, answers, limits, most_rows)
    if head.startswith(_OLE):
        with path.open("rb") as handle:
            is_encrypted = "EncryptedPackage".encode("utf-16-le") in handle.read(limits.workbook_bytes)
        return _refuse("encrypted_file" if is_encrypted else "old_workbook", sheet)
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return _refuse("wrong_type", sheet, kind=kind)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_MARKUP):
        return _refuse("wrong_type", sheet, kind="html/xml")
    if size > limits.text_bytes:
        return _refuse("file_too_large", sheet, most=limits.text_bytes // 1_000_000)
    return Opened(Table(path))


def _refuse(code: str, sheet: str, kind: str = "", most: str | int = "") -> Opened:
    return Opened(None, (error(code, sheet, kind=kind, most=most),))


def _open_workbook(
    path: Path, sheet: str, folder: Path, answers: Answers, limits: IntakeLimits, most_rows: int
) -> Opened:
    child = _run_child(path, folder, limits, most_rows)
    if child is None:
        return _refuse("workbook_too_heavy", sheet)
    if child.danger:
        return _refuse(child.danger, sheet, kind=child.detail, most=child.detail)
    hidden = [each for each in child.sheets if each.is_hidden and each.rows]
    problems: list[Problem] = [note("hidden_sheet", sheet, value=each.name) for each in hidden]
    if child.has_macros:
        problems.append(note("macros_ignored", sheet))
    filled = [each for each in child.sheets if each.rows and not each.is_hidden]
    if not filled:
        return Opened(None, (*problems, error("empty_file", sheet)))
    chosen, question = _choose_sheet(sheet, filled, folder, answers)
    if chosen is None:
        return Opened(None, tuple(problems), question)
    problems.extend(
        error("formula_without_value", sheet, int("".join(filter(str.isdigit, cell))), value=cell)
        for cell in chosen.formulas_without_value
    )
    problems.extend(note("sheet_not_read", sheet, value=each.name) for each in filled if each is not chosen)
    doubtful = {} if most_rows else {"hidden_rows": chosen.hidden_rows, "struck_rows": chosen.struck_rows}
    left_out: set[int] = set()
    for kind, rows in doubtful.items():
        asked = Question(kind, "", (Candidate("read"), Candidate("leave")), (str(len(rows)),))
        answer = find_answer(answers, asked) if rows else "read"
        if answer is None:
            return Opened(None, tuple(problems), asked)
        if answer == "leave":
            left_out |= set(rows)
    if left_out:
        problems.append(note("rows_set_aside", sheet, count=len(left_out)))
    table = Table(folder / chosen.file, chosen.name, True, child.system, frozenset(left_out), chosen.shown)
    return Opened(table, tuple(problems))


@dataclass(frozen=True)
class _Sheet:
    name: str
    file: str
    is_hidden: bool
    rows: int
    formulas_without_value: tuple[str, ...]
    hidden_rows: tuple[int, ...]
    struck_rows: tuple[int, ...]
    shown: tuple[Shown, ...]


@dataclass(frozen=True)
class _Child:
    sheets: tuple[_Sheet, ...] = ()
    danger: str = ""
    detail: str = ""
    system: str = "1900"
    has_macros: bool = False


def _run_child(path: Path, folder: Path, limits: IntakeLimits, most_rows: int) -> _Child | None:
    """Return what the child process found; None when it died of its limits."""
    command = [
        sys.executable,
        "-m",
        "profitability.intake.workbook_child",
        str(path.resolve()),
        str(folder),
        str(limits.child_memory_mb),
        str(limits.child_cpu_seconds),
        f"{limits.unpacked_bytes},{limits.workbook_rows},{limits.columns},{most_rows and most_rows + SEARCHED_ROWS}",
    ]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no shell
            command, cwd=_ROOT, capture_output=True, check=False, timeout=4 * limits.child_cpu_seconds
        )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode != 0:
        is_broken = done.returncode > 0 and b"MemoryError" not in done.stderr
        return _Child(danger="unreadable_package") if is_broken else None
    answer = json.loads(done.stdout)
    if "danger" in answer:
        return _Child(danger=answer["danger"], detail=answer["detail"])
    sheets = tuple(
        _Sheet(
            each["name"],
            each["file"],
            each["is_hidden"],
            each["rows"],
            tuple(each["formulas_without_value"]),
            tuple(each["hidden_rows"]),
            tuple(each["struck_rows"]),
            tuple(Shown(**found) for found in each["shown"]),
        )
        for each in answer["sheets"]
    )
    return _Child(sheets, system=answer["system"], has_macros=answer["has_macros"])


def _choose_sheet(
    sheet: str, filled: Sequence[_Sheet], folder: Path, answers: Answers
) -> tuple[_Sheet | None, Question | None]:
    """Take the only sheet, the one of the right name or with by far the best header; else ask."""
    if len(filled) == 1:
        return filled[0], None
    scores = {each.name: _score_sheet(sheet, folder / each.file) for each in filled}
    ranked = sorted(filled, key=lambda each: -scores[each.name])
    question = Question(
        "sheet", "", tuple(Candidate(each.name, (), place == 0) for place, each in enumerate(ranked)), ()
    )
    if answer := find_answer(answers, question):
        return next(each for each in filled if each.name == answer), None
    named = [each for each in filled if each.name.strip().casefold() == sheet]
    is_clear = scores[ranked[0].name] >= 1.9 and scores[ranked[1].name] <= 0.5 * scores[ranked[0].name]
    chosen = named[0] if len(named) == 1 else ranked[0] if is_clear else None
    others = (each for each in filled if each is not chosen and not scores[each.name])
    if chosen is None or any(_goes_on(folder / chosen.file, folder / each.file) for each in others):
        return None, question
    return chosen, None


def _goes_on(first: Path, other: Path) -> bool:
    """Say whether a sheet without a header may be the rest of the first one: as wide, values from the top."""
    above, below = _read_top(first), _read_top(other)
    if not above or not below:
        return False
    widths = [sum(bool(cell.strip()) for cell in cells) for cells in (above[-1], *below)]
    return len(below) > 1 and widths[0] > 1 and set(widths) == {widths[0]} and any(map(is_value, below[0]))


def _read_top(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        records = islice(part_records(handle, Dialect(",")), _TOP)
        return [record.cells for record in records if any(cell.strip() for cell in record.cells)]


def _score_sheet(sheet: str, path: Path) -> float:
    with path.open(encoding="utf-8", newline="") as handle:
        best = 0.0
        for record in part_records(handle, Dialect(",")):
            if record.row > _TOP:
                break
            best = max(best, score_headers(sheet, record.cells))
    return best


@contextmanager
def open_text(table: Table, encoding: str) -> Iterator[TextIO]:
    """Open a table's text; line ends of every kind become one."""
    with table.path.open(encoding="utf-8" if table.is_workbook else encoding, newline=None) as handle:
        yield handle
