"""Who could buy what next: twins share something and have something more, the reason is a count, offers are tried."""

import csv
import io
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from portfolio.domain.definition import CustomerDefinition
from portfolio.domain.twin_search import find_offers, offer_popular
from portfolio.domain.twins import FEWEST_WITH, OFFERS, TWINS, TwinTest
from portfolio.models import Analysis
from portfolio.readers.baskets import read_baskets
from portfolio.selectors.twins import OFFERS_FILE
from portfolio.services.analysis_building import build_analysis
from portfolio.services.twins_building import TooFewBasketsError, build_twins
from profitability.domain.ledger import Ledger
from tests.conftest import Cast
from tests.portfolio.analyses import AS_OF, make_analysis
from tests.portfolio.ledgers import Row, write_ledger
from tests.portfolio.studies import make_twins


def by_hand(baskets: list[frozenset[int]], customers: list[int], asked: int) -> tuple[list[tuple[int, int]], int]:
    """Rank the others one by one: the slow, obvious reference."""
    own = baskets[asked]
    near = [
        (-(len(own & other) ** 2) / (len(own) * len(other)), place)
        for place, other in enumerate(baskets)
        if own & other and other - own
    ]
    twins: list[frozenset[int]] = []
    for _nearness, place in sorted(near):
        twins += [baskets[place]] * customers[place]
    twins = twins[:TWINS]
    counts = Counter(product for twin in twins for product in twin - own)
    best = sorted(((-count, product) for product, count in counts.items() if count >= FEWEST_WITH))[:OFFERS]
    return [(product, -count) for count, product in best], len(twins)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.frozensets(st.integers(0, 5), min_size=1), st.integers(1, 30)),
        min_size=1,
        max_size=12,
        unique_by=lambda pair: pair[0],
    )
)
def test_offers_agree_with_ranking_twins_one_by_one(made: list[tuple[frozenset[int], int]]) -> None:
    made = sorted(made, key=lambda pair: -pair[1])
    baskets, customers = [basket for basket, _count in made], [count for _basket, count in made]
    held = np.zeros((len(baskets), 6))
    for row, basket in enumerate(baskets):
        held[row, list(basket)] = 1.0
    found = find_offers(csr_array(held), np.array(customers))
    for row in range(len(baskets)):
        offers, twins = by_hand(baskets, customers, row)
        pairs = zip(found.product[row].tolist(), found.with_product[row].tolist(), strict=True)
        assert [pair for pair in pairs if pair[0] >= 0] == offers
        assert found.twins[row] == twins


def test_the_most_held_that_is_missing_is_the_yardstick() -> None:
    held = csr_array(np.array([[1.0, 0, 1, 0], [1, 1, 1, 1]]))
    assert offer_popular(held).tolist() == [[1, 3, -1], [-1, -1, -1]]


def firm(folder: Path, customers: int = 120) -> Path:
    """Write customers of two kinds: hammer then nails, brush then paint; every fourth buys the second a year later."""
    rows = []
    for number in range(customers):
        name, pair = f"K{number:03d}", (("Hammare", "Spik"), ("Pensel", "Färg"))[number % 2]
        first = pair if number % 4 < 2 else pair[:1]
        rows += [Row(name, date(2024, 3, 1), 10_000, f"{name}-{p}", None, p) for p in first]
        rows += [Row(name, date(2025, 3, 1), 20_000, f"{name}-{p}-2", None, p) for p in pair[: 1 + (number % 8 != 7)]]
        rows.append(Row(name, date(2025, 4, 1), -20_000, f"{name}-retur", None, "Såg"))
    return write_ledger(folder, rows)


def test_baskets_hold_what_was_bought_and_not_sent_back(tmp_path: Path) -> None:
    transactions = firm(tmp_path) / "transactions.parquet"
    summary = build_analysis(Ledger(tmp_path), CustomerDefinition(), AS_OF, tmp_path / "..", lambda _s, _p: None)
    baskets = read_baskets(transactions, summary.windows.later)
    assert set(baskets.products) == {"Hammare", "Spik", "Pensel", "Färg"}
    assert baskets.customers.tolist() == sorted(baskets.customers.tolist(), reverse=True)
    assert int(baskets.customers.sum()) == len(baskets.customer_ids) == 120
    assert dict(zip(baskets.products, baskets.mean_minor, strict=True))["Spik"] == 20_000


def test_offers_are_tried_on_the_window_before(tmp_path: Path) -> None:
    ledger, out = tmp_path / "ledger", tmp_path / "out"
    ledger.mkdir()
    out.mkdir()
    transactions = firm(ledger) / "transactions.parquet"
    summary = build_analysis(Ledger(ledger), CustomerDefinition(), AS_OF, out, lambda _stage, _share: None)
    told = build_twins(transactions, summary, out, lambda _stage, _share: None)
    assert told.test is not None
    assert told.test.customers == 60
    assert told.test.beats_popular
    assert not TwinTest(100, 21, 20, 5).beats_popular
    offers = pq.read_table(out / OFFERS_FILE).to_pylist()
    assert told.offered == len({row["customer_id"] for row in offers}) == 15
    assert {row["product"] for row in offers} == {"Färg"}
    assert all(row["with_product"] == row["twins"] == 25 for row in offers)
    (line,) = told.products
    assert (line.offered, line.mean_minor, line.expected_minor) == (15, 20_000, 300_000)


def test_too_few_baskets_offer_nothing(tmp_path: Path) -> None:
    transactions = firm(tmp_path, customers=20) / "transactions.parquet"
    out = tmp_path / "out"
    out.mkdir()
    summary = build_analysis(Ledger(tmp_path), CustomerDefinition(), AS_OF, out, lambda _stage, _share: None)
    with pytest.raises(TooFewBasketsError):
        build_twins(transactions, summary, out, lambda _stage, _share: None)


@pytest.mark.django_db
def test_offers_stand_with_their_reason_per_product_and_customer_and_are_listed_out(cast: Cast, client: Client) -> None:
    analysis: Analysis = make_analysis(cast.engagement)
    make_twins(analysis)
    client.force_login(cast.client_reader)
    way = reverse("portfolio:twins", args=[cast.engagement.id, analysis.id])
    content = client.get(way).content.decode()
    assert "18 av 25 tvillingar har den" in content
    assert "2 av 3 tvillingar har den" in content
    assert client.get(way + "?product=Finns+inte").context["page"].result.lines == ()
    found = client.get(way + "?q=K01&product=Spik").context["page"].result
    assert [line.offer.customer_id for line in found.lines] == ["K01"]
    listed = client.get(reverse("portfolio:twins_csv", args=[cast.engagement.id, analysis.id]) + "?q=K01")
    header, row = csv.reader(io.StringIO(listed.getvalue().decode("utf-8-sig")), delimiter=";")
    assert len(header) == len(row) == 9
    assert row[4:8] == ["Spik", "1", "18", "25"]
