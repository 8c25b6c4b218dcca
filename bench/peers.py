"""Measure the allocation against a peer on the same figures in the same run: cloud-cost-allocation 2.3.4 (MIT).

Both sides read CSV and write CSV, a row for each customer and pool (the trace) included; each runs in a process of its
own and the peer in a virtual environment of its own, made on first use. Printed for each: processor seconds (user and
system, children too), wall seconds, peak memory, and the ledger difference: what the written rows sum up to, read as
exact decimals, less what the pools cost (of the pool where it is largest); for the peer also with rows rounded to the
currency's two decimals.
"""

import argparse
import csv
import os
import random
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.run import Cost, measure

PEER = "cloud-cost-allocation==2.3.4"
IMPORTED_BY_PEER = ("requests", "validators", "python-dateutil")
POOLS = 5
PEER_PROGRAM = """
import sys
from configparser import ConfigParser
from cloud_cost_allocation.cloud_cost_allocator import CloudCostAllocator
from cloud_cost_allocation.config import Config
from cloud_cost_allocation.cost_items import CostItemFactory
from cloud_cost_allocation.reader.csv_allocated_cost_reader import CSV_AllocatedCostReader
from cloud_cost_allocation.reader.csv_cost_allocation_keys_reader import CSV_CostAllocationKeysReader
from cloud_cost_allocation.utils.utils import read_csv_file, write_csv_file
from cloud_cost_allocation.writer.csv_allocated_cost_writer import CSV_AllocatedCostWriter
parser = ConfigParser()
parser.read_dict({"General": {"DateFormat": "%%Y-%%m-%%d", "DefaultService": "firm", "Amounts": "Cost",
    "AllocationKeys": "Key", "AmountAllocationKeys": "Cost:Key"}})
factory = CostItemFactory(Config(parser))
costs, keys = [], []
read_csv_file(sys.argv[1] + "/costs.csv", CSV_AllocatedCostReader(factory), costs)
read_csv_file(sys.argv[1] + "/keys.csv", CSV_CostAllocationKeysReader(factory), keys)
allocator = CloudCostAllocator(factory)
allocator.date_str, allocator.currency = "2025-12-31", "SEK"
if not allocator.allocate(keys, costs, ["Cost"]):
    sys.exit(1)
write_csv_file(sys.argv[2], CSV_AllocatedCostWriter(allocator.service_instances, factory.config))
"""


def make_figures(folder: Path, customers: int) -> dict[str, Decimal]:
    """Write the same figures in both formats; return the amount of each pool."""
    rng = random.Random(customers)
    amounts = {f"p{pool}": Decimal(rng.randint(10**8, 10**9)).scaleb(-2) for pool in range(POOLS)}
    used = [[rng.randint(0, 400) for _ in range(POOLS)] for _ in range(customers)]
    settings = [("period_start", "2025-01-01"), ("period_end", "2025-12-31")]
    _write(folder / "ours/settings.csv", ("key", "value"), settings)
    names = ((f"c{i}", f"Customer {i}") for i in range(customers))
    _write(folder / "ours/customers.csv", ("customer_id", "name"), names)
    pools = ((pool, pool, "support", str(amount), f"driver {pool}") for pool, amount in amounts.items())
    _write(folder / "ours/pools.csv", ("pool_id", "name", "line", "amount", "driver"), pools)
    volumes = ((f"driver p{p}", f"c{i}", str(row[p])) for i, row in enumerate(used) for p in range(POOLS) if row[p])
    _write(folder / "ours/volumes.csv", ("driver", "customer_id", "quantity"), volumes)
    costs = (("2025-12-31", pool, pool, str(amount), "SEK") for pool, amount in amounts.items())
    _write(folder / "peer/costs.csv", ("Date", "Service", "Instance", "Cost", "Currency"), costs)
    keys = (("2025-12-31", f"p{p}", f"c{i}", str(row[p])) for i, row in enumerate(used) for p in range(POOLS) if row[p])
    _write(folder / "peer/keys.csv", ("Date", "ProviderService", "ConsumerService", "Key"), keys)
    return amounts


def _write(path: Path, header: tuple[str, ...], rows: Iterator[tuple[str, ...]] | list[tuple[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def install_peer(folder: Path) -> str:
    """Return the peer's Python, in a virtual environment made on first use."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        venv.create(folder, with_pip=True)
        packages = [PEER, *IMPORTED_BY_PEER]
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *packages], check=True)
    return str(python)


def read_amounts(path: Path, pool: str, amount: str) -> Iterator[tuple[str, Decimal]]:
    """Return pool and amount of each written row."""
    with path.open(encoding="utf-8", newline="") as handle:
        yield from ((row[pool], Decimal(row[amount])) for row in csv.DictReader(handle) if row[pool])


def differ(rows: Iterator[tuple[str, Decimal]], amounts: dict[str, Decimal], decimals: int | None = None) -> Decimal:
    """Return the largest difference of a pool: the sum of its rows, rounded or as written, less what it cost."""
    sums = dict.fromkeys(amounts, Decimal(0))
    for pool, amount in rows:
        sums[pool] += amount if decimals is None else round(amount, decimals)
    return max((sums[pool] - amounts[pool] for pool in amounts), key=abs)


def _print(name: str, cost: Cost, differences: str) -> None:
    print(f"{name:24}{cost.cpu_seconds:8.2f}{cost.wall_seconds:8.2f}{cost.peak_mb:9.0f}   {differences}")


def main() -> None:
    """Make the figures, measure both, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, nargs="*", default=[10_000, 50_000])
    parser.add_argument("--repeat", type=int, default=2, help="the least of so many runs counts")
    parser.add_argument("--peer", type=Path, default=ROOT / "bench" / "data" / "peer", help="its virtual environment")
    chosen = parser.parse_args()
    peer = install_peer(chosen.peer)
    for customers in chosen.customers:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            amounts = make_figures(folder, customers)
            ours = [sys.executable, "manage.py", "allocate", f"{folder}/ours", "--out", f"{folder}/out", "--traces"]
            theirs = [peer, "-c", PEER_PROGRAM, f"{folder}/peer", f"{folder}/peer.csv"]
            costs = [
                min((measure(command) for _ in range(chosen.repeat)), key=lambda cost: cost.cpu_seconds)
                for command in (ours, theirs)
            ]
            print(f"{customers:,} customers, {POOLS} pools{'':3}CPU s  wall s  peak MB   ledger difference")
            _print(
                "manage.py allocate",
                costs[0],
                str(differ(read_amounts(folder / "out/traces.csv", "pool_id", "amount"), amounts)),
            )
            written = differ(read_amounts(folder / "peer.csv", "ProviderService", "Cost"), amounts)
            rounded = differ(read_amounts(folder / "peer.csv", "ProviderService", "Cost"), amounts, 2)
            _print(PEER, costs[1], f"{written:.12f} as written, {rounded} in two decimals")


if __name__ == "__main__":
    main()
