"""Measure the customer list of a large run: processor time of any page and of a search, per question.

The statements are generated (one million customers unless told otherwise) and laid out as a run does it. Each question
is asked several times in one process that keeps the list open, files in the page cache; the figure is the median of
processor milliseconds, user and system, all threads.

    python bench/lists.py --customers 1000000
"""

import argparse
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from profitability.domain.columns import as_array, as_texts
from profitability.domain.customer_list import CustomerList, ListQuery, build_list
from profitability.domain.statement import STATEMENT_LINES
from profitability.domain.tiers import TIER_REASONS, TIERS

WORDS = ("Nord", "Syd", "Fjäll", "Berg", "Ström", "Ängs", "Åker", "Öst", "Lund", "Vik", "Holm", "Skog", "Sjö", "Dal")
KINDS = ("Bageri", "Åkeri", "Krog", "Hotell", "Skolkök", "Handel", "Bygg", "Café", "Lager", "Industri")
PAGE = 50


def make_statements(path: Path, customers: int) -> None:
    """Write statements.parquet of `customers`, by rank, in row groups as a run writes them."""
    chance = np.random.default_rng(7)
    parts = chance.integers(0, len(WORDS), (2, customers))
    kinds = chance.integers(0, len(KINDS), customers)
    names = [
        f"{WORDS[a]}{WORDS[b].lower()} {KINDS[k]} {n % 9_973} AB"
        for n, (a, b, k) in enumerate(zip(*parts.tolist(), kinds.tolist(), strict=True))
    ]
    contribution = np.sort(chance.normal(20_000, 90_000, customers).astype(np.int64))[::-1]
    columns = {f"{line}_minor": as_array(chance.integers(-(10**9), 10**9, customers)) for line in STATEMENT_LINES}
    columns["contribution_minor"] = as_array(np.ascontiguousarray(contribution))
    places = np.arange(1, customers + 1, dtype=np.int64)
    tiers = np.select([places <= customers // 8, contribution > 0], [0, 1], 2)
    table = pa.table(
        {
            "position": as_array(places),
            "customer_id": as_texts([f"K{number * 7_919 % 9_999_991:07}" for number in range(customers)]),
            "name": as_texts(names),
            "segment": as_texts([KINDS[k] for k in kinds.tolist()]),
            **columns,
            "rank": as_array(places),
            "cumulative_contribution_minor": as_array(np.cumsum(contribution)),
            "tier": as_texts([TIERS[tier] for tier in tiers.tolist()]),
            "tier_reason": as_texts([TIER_REASONS[0]] * customers),
        }
    )
    pq.write_table(table, path, compression="lz4", row_group_size=65_536)


def measure(customers: CustomerList, query: ListQuery, first: int, times: int) -> tuple[float, int]:
    """Return the median of processor milliseconds, and how many customers matched."""
    spent, total = [], 0
    for _time in range(times):
        before = time.process_time()
        _rows, total = customers.find(query, first, PAGE)
        spent.append(1_000 * (time.process_time() - before))
    return statistics.median(spent), total


def main() -> None:
    """Lay the list out and ask."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=7)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        run, last = Path(temporary), asked.customers - PAGE
        make_statements(run / "statements.parquet", asked.customers)
        before = time.process_time()
        build_list(run)
        size = sum(path.stat().st_size for path in run.glob("list_*")) / 1e6
        print(f"laid out in {time.process_time() - before:.1f} CPU s, {size:.0f} MB")
        questions = {
            "first page by rank": (ListQuery(), 0),
            "last page by rank": (ListQuery(), last),
            "middle page by net sales, falling": (ListQuery(sort="net_sales", is_descending=True), last // 2),
            "last page by name": (ListQuery(sort="name"), last),
            "page 400 of a tier by result": (ListQuery(tier="silver", sort="result"), 20_000),
            "page 1 of a segment and tier by name": (ListQuery(tier="gold", segment="Krog", sort="name"), 0),
            "search: nordberg krog": (ListQuery(search="nordberg krog"), 0),
            "search: nordberg krog 77": (ListQuery(search="nordberg krog 77"), 0),
            "search: åkeri, by contribution": (ListQuery(search="åkeri", sort="contribution"), 0),
            "search: an": (ListQuery(search="an"), 0),
            "search: e (nearly everybody)": (ListQuery(search="e"), 0),
            "search: K0012345": (ListQuery(search="K0012345"), 0),
            "search: nobody": (ListQuery(search="xyzzy"), 0),
        }
        customers = CustomerList(run)
        for name, (query, first) in questions.items():
            spent, total = measure(customers, query, first, asked.times)
            print(f"{name:40} {spent:7.1f} CPU ms   {total:>9,} match")
        print(
            f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB, making the data included"
        )


if __name__ == "__main__":
    main()
