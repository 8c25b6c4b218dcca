"""Read a survey as it was sent, CSV or XLSX, in the same guarded way as a ledger."""

import tempfile
from pathlib import Path

import pyarrow.parquet as pq

from portfolio.domain.answers import SHEET, Grid
from profitability.domain.problem import Problem, error
from profitability.readers.csv_text import RawSheet, read_csv_text
from profitability.readers.limits import ReadLimits
from profitability.readers.packages import SourceFile, unpack_files

CUSTOMER = "customer_id"


def read_survey(path: Path, name: str) -> tuple[Grid | None, tuple[Problem, ...]]:
    """Return the first sheet that has a column customer_id; None with the problems when there is none."""
    limits = ReadLimits()
    problems: list[Problem] = []
    with tempfile.TemporaryDirectory(prefix="kundverk-") as temporary:
        unpacked = unpack_files([SourceFile(name, path)], Path(temporary), limits)
        problems += unpacked.problems
        for position, file in enumerate(unpacked.files):
            target = Path(temporary) / f"{position}.text.parquet"
            sheet, found = read_csv_text(file, SHEET, target, limits)
            if sheet is not None and CUSTOMER in _names(sheet):
                return _grid(sheet, target), tuple(found)
            problems += found
    if not problems:
        problems.append(error("survey_no_customer_column", SHEET, 1, CUSTOMER))
    return None, tuple(problems)


def _names(sheet: RawSheet) -> list[str]:
    return [column.strip().casefold() for column in sheet.header]


def _grid(sheet: RawSheet, path: Path) -> Grid:
    table = pq.read_table(path)
    place = _names(sheet).index(CUSTOMER)
    others = [index for index, name in enumerate(sheet.header) if index != place and name.strip()]
    columns = [[text or "" for text in table[f"c{index}"].to_pylist()] for index in others]
    return Grid(
        customer_ids=[(text or "").strip() for text in table[f"c{place}"].to_pylist()],
        items=tuple(sheet.header[index].strip()[:80] for index in others),
        texts=list(zip(*columns, strict=True)) if columns else [() for _ in range(len(table))],
        rows=table["source_row"].to_pylist(),
    )
