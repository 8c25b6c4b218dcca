"""The demo firm is the same from the same seed, and has the troubles of real life in it."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from crmstrategy.demo.ledger import write_demo_ledgers


def _rows(folder: Path, sheet: str) -> list[dict[str, str]]:
    with (folder / f"{sheet}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def latest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_demo_ledgers(tmp_path_factory.mktemp("demo"), customer_count=400)[2025]


def test_the_same_seed_gives_the_same_bytes(latest: Path, tmp_path: Path) -> None:
    again = write_demo_ledgers(tmp_path, customer_count=400)[2025]
    assert {f.name: f.read_bytes() for f in again.iterdir()} == {f.name: f.read_bytes() for f in latest.iterdir()}


def test_every_customer_of_a_sheet_is_known(latest: Path) -> None:
    known = {row["customer_id"] for row in _rows(latest, "customers")}
    for sheet in ("transactions", "volumes", "direct_costs"):
        assert {row["customer_id"] for row in _rows(latest, sheet)} <= known


def test_the_troubles_are_there(latest: Path) -> None:
    names = [row["name"] for row in _rows(latest, "customers")]
    rows = _rows(latest, "transactions")
    assert any(name.startswith(("=", "+", "@", "-")) for name in names)
    assert any(Decimal(row["gross_sales"]) < 0 for row in rows)
    assert any(date.fromisoformat(row["date"]) > date(2025, 12, 31) for row in rows)
    assert any(Decimal(row["amount"]) < 0 for row in _rows(latest, "pools"))
    assert {row["customer_id"] for row in _rows(latest, "customers")} > {row["customer_id"] for row in rows}
