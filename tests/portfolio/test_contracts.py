"""Contractual customers: a column says who has left, by date or by yes and no, and is what the models learn."""

import json
import random
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.test import Client
from django.urls import reverse

from portfolio.domain.definition import CustomerDefinition
from portfolio.domain.leaving import FEATURES, CustomerSigns, split_halves
from portfolio.models import Study
from portfolio.readers.contracts import UnreadableColumnError, read_contracts
from portfolio.readers.customer_signs import read_signs
from portfolio.readers.joined_customers import sheets_of
from portfolio.selectors.analyses import get_summary, summary_as_json
from portfolio.selectors.customers import CUSTOMERS_FILE
from portfolio.services.analysis_building import build_analysis
from portfolio.services.leaving_building import build_leaving
from profitability.domain.ledger import Ledger
from tests.conftest import Cast
from tests.portfolio.analyses import AS_OF, make_analysis
from tests.portfolio.ledgers import Row, write_ledger, write_service


def write_people(folder: Path, told: dict[str, str]) -> Path:
    """Write customers whose attribute `uppsagd` says what is told of them."""
    names = sorted(told)
    people = {
        "customer_id": names,
        "name": names,
        "segment": pa.nulls(len(names), pa.string()),
        "attributes": [json.dumps({"uppsagd": told[name]}) for name in names],
    }
    pq.write_table(pa.table(people), folder / "customers.parquet")
    return folder / "customers.parquet"


def test_dates_and_yes_and_no_are_told_apart_and_else_refused(tmp_path: Path) -> None:
    dated = read_contracts(write_people(tmp_path, {"a": "2025-03-01", "b": ""}), "uppsagd")
    assert dated.has_dates
    assert dated.table["left_date"].to_pylist() == [date(2025, 3, 1), None]
    flagged = read_contracts(write_people(tmp_path, {"a": "Ja", "b": "nej", "c": ""}), "uppsagd")
    assert not flagged.has_dates
    assert flagged.table["has_left"].to_pylist() == [True, False, False]
    for told in ({"a": "2025-02-30"}, {"a": "ja", "b": "kanske"}, {"a": "", "b": ""}, {"a": "ja", "b": "2025-01-01"}):
        with pytest.raises(UnreadableColumnError):
            read_contracts(write_people(tmp_path, told), "uppsagd")


def test_who_is_asked_about_has_a_contract_and_leaves_by_its_date(tmp_path: Path) -> None:
    day, until = date(2024, 12, 31), date(2025, 12, 31)
    write_ledger(tmp_path, [Row(name, date(2023, 5, 1), 100_00, "1") for name in "abcd"])
    told = {"a": "2024-12-31", "b": "2025-01-01", "c": "2026-01-01", "d": ""}
    contracts = read_contracts(write_people(tmp_path, told), "uppsagd")
    found = read_signs(sheets_of(Ledger(tmp_path)), day, 12, until, 2, contracts)
    assert found.customer_ids.to_pylist() == ["b", "c", "d"]
    assert found.left.tolist() == [True, False, False]
    assert np.isfinite(found.values).all()


def test_service_is_counted_by_its_dates(tmp_path: Path) -> None:
    write_ledger(tmp_path, [Row("a", AS_OF, 1, "1"), Row("b", AS_OF, 1, "2")], {})
    write_service(
        tmp_path,
        [
            ("ärenden", "a", 3_000_000, AS_OF),
            ("ärenden", "a", 500_000, AS_OF - timedelta(30)),
            ("annat", "a", 7_000_000, AS_OF),
            ("ärenden", "b", 9_000_000, None),
        ],
    )
    found = read_signs(sheets_of(Ledger(tmp_path)), AS_OF, 12, AS_OF, 2)
    assert found.values[:, FEATURES.index("service_load")].tolist() == [3.5, 0.0]


def test_halves_are_the_same_each_time_and_hold_everyone() -> None:
    ids = [f"K{number}" for number in range(100)]
    signs = CustomerSigns(pa.array(ids), np.arange(100.0).reshape(100, 1), np.arange(100) % 3 == 0)
    first, second = split_halves(signs)
    assert sorted(first.customer_ids.to_pylist() + second.customer_ids.to_pylist()) == sorted(ids)
    assert 35 < len(first) < 65
    assert split_halves(signs)[0].values.tolist() == first.values.tolist()


def contract_firm(folder: Path) -> dict[str, str]:
    """Write a firm where those who buy seldom end their contracts; return when each did."""
    chance, rows, told = random.Random(5), [], {}
    for number in range(1_000):
        name, buys = f"K{number:04d}", 2 + number % 6
        told[name] = ""
        for year in (2022, 2023, 2024, 2025):
            days = sorted(chance.sample(range(330), buys))
            rows += [Row(name, date(year, 1, 1) + timedelta(day), 100_00, f"{name}-{year}-{day}") for day in days]
            if chance.random() < (0.3 if buys < 4 else 0.03):
                told[name] = f"{year + 1}-01-15"
                break
    write_ledger(folder, rows, {})
    return told


@pytest.mark.parametrize("has_dates", [True, False])
def test_the_column_is_what_the_models_learn(tmp_path: Path, has_dates: bool) -> None:
    told = contract_firm(tmp_path)
    gone = {name for name, day in told.items() if day and day <= AS_OF.isoformat()}
    if not has_dates:
        told = {name: "ja" if name in gone else "nej" for name in told}
    write_people(tmp_path, told)
    out = tmp_path / "out"
    out.mkdir()
    summary = build_analysis(Ledger(tmp_path), CustomerDefinition(), AS_OF, out, lambda _stage, _share: None)
    assert summary.attribute_names == ("uppsagd",)
    arguments = (sheets_of(Ledger(tmp_path)), out / CUSTOMERS_FILE, summary, out)
    contracts = read_contracts(tmp_path / "customers.parquet", "uppsagd")
    found = build_leaving(*arguments, lambda _stage, _share: None, contracts)
    assert (found.left_column, found.is_tested_later) == ("uppsagd", has_dates)
    assert found.used != "recency"
    listed = set(pq.read_table(out / "leaving.parquet")["customer_id"].to_pylist())
    assert not listed & gone


@pytest.mark.django_db
def test_a_column_is_chosen_among_those_the_customers_have(cast: Cast, client: Client) -> None:
    analysis = make_analysis(cast.engagement)
    analysis.summary = summary_as_json(get_summary(analysis)) | {"attribute_names": ["uppsagd"]}
    analysis.save()
    client.force_login(cast.finance)
    where = [cast.engagement.id, analysis.id]
    assert "uppsagd" in client.get(reverse("portfolio:leaving", args=where)).content.decode()
    start = reverse("portfolio:study_new", args=[*where, "leaving"])
    assert client.post(start, {"key": "a", "left_column": "lösenord"}).status_code == 404
    assert client.post(start, {"key": "b", "left_column": "uppsagd"}).status_code == 302
    assert Study.objects.get().choices == {"left_column": "uppsagd"}
