"""Measure the reading of a Swedish ledger: processor time and memory beside DuckDB's bare reading of the same file.

Usage: python bench/read_ledger.py [ROWS [WORKBOOK_ROWS]]. Each measurement runs in its own process, start included;
a child process that parses a workbook counts too.
"""

import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import xlsxwriter

PLANTED = 50
HEADER = ("Kundnr", "Fakturadatum", "Belopp exkl moms", "Fakturanr", "Artikel")
READ = """
import sys, json; sys.path.insert(0, {root!r})
from pathlib import Path
from profitability.intake.reading import read_file
found = read_file(Path({file!r}), "transactions", Path({out!r}), most_rows={most})
print(json.dumps([found.rows, len([p for p in found.problems if p.level == "error"]), len(found.questions)]))
"""
BARE = """
import duckdb
duckdb.sql("SET enable_progress_bar = false")
duckdb.sql("SET threads = {threads}")
columns = dict(id="VARCHAR", day="DATE", amount="DECIMAL(18,2)", ref="VARCHAR", item="VARCHAR")
texts = dict.fromkeys(columns, "VARCHAR")
options = dict(delimiter=";", decimal=",", header=True, ignore_errors=True)
bare = duckdb.read_csv({file!r}, columns={columns}, **options)
{use}
"""
EVERY = "SELECT count(id), max(day), sum(amount), max(length(ref)), max(length(item)) FROM bare"
TABLE = 'duckdb.sql("CREATE TABLE kept AS SELECT * FROM read_csv({file!r})")'
BARE_WAYS = {
    "bare: texts, counted": ("texts", 'duckdb.sql("SELECT count(*) FROM bare").fetchall()'),
    "bare: types, looked at": ("columns", f'duckdb.sql("{EVERY}").fetchall()'),
    "bare: types, kept": ("columns", "bare.write_parquet({out!r})"),
    "bare: types, as CSV": ("columns", "bare.write_csv({out!r})"),
    "bare: as sniffed, a table": ("columns", TABLE),
}
"""DuckDB's read_csv of the same file: only parted and counted; every column converted and aggregated; the converted
rows kept as Parquet, as whoever goes on with them must, or written as CSV, as a clean file is here; or everything left
to DuckDB and the rows kept as a table in memory (in which a column with one bad amount is a column of texts)."""


def write_ledger(path: Path, rows: int, planted: int = PLANTED) -> None:
    """Write a ledger of `rows` rows with so many bad amounts spread over it."""
    step = max(rows // planted, 1) if planted else rows + 1
    with path.open("w", encoding="utf-8", newline="") as handle:
        handle.write(";".join(HEADER) + "\n")
        for place in range(rows):
            amount = "fel" if place % step == step - 1 else f"{place % 90_000},{place % 100:02}"
            day = f"2025-{1 + place % 12:02}-{1 + place % 28:02}"
            handle.write(f"{10_000 + place % 50_000};{day};{amount};F{place};Räksmörgås {place % 300}\n")


def write_workbook(path: Path, rows: int) -> None:
    """Write the like of `write_ledger` as a workbook, without errors."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, HEADER)
        for place in range(rows):
            sheet.write_number(1 + place, 0, 10_000 + place % 50_000)
            sheet.write_datetime(1 + place, 1, date(2025, 1 + place % 12, 1 + place % 28), day)
            sheet.write_number(1 + place, 2, place % 90_000 + place % 100 / 100)
            sheet.write_row(1 + place, 3, (f"F{place}", f"Räksmörgås {place % 300}"))


def measure(name: str, code: str) -> float:
    """Run the code in a process of its own and print what it and its children cost; return the CPU seconds."""
    started = time.perf_counter()
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    said = child.stdout.read().strip()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{name} ended with {child.returncode}")
    cpu, wall = used.ru_utime + used.ru_stime, time.perf_counter() - started
    print(f"{name:37} {cpu:7.1f} CPU s {wall:7.1f} s  most {used.ru_maxrss / 1024:6.0f} MB  {said}")
    return cpu


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 500_000
    root = str(Path(__file__).resolve().parents[1])
    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder) / "ledger.csv", Path(folder) / "out.csv"
        write_ledger(file, rows)
        print(f"{rows:,} rows, {file.stat().st_size / 1e6:.0f} MB, {PLANTED} planted errors")
        bare = {}
        for name, (columns, use) in BARE_WAYS.items():
            for threads in (os.cpu_count() or 1, 1):
                used = use.format(out=str(out), file=str(file))
                code = BARE.format(file=str(file), columns=columns, use=used, threads=threads)
                bare[f"{name}, {threads} threads"] = measure(f"{name}, {threads} threads", code)
        measure("first 100 rows", READ.format(root=root, file=str(file), out=str(out), most=100))
        whole = measure("read_ledger", READ.format(root=root, file=str(file), out=str(out), most=0))
        print(", ".join(f"{whole / floor:.2f} x {name}" for name, floor in bare.items()))
        write_ledger(file, rows, planted=0)
        clean = measure("read_ledger, clean: written", READ.format(root=root, file=str(file), out=str(out), most=0))
        print(", ".join(f"{clean / floor:.2f} x {name}" for name, floor in bare.items()))
        many = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
        book = Path(folder) / "ledger.xlsx"
        write_workbook(book, many)
        print(f"workbook of {many:,} rows, {book.stat().st_size / 1e6:.0f} MB")
        measure("first 100 rows", READ.format(root=root, file=str(book), out=str(out), most=100))
        measure("read_ledger", READ.format(root=root, file=str(book), out=str(out), most=0))


if __name__ == "__main__":
    main()
