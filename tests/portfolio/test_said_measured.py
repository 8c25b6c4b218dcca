"""Said against measured: every figure counted by hand, and how it is put into words."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.test import Client
from django.urls import reverse

from portfolio.domain.definition import CustomerDefinition
from portfolio.domain.said_measured import MeasuredBase, Profits, Verdict, compare_claims
from portfolio.pages.said_measured import said_measured_page
from portfolio.readers.joined_customers import statement_rows
from portfolio.readers.measured_base import read_measured_base
from tests.assessment.conftest import Pen, begin_assessment
from tests.conftest import Cast
from tests.portfolio.analyses import make_upload
from tests.portfolio.ledgers import Row, write_ledger

AS_OF = date(2025, 12, 31)


def _orders(customer: str, year: int, count: int, minor: int = 100, product: str | None = None) -> list[Row]:
    return [Row(customer, date(year, 1 + n % 12, 1), minor, f"{customer}-{year}-{n}", 0, product) for n in range(count)]


@pytest.fixture
def base(tmp_path: Path) -> MeasuredBase:
    """Five customers: A bought once, B 2 times, C 6, D 11 (all this year), E twice two years ago; F never.

    B holds two products, C one, D one and another it returned; net sales this year A 100, B 400, C 600, D 900.
    """
    rows = [
        *_orders("A", 2025, 1),
        Row("B", date(2025, 2, 1), 150, "b1", 0, "Spik"),
        Row("B", date(2025, 3, 1), 300, "b2", 50, "Skruv"),
        *_orders("C", 2025, 6, product="Spik"),
        *_orders("D", 2025, 9, product="Spik"),
        Row("D", date(2025, 10, 1), 500, "d10", 0, "Såg"),
        Row("D", date(2025, 11, 1), -500, "d11", 0, "Såg"),
        *_orders("E", 2023, 2),
        Row("G", date(2026, 1, 1), 999, "later"),
    ]
    write_ledger(tmp_path, rows)
    register = pa.table({"customer_id": list("ABCDEF")})
    pq.write_table(register, tmp_path / "customers.parquet")
    result = pa.table(
        {"rank": pa.array([1, 2, 3, None], pa.int64()), "contribution_minor": pa.array([50, 0, -10, 0], pa.int64())}
    )
    pq.write_table(result, tmp_path / "statements.parquet")
    return read_measured_base(
        tmp_path / "transactions.parquet",
        tmp_path / "customers.parquet",
        CustomerDefinition(),
        AS_OF,
        statement_rows(tmp_path / "statements.parquet", None),
    )


def test_each_figure_is_what_a_count_by_hand_gives(base: MeasuredBase) -> None:
    assert (base.total, base.active) == (6, 4)
    assert base.bought == (1, 2, 1, 1)
    assert base.largest_minor == (900, 600, 400, 100)
    assert base.net_minor == 2000
    assert (base.holders, base.multiple_holders) == (3, 1)
    assert base.profits == Profits(profitable=1, unprofitable=2, idle=1)
    figures = {each.figure.key: each.figure.measured for each in compare_claims(base, {})}
    assert figures["passive"] == 2
    assert figures["unprofitable"] == Fraction(2, 3)
    assert figures["two_to_five"] == Fraction(2, 5)
    assert figures["largest_1"] == Fraction(9, 20)
    assert figures["largest_5"] == 0
    assert figures["largest_together"] == 1
    assert figures["cross_selling"] == Fraction(1, 3)


def test_a_claim_is_judged_by_how_far_it_lies_from_the_figure(base: MeasuredBase) -> None:
    claims = {
        "volume:active": Decimal(4),
        "volume:total": Decimal(7),
        "profitability:profitable": Decimal(30),
        "repurchase:once": Decimal(22),
        "repurchase:two_to_five": Decimal("42.01"),
        "repurchase:six_to_ten": Decimal(10),
    }
    verdicts = {each.figure.key: each.verdict for each in compare_claims(base, claims)}
    assert verdicts["active"] == Verdict.AGREES
    assert verdicts["total"] == Verdict.TOO_HIGH
    assert verdicts["once"] == Verdict.AGREES, "exactly two percentage points apart"
    assert verdicts["two_to_five"] == Verdict.TOO_HIGH
    assert verdicts["six_to_ten"] == Verdict.TOO_LOW
    assert verdicts["profitable"] == Verdict.UNSAID, "the other half of the profitable ones is missing"


def test_a_firm_without_sales_products_or_run_is_not_measured_rather_than_zero(tmp_path: Path) -> None:
    write_ledger(tmp_path, [Row("A", date(2025, 1, 1), -5)])
    sheets = (tmp_path / "transactions.parquet", tmp_path / "customers.parquet")
    empty = read_measured_base(*sheets, CustomerDefinition(), AS_OF, None)
    claims = {"cross_selling": Decimal(5), "ten_largest:largest_1": Decimal(5), "profitability:profitable": Decimal(5)}
    measured = {each.figure.key: each for each in compare_claims(empty, claims)}
    assert measured["cross_selling"].verdict == Verdict.UNMEASURED
    assert measured["largest_1"].verdict == Verdict.UNMEASURED
    assert measured["unprofitable"].figure.measured is None


@pytest.mark.django_db
def test_the_page_the_api_and_the_words_say_the_same(cast: Cast, client: Client) -> None:
    assessment = begin_assessment(cast.engagement, cast.consultant)
    client.force_login(cast.client_reader)
    route = reverse("portfolio:said_measured", args=[cast.engagement.id, assessment.id])
    assert "Det finns inga transaktioner att mäta med" in client.get(route).content.decode()
    address = f"/api/v1/engagements/{cast.engagement.id}/customer-base/said-measured/{assessment.id}/"
    assert client.get(address).status_code == 404

    make_upload(cast.engagement)
    pen = Pen(assessment, assessment.sheets.get(), cast.respondent)
    pen.write("1 000", cell="volume:active")
    pen.write("85 %", cell="cross_selling")
    page = said_measured_page(assessment)
    assert page is not None
    assert page.compared == 2
    answer = client.get(address).json()
    lines = {line["key"]: line for group in answer["groups"] for line in group["lines"]}
    assert lines["active"]["said"] == "1000"
    assert lines["active"]["verdict"] == "too_high"
    assert lines["profitable"]["measured"] is None
    content = client.get(route).content.decode()
    assert page.message in content
    assert lines["cross_selling"]["sentence"] in content
    latest = reverse("portfolio:latest_said_measured", args=[cast.engagement.id])
    assert client.get(latest)["Location"] == route
