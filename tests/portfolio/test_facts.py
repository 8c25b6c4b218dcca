"""Facts per customer from transactions, against a slow count in plain Python."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portfolio.domain.customer_facts import NEVER
from portfolio.domain.definition import CustomerDefinition, PurchaseUnit
from portfolio.domain.periods import compare_months
from portfolio.readers.customer_facts import AmountsTooLargeError, FactsReading, read_facts
from tests.portfolio.ledgers import Row, write_ledger

DEFINITION = CustomerDefinition()
AS_OF = date(2025, 12, 31)


def read(folder: Path, rows: list[Row], definition: CustomerDefinition = DEFINITION) -> FactsReading:
    return read_facts(write_ledger(folder, rows) / "transactions.parquet", definition, AS_OF)


def test_an_order_of_three_rows_is_one_purchase(tmp_path: Path) -> None:
    rows = [Row("a", date(2025, 3, 1), 100, "O1"), Row("a", date(2025, 3, 1), 50, "O1", 20), Row("a", AS_OF, 7, "O1")]
    facts = read(tmp_path, rows).facts
    assert facts.later_purchases.tolist() == [1]
    assert facts.later_revenue_minor.tolist() == [137]


def test_rows_without_an_order_are_purchases_of_their_own(tmp_path: Path) -> None:
    rows = [Row("a", date(2025, 3, 1), 1), Row("a", date(2025, 3, 1), 1, ""), Row("a", date(2025, 3, 2), 1, "O")]
    assert read(tmp_path, rows).facts.later_purchases.tolist() == [3]


def test_rows_can_be_chosen_as_the_purchases(tmp_path: Path) -> None:
    rows = [Row("a", date(2025, 3, 1), 100, "O1"), Row("a", date(2025, 3, 1), 50, "O1")]
    by_row = replace(DEFINITION, purchase_unit=PurchaseUnit.ROW)
    assert read(tmp_path, rows, by_row).facts.later_purchases.tolist() == [2]


def test_an_order_over_new_year_is_a_purchase_in_either_window(tmp_path: Path) -> None:
    facts = read(tmp_path, [Row("a", date(2024, 12, 31), 1, "O"), Row("a", date(2025, 1, 1), 2, "O")]).facts
    assert (facts.earlier_purchases.tolist(), facts.later_purchases.tolist()) == ([1], [1])
    assert (facts.earlier_revenue_minor.tolist(), facts.later_revenue_minor.tolist()) == ([1], [2])


def test_rows_after_the_date_are_counted_and_left_out(tmp_path: Path) -> None:
    reading = read(tmp_path, [Row("a", AS_OF, 1), Row("b", AS_OF + timedelta(days=1), 1)])
    assert reading.rows_after == 1
    assert reading.facts.customer_ids.to_pylist() == ["a"]
    assert reading.first_date == AS_OF


def test_customers_stand_in_the_order_of_their_ids_as_text(tmp_path: Path) -> None:
    ids = ["10", "9", "Ö", "a", "B"]
    assert read(tmp_path, [Row(i, AS_OF, 1) for i in ids]).facts.customer_ids.to_pylist() == sorted(ids)


def test_no_transactions_make_no_customers(tmp_path: Path) -> None:
    reading = read(tmp_path, [])
    assert (len(reading.facts), reading.rows_after, reading.first_date) == (0, 0, None)


def test_sums_beyond_sixty_four_bits_are_refused(tmp_path: Path) -> None:
    with pytest.raises(AmountsTooLargeError):
        read(tmp_path, [Row("a", AS_OF, 2**62), Row("a", AS_OF, 2**62)])


rows_of_many = st.lists(
    st.builds(
        Row,
        customer_id=st.sampled_from("abc"),
        date=st.dates(date(2023, 6, 1), date(2026, 1, 31)),
        gross_sales_minor=st.integers(-1000, 1000),
        order_id=st.sampled_from(["1", "2", "3", None]),
        discount_minor=st.integers(-5, 5) | st.none(),
    ),
    max_size=30,
)


@given(rows_of_many)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_facts_agree_with_counting_by_hand(tmp_path: Path, rows: list[Row]) -> None:
    facts = read(tmp_path, rows).facts
    windows = compare_months(AS_OF, 12)
    kept = [row for row in rows if row.date <= AS_OF]
    names = sorted({row.customer_id for row in kept})
    assert facts.customer_ids.to_pylist() == names
    for place, name in enumerate(names):
        own = [row for row in kept if row.customer_id == name]
        earlier = [r for r in own if windows.earlier.first_date <= r.date <= windows.earlier.last_date]
        later = [r for r in own if r.date >= windows.later.first_date]
        before = [r.date for r in own if r.date < windows.earlier.first_date]
        assert facts.earlier_purchases[place] == count_purchases(earlier)
        assert facts.later_purchases[place] == count_purchases(later)
        assert facts.earlier_revenue_minor[place] == net(earlier)
        assert facts.later_revenue_minor[place] == net(later)
        assert facts.last_before_day[place] == (days(max(before)) if before else NEVER)
        assert facts.last_day[place] == days(max(r.date for r in own))
        assert facts.later_first_day[place] == (days(min(r.date for r in later)) if later else NEVER)


def count_purchases(rows: list[Row]) -> int:
    return len({row.order_id for row in rows if row.order_id}) + sum(1 for row in rows if not row.order_id)


def net(rows: list[Row]) -> int:
    return sum(row.gross_sales_minor - (row.discount_minor or 0) for row in rows)


def days(day: date) -> int:
    return (day - date(1970, 1, 1)).days
