"""Measure the customer base against a floor: DuckDB scanning the same Parquet with one group-by, in the same run.

Processor seconds (all threads, user and system) and peak memory, each step in a process of its own:
    floor     scan of the transactions and one group-by on customer with the sums that statements need
    base      facts, flows, tiers, migration and portfolio, from canonical Parquet to the rows of the three files
    analysis  the same and all else a page of the product shows: series, cohorts, holdings, a row per customer
"""

import argparse
import sys
import tempfile
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.run import FLOOR, Cost, measure

BASE = """
import sys
from datetime import date
from pathlib import Path
from portfolio.domain.definition import CustomerDefinition
from portfolio.services.base_runs import run_base
from portfolio.services.result_files import base_files
from profitability.domain.ledger import Ledger
run = run_base(Ledger(Path(sys.argv[1])), CustomerDefinition(), date(2025, 12, 31), Path(sys.argv[1]))
assert run.base is not None and len(base_files(run.base.flows, run.base.migration, run.base.portfolio, 2)) == 3
"""
ANALYSIS = """
import os, sys
from datetime import date
from pathlib import Path
os.environ["DJANGO_SETTINGS_MODULE"] = "crmstrategy.settings"
import django
django.setup()
from portfolio.domain.definition import CustomerDefinition
from portfolio.services.analysis_building import build_analysis
from profitability.domain.ledger import Ledger
out = Path(sys.argv[2])
out.mkdir()
build_analysis(Ledger(Path(sys.argv[1])), CustomerDefinition(), date(2025, 12, 31), out, lambda stage, share: None)
"""


def generate(folder: Path, customers: int, transactions: int) -> None:
    """Write customers and four years of transactions: orders of one to four rows, one customer each, some returns."""
    folder.mkdir(parents=True, exist_ok=True)
    name = "'K' || lpad((floor({n} * pow((hash(o, 2) % 1000003) / 1000003.0, 1.6))::BIGINT)::VARCHAR, 8, '0')"
    rows = f"""
        SELECT {name.format(n=customers)} AS customer_id, DATE '2022-01-01' + (hash(o, 3) % 1461)::INTEGER AS date,
            (hash(i, 4) % 400000)::BIGINT - 10000 AS gross_sales_minor, 'O' || lpad(o::VARCHAR, 8, '0') AS order_id,
            'P' || (hash(i, 5) % 500)::VARCHAR AS product, ((hash(i, 6) % 40) * 1000000)::BIGINT AS quantity_micro,
            (hash(i, 7) % 9000)::BIGINT AS discount_minor, (hash(i, 8) % 250000)::BIGINT AS cost_of_goods_minor,
            'transactions.csv' AS source_file, i + 2 AS source_row
        FROM (SELECT i, (i * 2 + hash(i // 5, 1) % 3) // 5 AS o FROM range({transactions}) t(i))"""
    people = f"""
        SELECT 'K' || lpad(i::VARCHAR, 8, '0') AS customer_id, 'Kund ' || i AS name, 'S' || (i % 7) AS segment,
            NULL::DATE AS customer_since, '{{}}' AS attributes, 'customers.csv' AS source_file, i + 2 AS source_row
        FROM range({customers}) t(i)"""
    with duckdb.connect() as connection:
        connection.execute("SET threads = 2")
        for sheet, select in (("customers", people), ("transactions", rows)):
            target = folder / f"{sheet}.parquet"
            connection.execute(f"COPY ({select}) TO '{target}' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)")


def report(costs: dict[str, list[Cost]]) -> None:
    """Print the least run of each step against the floor."""
    least = {name: min(runs, key=lambda cost: cost.cpu_seconds) for name, runs in costs.items()}
    print(f"{'':10}{'CPU s':>9}{'x floor':>9}{'wall s':>9}{'peak MB':>9}")
    for name, cost in least.items():
        ratio = cost.cpu_seconds / least["floor"].cpu_seconds
        print(f"{name:10}{cost.cpu_seconds:9.2f}{ratio:9.2f}{cost.wall_seconds:9.2f}{cost.peak_mb:9.0f}")


def main() -> None:
    """Generate, measure, print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--transactions", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=3, help="the least of so many runs counts")
    parser.add_argument("--data", type=Path, default=ROOT / "bench" / "data")
    parser.add_argument("--with-analysis", action="store_true")
    chosen = parser.parse_args()
    folder = chosen.data / f"base-{chosen.customers}-{chosen.transactions}"
    if not (folder / "transactions.parquet").exists():
        generate(folder, chosen.customers, chosen.transactions)
    python = [sys.executable, "-c"]
    with tempfile.TemporaryDirectory() as out:
        steps = {"floor": [*python, FLOOR, str(folder)], "base": [*python, BASE, str(folder)]}
        costs = {name: [measure(command) for _ in range(chosen.repeat)] for name, command in steps.items()}
        if chosen.with_analysis:
            costs["analysis"] = [measure([*python, ANALYSIS, str(folder), f"{out}/analysis"])]
    print(f"{chosen.customers:,} customers, {chosen.transactions:,} transactions, {chosen.repeat} runs each")
    report(costs)


if __name__ == "__main__":
    main()
