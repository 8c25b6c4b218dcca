"""What customers hold, and what they could buy next."""

from datetime import date
from fractions import Fraction
from pathlib import Path

from portfolio.domain.definition import CustomerDefinition
from portfolio.domain.holdings import Holdings, ProductHolding, ProductPair
from portfolio.readers.holdings import read_holdings
from tests.portfolio.ledgers import Row, write_ledger

AS_OF = date(2025, 12, 31)
NOW, BEFORE = date(2025, 5, 1), date(2024, 5, 1)


def read(folder: Path) -> Holdings:
    buyers = [str(number) for number in range(10)]
    rows = [Row(b, NOW, 100, product="Spik") for b in buyers]
    rows += [Row(b, NOW, 200, product="Hammare") for b in buyers[:6]]
    rows += [Row("0", NOW, 50, product="Såg"), Row("0", NOW, -50, product="Såg")]
    rows += [Row("1", BEFORE, 400, product="Spik"), Row("9", NOW, 7)]
    ledger = write_ledger(folder, rows, {b: "Bygg" if b < "5" else "Handel" for b in buyers})
    files = ledger / "transactions.parquet", ledger / "customers.parquet"
    return read_holdings(*files, CustomerDefinition(), AS_OF)


def test_products_stand_by_how_many_hold_them(tmp_path: Path) -> None:
    products = read(tmp_path).products
    assert products[0] == ProductHolding("Spik", 1, 10, 400, 1000)
    assert products[0].growth_share == Fraction(3, 2)
    assert products[1] == ProductHolding("Hammare", 0, 6, 0, 1200)
    assert products[1].growth_share is None


def test_what_was_sent_back_is_not_held(tmp_path: Path) -> None:
    holdings = read(tmp_path)
    assert (holdings.customers, holdings.product_count) == (10, 2)
    assert [(depth.low, depth.customers, depth.revenue_minor) for depth in holdings.depths[:2]] == [
        (1, 4, 400),
        (2, 6, 1800),
    ]


def test_pairs_tell_who_could_buy_what_next(tmp_path: Path) -> None:
    first, second = read(tmp_path).pairs
    assert first == ProductPair("Hammare", "Spik", 6, 10, 6, 10)
    assert [first.confidence, first.lift, first.could_buy] == [1, 1, 0]
    assert (second.confidence, second.could_buy) == (Fraction(3, 5), 4)


def test_segments_stand_by_revenue(tmp_path: Path) -> None:
    assert [(s.name, s.later_revenue_minor) for s in read(tmp_path).segments] == [("Bygg", 1500), ("Handel", 707)]
