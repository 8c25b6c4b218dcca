"""A small sound ledger as texts, to be spoiled one cell at a time."""

from collections.abc import Mapping
from pathlib import Path

from profitability.readers.source import ReadResult, SourceFile, list_folder, read_source

SOUND = {
    "settings": "key,value\nperiod_start,2025-01-01\nperiod_end,2025-12-31\n",
    "customers": "customer_id,name,segment,customer_since,region\n1,Alfa,Bygg,2019-01-01,Norr\n2,Beta,,,\n",
    "transactions": (
        "customer_id,date,gross_sales,order_id,product,quantity,discount,cost_of_goods\n"
        "1,2025-02-01,1000.00,O1,P,2,10.50,600\n2,2025-03-01,-20.05,O2,P,-1,,\n"
    ),
    "pools": "pool_id,name,line,amount,driver,capacity\nA,Order,order_handling,100.01,@lines,\nB,HQ,common,50,,\n",
    "volumes": "driver,customer_id,quantity,date\nvisits,1,2.5,2025-01-05\n",
}


def write_sheets(folder: Path, **changes: str | bytes | None) -> Path:
    """Write the sound sheets to `folder`, some replaced, some left out (None)."""
    folder.mkdir(parents=True, exist_ok=True)
    sheets: Mapping[str, str | bytes | None] = {**SOUND, **changes}
    for name, text in sheets.items():
        if text is not None:
            content = text.encode() if isinstance(text, str) else text
            (folder / f"{name}.csv").write_bytes(content)
    return folder


def read_folder(tmp_path: Path, **changes: str | bytes | None) -> ReadResult:
    """Read the sheets as a folder that was sent."""
    folder = write_sheets(tmp_path / "sent", **changes)
    return read_source(list_folder(folder), tmp_path / "ledger")


def read_file(tmp_path: Path, path: Path) -> ReadResult:
    """Read one file as it was sent."""
    return read_source([SourceFile(path.name, path)], tmp_path / "ledger")


def errors(result: ReadResult) -> list[tuple[str, str, int | None, str, str]]:
    """Return the errors as (code, sheet, row, column, value)."""
    return [
        (problem.code, problem.sheet, problem.row, problem.column, problem.value)
        for problem in result.problems
        if problem.level == "error"
    ]
