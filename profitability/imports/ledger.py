"""Put the canonical sheets of an import together and read them as the ledger that a run is made of."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from profitability.readers.limits import ReadLimits
from profitability.readers.source import Progress, ReadResult, SourceFile, read_source


@dataclass(frozen=True)
class Frame:
    """What no file says: the period (inclusive days) and the currency."""

    period_start: date
    period_end: date
    currency: str


@dataclass(frozen=True)
class BuiltLedger:
    """The sheets put together, by name, and what reading them as a ledger found."""

    sheets: Mapping[str, Path]
    result: ReadResult


def build_ledger(
    sheets: Mapping[str, Sequence[Path]],
    frame: Frame,
    work: Path,
    into: Path,
    limits: ReadLimits,
    progress: Progress,
) -> BuiltLedger:
    """Join the files of each sheet, write the settings, and read all of it into canonical Parquet in `into`."""
    joined = {sheet: join_files(paths, work / f"{sheet}.csv") for sheet, paths in sheets.items()}
    settings = work / "settings.csv"
    write_settings(frame, settings)
    files = {"settings": settings, **joined}
    sources = [SourceFile(f"{sheet}.csv", path) for sheet, path in files.items()]
    return BuiltLedger(files, read_source(sources, into, limits, progress))


def write_settings(frame: Frame, path: Path) -> None:
    """Write the settings sheet of an import."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(["key", "value"])
        writer.writerow(["period_start", frame.period_start.isoformat()])
        writer.writerow(["period_end", frame.period_end.isoformat()])
        writer.writerow(["currency", frame.currency])


def join_files(paths: Sequence[Path], target: Path) -> Path:
    """Return one canonical CSV of several in their order, with the columns of all; a single one is used as it is."""
    if len(paths) == 1:
        return paths[0]
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute("SET enable_progress_bar = false")
        source = "read_csv(?, all_varchar = true, header = true, union_by_name = true)"
        where = str(target).replace("'", "''")
        connection.execute(
            f"COPY (SELECT * FROM {source}) TO '{where}' (FORMAT csv, HEADER)", [[str(path) for path in paths]]
        )
    return target
