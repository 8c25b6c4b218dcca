"""Put the canonical sheets of an import together and read them as the ledger that a run is made of."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from profitability.domain.columns import as_array, as_texts
from profitability.intake.origins import FIRST_ROW
from profitability.readers.limits import ReadLimits
from profitability.readers.source import Progress, ReadResult, SourceFile, read_source

ORIGINS = "origins.parquet"


@dataclass(frozen=True)
class Frame:
    """What no file says: the period (inclusive days) and the currency."""

    period_start: date
    period_end: date
    currency: str


@dataclass(frozen=True)
class Part:
    """The canonical CSV of one dropped file: its name, its sheet in a workbook, how many rows it gave, and which."""

    path: Path
    file: str
    file_sheet: str
    rows: int
    origins: Path | None


@dataclass(frozen=True)
class BuiltLedger:
    """The sheets put together, by name, and what reading them as a ledger found."""

    sheets: Mapping[str, Path]
    result: ReadResult


def build_ledger(
    sheets: Mapping[str, Sequence[Part]],
    frame: Frame,
    work: Path,
    into: Path,
    limits: ReadLimits,
    progress: Progress,
) -> BuiltLedger:
    """Join the files of each sheet, write the settings, and read all of it into canonical Parquet in `into`."""
    joined = {
        sheet: join_files([part.path for part in parts], work / f"{sheet}.csv") for sheet, parts in sheets.items()
    }
    settings = work / "settings-all.csv"
    write_settings(frame, _list_settings([part.path for part in sheets.get("settings", ())]), settings)
    files = {**joined, "settings": settings}
    sources = [SourceFile(f"{sheet}.csv", path) for sheet, path in files.items()]
    result = read_source(sources, into, limits, progress)
    if not result.has_errors:
        write_origins(sheets, into / ORIGINS)
    return BuiltLedger(files, result)


def write_origins(sheets: Mapping[str, Sequence[Part]], target: Path) -> None:
    """Write which file and row each row of the ledger was, as stretches that run on without a gap.

    Parquet with the columns sheet, first_row (of the ledger's `source_row`), file (as sent), file_sheet (of a workbook)
    and source_row (as a spreadsheet shows it; 0 where rows of the ledger are not rows of the file).
    """
    texts: dict[str, list[str]] = {"sheet": [], "file": [], "file_sheet": []}
    first_rows, source_rows = [as_array(np.array([], np.int64))], [as_array(np.array([], np.int64))]
    for sheet, parts in sheets.items():
        above = 0
        for part in parts:
            first, rows = _list_stretches(part)
            first_rows.append(pc.add(first, above))
            source_rows.append(rows)
            for name, value in zip(texts, (sheet, part.file, part.file_sheet), strict=True):
                texts[name] += [value] * len(rows)
            above += part.rows
    numbers = {"first_row": pa.concat_arrays(first_rows), "source_row": pa.concat_arrays(source_rows)}
    pq.write_table(pa.table({**{name: as_texts(values) for name, values in texts.items()}, **numbers}), target)


def _list_stretches(part: Part) -> tuple[pa.Array, pa.Array]:
    if part.origins is None:
        return as_array(np.array([FIRST_ROW])), as_array(np.array([0]))
    table = pq.read_table(part.origins)
    return table.column("first_row").combine_chunks(), table.column("source_row").combine_chunks()


def _list_settings(paths: Sequence[Path]) -> Mapping[str, str]:
    """Return the settings that people gave; a later sheet's word counts."""
    given: dict[str, str] = {}
    for path in paths:
        with path.open(encoding="utf-8", newline="") as handle:
            given.update((row["key"], row["value"]) for row in csv.DictReader(handle))
    return given


def write_settings(frame: Frame, given: Mapping[str, str], path: Path) -> None:
    """Write the settings sheet of an import: its period and currency, and what else people gave."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(["key", "value"])
        writer.writerow(["period_start", frame.period_start.isoformat()])
        writer.writerow(["period_end", frame.period_end.isoformat()])
        writer.writerow(["currency", frame.currency])
        writer.writerows(given.items())


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
