"""Measure the allocation against a floor: DuckDB scanning the same Parquet with one group-by, in the same run.

Processor seconds (all threads, user and system) and peak memory, each step in a process of its own:
    floor     scan of the transactions and one group-by on customer with the sums that statements need
    engine    facts, allocation, statements, tiers, traces, proof: from canonical Parquet to published Parquet
    command   manage.py allocate --traces on the same ledger, CSV export included
    from CSV  the same, where the ledger too is read from CSV
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

FLOOR = """
import duckdb, sys
duckdb.sql(f'''SELECT customer_id, count(*), sum(gross_sales_minor)::BIGINT, sum(discount_minor)::BIGINT,
    sum(cost_of_goods_minor)::BIGINT, sum(quantity_micro)::BIGINT
    FROM read_parquet('{sys.argv[1]}/transactions.parquet') GROUP BY customer_id''').to_arrow_table()
"""
ENGINE = """
import sys
from pathlib import Path
from profitability.domain.run import allocate
result = allocate(Path(sys.argv[1]), Path(sys.argv[2]), memory_mb=int(sys.argv[3]), threads=int(sys.argv[4]))
assert not result.has_errors, result.problems[:5]
"""


@dataclass(frozen=True)
class Cost:
    """What a process took: processor and wall seconds, peak resident memory in MB."""

    cpu_seconds: float
    wall_seconds: float
    peak_mb: float


def measure(command: list[str]) -> Cost:
    """Run a command to its end and return its cost; raise CalledProcessError when it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise subprocess.CalledProcessError(status, command)
    return Cost(usage.ru_utime + usage.ru_stime, time.perf_counter() - started, usage.ru_maxrss / 1024)


def main() -> None:
    """Generate, measure, print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--transactions", type=int, default=1_000_000)
    parser.add_argument("--memory-mb", type=int, default=1024)
    parser.add_argument("--threads", type=int, default=1, help="of the engine; the floor takes what DuckDB takes")
    parser.add_argument("--repeat", type=int, default=3, help="the least of so many runs counts")
    parser.add_argument("--data", type=Path, default=ROOT / "bench" / "data")
    parser.add_argument("--without-command", action="store_true")
    chosen = parser.parse_args()
    folder = chosen.data / f"{chosen.customers}-{chosen.transactions}"
    sheets = folder / "sheets"
    if not (folder / "ledger.json").exists() or not (chosen.without_command or sheets.exists()):
        generate = [sys.executable, "-m", "bench.generate", str(folder)]
        generate += [] if chosen.without_command else ["--sheets", str(sheets)]
        generate += ["--customers", str(chosen.customers), "--transactions", str(chosen.transactions)]
        measure(generate)
    python = [sys.executable, "-c"]
    with tempfile.TemporaryDirectory() as out:
        steps = {
            "floor": [*python, FLOOR, str(folder)],
            "engine": [*python, ENGINE, str(folder), f"{out}/run", str(chosen.memory_mb), str(chosen.threads)],
        }
        if not chosen.without_command:
            allocate = [sys.executable, "manage.py", "allocate", "--traces", "--out", f"{out}/csv"]
            steps["command"] = [*allocate, str(folder)]
            steps["from CSV"] = [*allocate, str(sheets)]
        costs = {name: [measure(command) for _ in range(chosen.repeat)] for name, command in steps.items()}
    least = {name: min(runs, key=lambda cost: cost.cpu_seconds) for name, runs in costs.items()}
    print(f"{chosen.customers:,} customers, {chosen.transactions:,} transactions, 20 pools, {chosen.repeat} runs each")
    print(f"{'':10}{'CPU s':>9}{'x floor':>9}{'wall s':>9}{'peak MB':>9}")
    for name, cost in least.items():
        ratio = cost.cpu_seconds / least["floor"].cpu_seconds
        print(f"{name:10}{cost.cpu_seconds:9.2f}{ratio:9.2f}{cost.wall_seconds:9.2f}{cost.peak_mb:9.0f}")


if __name__ == "__main__":
    main()
