"""New customers by cohort: first year, buying again, value, triangle."""

import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from portfolio.domain.cohorts import Cohort, CohortUnit, Triangle, months_to_pay_back
from portfolio.domain.customer_facts import Sums
from portfolio.domain.definition import CustomerDefinition
from portfolio.readers.cohorts import read_cohorts
from tests.portfolio.ledgers import Row, write_ledger

AS_OF = date(2025, 12, 31)
ROWS = [
    Row("a", date(2023, 2, 1), 100, "1"),
    Row("a", date(2023, 2, 1), 50, "1"),
    Row("a", date(2024, 1, 31), 70, "2"),
    Row("a", date(2024, 2, 1), 900, "3"),
    Row("b", date(2023, 3, 5), 40, "4"),
    Row("c", date(2025, 11, 1), 10, None, 5),
    Row("c", date(2025, 11, 1), 10),
    Row("d", date(2026, 1, 1), 10),
]


def read(folder: Path) -> tuple[dict[CohortUnit, tuple[Cohort, ...]], Triangle]:
    ledger = write_ledger(folder, ROWS, {"a": "Bygg", "b": "Bygg", "c": "Handel"})
    files = ledger / "transactions.parquet", ledger / "customers.parquet"
    found = read_cohorts(*files, CustomerDefinition(), AS_OF)
    return {unit.unit: unit.cohorts for unit in found.units}, found.triangle


def test_the_first_year_ends_the_day_before_its_anniversary(tmp_path: Path) -> None:
    cohort = read(tmp_path)[0][CohortUnit.YEAR][0]
    assert (cohort.name, cohort.first_year) == ("2023-01-01", Sums(2, 3, 260))


def test_buying_again_and_returning_are_told_apart(tmp_path: Path) -> None:
    cohort = read(tmp_path)[0][CohortUnit.YEAR][0]
    assert (cohort.bought_again, cohort.observed, cohort.returned) == (1, 2, 1)
    assert (cohort.again_share, cohort.returned_share) == (Fraction(1, 2), Fraction(1, 2))
    assert cohort.lifetime_value_minor == 260


def test_a_young_cohort_has_no_value_yet(tmp_path: Path) -> None:
    cohort = read(tmp_path)[0][CohortUnit.QUARTER][-1]
    assert (cohort.name, cohort.first_year, cohort.is_first_year_known) == ("2025-10-01", Sums(1, 2, 15), False)
    assert (cohort.observed, cohort.returned_share, cohort.lifetime_value_minor) == (0, None, None)


def test_months_and_segments_are_cohorts_too(tmp_path: Path) -> None:
    cohorts = read(tmp_path)[0]
    assert [c.name for c in cohorts[CohortUnit.MONTH]] == ["2023-02-01", "2023-03-01", "2025-11-01"]
    assert [(c.name, c.first_year.customers) for c in cohorts[CohortUnit.SEGMENT]] == [("Bygg", 2), ("Handel", 1)]


def test_attributes_that_tell_customers_apart_are_sources(tmp_path: Path) -> None:
    ledger = write_ledger(tmp_path, ROWS)
    people = {
        "customer_id": ["a", "b", "c", "d"],
        "name": ["A", "B", "C", "D"],
        "segment": [None] * 4,
        "attributes": [
            json.dumps({'Kanal "1"': channel, "Land": "SE", "Nr": str(number)})
            for number, channel in enumerate(("Mässa", "", "Mässa", "Annons"))
        ],
    }
    pq.write_table(pa.table(people), ledger / "customers.parquet")
    files = ledger / "transactions.parquet", ledger / "customers.parquet"
    channel, number = read_cohorts(*files, CustomerDefinition(), AS_OF).sources
    assert (channel.attribute, number.attribute) == ('Kanal "1"', "Nr")
    assert [(c.name, c.first_year) for c in channel.cohorts] == [("", Sums(1, 1, 40)), ("Mässa", Sums(2, 4, 235))]
    assert channel.cohorts[1].observed == 1


def test_the_triangle_counts_who_bought_in_later_quarters(tmp_path: Path) -> None:
    triangle = read(tmp_path)[1]
    assert triangle.cohort_dates() == [date(2023, 1, 1), date(2025, 10, 1)]
    assert [triangle.customers(date(2023, 1, 1), offset) for offset in range(5)] == [2, 0, 0, 0, 1]
    assert [triangle.customers(date(2025, 10, 1), offset) for offset in range(2)] == [1, None]


def test_published_first_year_of_new_customers() -> None:
    cohort = Cohort("2015-01-01", Sums(10, 24, 24 * 350_00), 7, 10, 6, True)
    assert cohort.frequency == Fraction("2.4")
    assert cohort.revenue_per_customer_minor == 840_00
    assert cohort.lifetime_value_minor == 2_100_00


def test_an_acquisition_cost_is_paid_back_by_the_months() -> None:
    assert months_to_pay_back(420_00, Fraction(840_00)) == 6
    assert months_to_pay_back(420_00, Fraction(0)) is None
