"""Read what was sent — CSV files, a folder of them, a zip, a workbook — into canonical Parquet, with every problem."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from profitability.domain.problem import Problem, has_errors

type Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class SourceFile:
    """One file as sent: the name it came with (shown, never opened) and where its bytes are."""

    name: str
    path: Path


@dataclass(frozen=True)
class ReadLimits:
    """How much a reading may cost; beyond it the file is refused with a problem."""

    unpacked_bytes: int = 2_000_000_000
    unpack_ratio: int = 200
    entries: int = 2_000
    rows: int = 50_000_000
    workbook_rows: int = 1_048_576
    memory_mb: int = 2_048
    cpu_seconds: int = 300
    problems_per_kind: int = 200


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


def read_source(
    files: Sequence[SourceFile], into: Path, limits: ReadLimits | None = None, progress: Progress = silent
) -> ReadResult:
    """Read the files into canonical Parquet, one file per sheet, in `into`.

    Amounts become int64 minor units, quantities int64 millionths; each row keeps `source_file` and `source_row`. All
    problems come back in one pass, those between sheets too. Nothing is raised for what a person sent.
    """
    raise NotImplementedError
