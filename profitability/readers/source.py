"""Read what was sent — CSV files, a folder of them, a zip, a workbook — into canonical Parquet, with every problem."""

import hashlib
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from profitability.domain.ledger import Ledger
from profitability.domain.preparation import sort_problems
from profitability.domain.problem import Problem, error, has_errors, note
from profitability.domain.run import check_ledger
from profitability.domain.settings import SettingRow, read_settings
from profitability.domain.template import SETTINGS, SHEETS, find_sheet
from profitability.readers.conversion import Converted, convert_sheet
from profitability.readers.csv_text import RawSheet, read_csv_text
from profitability.readers.limits import ReadLimits
from profitability.readers.packages import SourceFile, unpack_files

__all__ = ["ReadLimits", "ReadResult", "SheetSummary", "SourceFile", "list_folder", "read_source"]

type Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class SheetSummary:
    """What was read of one sheet: rows kept, and the sum of its main amount in minor units (None when it has none)."""

    name: str
    file: str
    rows: int
    sum_minor: int | None


@dataclass(frozen=True)
class ReadResult:
    """What the reading found; the canonical Parquet files stand in the folder it was asked to fill."""

    problems: tuple[Problem, ...]
    sheets: tuple[SheetSummary, ...]

    @property
    def has_errors(self) -> bool:
        return has_errors(self.problems)


def silent(stage: str, share: float) -> None:
    """Take progress and tell nobody."""


def list_folder(folder: Path) -> tuple[SourceFile, ...]:
    """Return the files of a folder as they would be sent, by name; hidden ones are left out."""
    return tuple(
        SourceFile(path.name, path)
        for path in sorted(folder.iterdir())
        if path.is_file() and not path.name.startswith(".")
    )


def read_source(
    files: Sequence[SourceFile],
    into: Path,
    limits: ReadLimits | None = None,
    progress: Progress = silent,
    *,
    check: bool = True,
) -> ReadResult:
    """Read the files into canonical Parquet, one file per sheet, in `into`.

    Amounts become int64 minor units, quantities int64 millionths; each row keeps `source_file` and `source_row`. All
    problems come back in one pass, those between sheets too unless `check` is off (a run finds those itself). Nothing
    is raised for what a person sent.
    """
    limits = limits or ReadLimits()
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="kundverk-") as temporary:
        unpacked = unpack_files(files, Path(temporary), limits)
        raw, problems = _read_texts(unpacked.files, Path(temporary), limits, progress)
        problems += [*unpacked.problems, *_find_missing(raw, problems)]
        summaries, decimals = _convert_all(raw, into, problems, progress)
    ledger = Ledger(into)
    ledger.write_manifest(_hash(files), decimals)
    if check or has_errors(problems):
        progress("check", 0.9)
        problems += _leave_out_consequences(check_ledger(into), raw)
    return ReadResult(sort_problems(problems), tuple(summaries))


def _read_texts(
    files: Sequence[SourceFile], folder: Path, limits: ReadLimits, progress: Progress
) -> tuple[dict[str, RawSheet], list[Problem]]:
    raw: dict[str, RawSheet] = {}
    problems: list[Problem] = []
    for position, file in enumerate(files):
        progress("read", 0.1 + 0.4 * position / len(files))
        name = file.sheet
        if find_sheet(name) is None:
            problems.append(note("unknown_sheet", name, value=file.name))
        elif name in raw:
            problems.append(error("sheet_twice", name, value=file.name))
        else:
            sheet, found = read_csv_text(file, name, folder / f"{position}.text.parquet", limits)
            problems.extend(found)
            if sheet is not None:
                raw[name] = sheet
    return raw, problems


def _leave_out_consequences(problems: Sequence[Problem], raw: dict[str, RawSheet]) -> list[Problem]:
    """Leave out what only follows from a missing sheet settings, or from rows of customers that were left out."""
    left_out = raw["customers"].left_out if "customers" in raw else frozenset()
    return [
        problem
        for problem in problems
        if not (problem.code == "unknown_customer" and problem.value in left_out)
        and not (problem.code == "missing_setting" and "settings" not in raw)
    ]


def _find_missing(raw: dict[str, RawSheet], problems: Sequence[Problem]) -> list[Problem]:
    unreadable = {problem.sheet for problem in problems if problem.code != "unknown_sheet"}
    return [
        error("missing_sheet", sheet.name)
        for sheet in SHEETS
        if sheet.required and sheet.name not in raw and sheet.name not in unreadable
    ]


def _convert_all(
    raw: dict[str, RawSheet], into: Path, problems: list[Problem], progress: Progress
) -> tuple[list[SheetSummary], int]:
    summaries = []
    decimals = 2
    for position, sheet in enumerate(SHEETS):
        progress("convert", 0.5 + 0.4 * position / len(SHEETS))
        if sheet.name not in raw:
            continue
        converted = convert_sheet(sheet, raw[sheet.name], into / f"{sheet.name}.parquet", decimals)
        problems.extend(converted.problems)
        if sheet is SETTINGS:
            decimals = _read_decimals(into)
        summaries.append(_summarise(sheet.name, raw[sheet.name], converted))
    return summaries, decimals


def _read_decimals(into: Path) -> int:
    rows: tuple[SettingRow, ...] = Ledger(into).read_model().settings
    return read_settings(rows).decimals


def _summarise(name: str, raw: RawSheet, converted: Converted) -> SheetSummary:
    return SheetSummary(name, raw.file, converted.rows, converted.sum_minor)


def _hash(files: Sequence[SourceFile]) -> str:
    digest = hashlib.sha256()
    for file in sorted(files, key=lambda file: file.name):
        content = hashlib.file_digest(file.path.open("rb"), "sha256").hexdigest()
        digest.update(f"{content} {file.name}\n".encode())
    return digest.hexdigest()
