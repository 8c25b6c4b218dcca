"""Many windows from one pass: the same facts as reading each window on its own."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

import numpy as np
import pytest

from portfolio.domain.customer_buckets import bucket_ends
from portfolio.domain.customer_facts import CustomerFacts
from portfolio.domain.definition import CustomerDefinition, PurchaseUnit
from portfolio.domain.flows import classify_flows
from portfolio.domain.periods import compare_months, months_before
from portfolio.readers.customer_buckets import read_customer_buckets
from portfolio.readers.customer_facts import AmountsTooLargeError, read_facts
from tests.portfolio.ledgers import Row, write_ledger

AS_OF = date(2025, 3, 30)


def ledger_rows(seed: int) -> list[Row]:
    """Return orders of some customers over four years: several days to an order, ids used again, rows without one."""
    chance = Random(seed)
    rows = []
    for _ in range(400):
        day = AS_OF - timedelta(days=chance.randrange(1_500))
        order = chance.choice([None, "", f"O{chance.randrange(60)}"])
        rows.append(Row(f"K{chance.randrange(12)}", day, chance.randrange(-500, 2_000), order, chance.randrange(50)))
    return rows


def columns(facts: CustomerFacts, flow: bool = True) -> dict[str, list[int]]:
    names = ("last_before_day", "earlier_purchases", "earlier_revenue_minor", "later_purchases", "later_revenue_minor")
    found = {name: getattr(facts, name).tolist() for name in (*names, "later_first_day", "last_day")}
    return found | ({"flow": classify_flows(facts, 36).tolist()} if flow else {})


@pytest.mark.parametrize(
    ("seed", "months", "unit"), [(1, 12, "order"), (2, 3, "order"), (3, 12, "row"), (4, 7, "order")]
)
def test_each_window_has_the_facts_it_has_alone(tmp_path: Path, seed: int, months: int, unit: str) -> None:
    transactions = write_ledger(tmp_path, ledger_rows(seed)) / "transactions.parquet"
    definition = CustomerDefinition(active_months=months, purchase_unit=PurchaseUnit(unit))
    alone = read_facts(transactions, definition, AS_OF)
    assert alone.first_date is not None
    days = [months_before(AS_OF, back) for back in range(13)]
    windows = {day: compare_months(day, months) for day in days}
    ids = alone.facts.customer_ids
    buckets = read_customer_buckets(transactions, definition, tuple(windows.values()), alone.first_date, ids)
    assert len(buckets.split.order) > 0 or unit == "row"
    for day in days:
        expected = read_facts(transactions, definition, day).facts
        assert expected.customer_ids == ids
        assert columns(buckets.compare(windows[day])) == columns(expected)


def test_customers_that_came_later_stand_with_nothing(tmp_path: Path) -> None:
    rows = [Row("a", date(2023, 5, 1), 10, "1"), Row("b", AS_OF, 20, "2")]
    transactions = write_ledger(tmp_path, rows) / "transactions.parquet"
    windows = compare_months(date(2024, 3, 31), 12)
    ids = read_facts(transactions, CustomerDefinition(), AS_OF).facts.customer_ids
    facts = read_customer_buckets(transactions, CustomerDefinition(), [windows], rows[0].date, ids).compare(windows)
    assert facts.later_purchases.tolist() == [1, 0]
    assert np.flatnonzero(classify_flows(facts, 36) >= 0).tolist() == [0]


def test_sums_beyond_64_bits_are_refused(tmp_path: Path) -> None:
    rows = [Row(name, AS_OF, 2**62, "1") for name in "ab"]
    transactions = write_ledger(tmp_path, rows) / "transactions.parquet"
    ids = read_facts(transactions, CustomerDefinition(), date(2000, 1, 1)).facts.customer_ids
    with pytest.raises(AmountsTooLargeError):
        read_customer_buckets(transactions, CustomerDefinition(), [compare_months(AS_OF, 12)], AS_OF, ids)


def test_buckets_are_cut_where_a_window_begins_or_ends() -> None:
    ends = bucket_ends([compare_months(date(2025, 12, 31), 12), compare_months(date(2024, 12, 31), 12)])
    assert ends == tuple(date(year, 12, 31) for year in (2022, 2023, 2024, 2025))
