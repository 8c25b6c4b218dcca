"""Who is about to leave: learned from those who left, tested on a later window, honest when recency does as well."""

import random
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from django.test import Client
from django.urls import reverse

from jobs.services import execute
from portfolio.domain.definition import CustomerDefinition
from portfolio.domain.leaving import FEATURES, area_under_curve, auc_difference, calibrate, name_reasons
from portfolio.models import Analysis, AnalysisState, Study
from portfolio.readers.customer_signs import read_signs
from portfolio.readers.joined_customers import sheets_of
from portfolio.selectors.customers import CUSTOMERS_FILE
from portfolio.services.analysis_building import build_analysis
from portfolio.services.leaving_building import TooFewLeaversError, build_leaving
from profitability.domain.ledger import Ledger
from tests.conftest import Cast
from tests.portfolio.analyses import AS_OF, make_analysis, make_upload
from tests.portfolio.ledgers import Row, write_ledger
from tests.portfolio.studies import make_leaving


def signs(customer: int, name: str, values: np.ndarray) -> float:
    return float(values[customer, FEATURES.index(name)])


def test_signs_are_taken_up_to_the_date_and_the_outcome_after_it(tmp_path: Path) -> None:
    day = date(2024, 12, 31)
    rows = [
        Row("a", date(2023, 6, 1), 1_000, "1"),
        Row("a", date(2024, 3, 1), 1_000, "2"),
        Row("a", date(2024, 12, 21), 3_000, "3"),
        Row("a", date(2024, 12, 21), -500, "3"),
        Row("b", date(2024, 5, 1), 2_000, "4"),
        Row("b", date(2025, 1, 1), 9_000, "5"),
        Row("c", date(2023, 1, 1), 100, "6"),
        Row("d", date(2025, 2, 1), 100, "7"),
    ]
    sheets = sheets_of(Ledger(write_ledger(tmp_path, rows, {})))
    found = read_signs(sheets, day, 12, date(2025, 12, 31), 2)
    assert found.customer_ids.to_pylist() == ["a", "b"]
    assert found.left.tolist() == [True, False]
    expected = {
        "recency_days": 10, "gap_ratio": 10 / ((569 - 0) / 2), "purchases": 2, "earlier_purchases": 1,
        "trend_share": 0.5, "revenue": 35.0, "value_per_purchase": 17.5, "tenure_days": 579, "returns": 1,
    }  # fmt: skip
    for name, value in expected.items():
        assert signs(0, name, found.values) == pytest.approx(value), name
    assert signs(1, "gap_ratio", found.values) == pytest.approx(244 / 366)


def test_a_curve_of_ranks_counts_ties_as_half_and_lots_as_nothing() -> None:
    left = np.array([True, True, False, False])
    assert area_under_curve(np.array([0.9, 0.5, 0.5, 0.1]), left) == 0.875
    assert area_under_curve(np.full(4, 0.3), left) == 0.5
    assert area_under_curve(np.array([0.9, 0.1]), np.array([True, True])) == 0.5
    same = auc_difference(np.arange(4.0), np.arange(4.0), left)
    assert same == (0.0, 0.0, 0.0)
    lines = calibrate(np.linspace(0, 1, 40), np.arange(40) >= 20)
    assert [line.actual_share for line in lines] == [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]
    pushes = np.zeros((2, len(FEATURES)))
    pushes[0, [2, 0]] = [0.2, 0.7]
    assert name_reasons(pushes) == ["recency_days purchases", ""]


def made_firm(folder: Path, *, is_told_by_trend: bool) -> Path:
    """Write a firm where customers leave by lot, or are told by how few orders they make."""
    chance, rows = random.Random(5), []
    for number in range(400):
        buys = 2 + number % 6
        for year in (2022, 2023, 2024, 2025):
            days = sorted(chance.sample(range(365), buys))
            rows += [
                Row(f"K{number:03d}", date(year, 1, 1) + timedelta(day), 100_00 + number, f"{number}-{year}-{day}")
                for day in days
            ]
            chance_of_leaving = (0.5 if buys < 4 else 0.05) if is_told_by_trend else 0.25
            if chance.random() < chance_of_leaving:
                break
    write_ledger(folder, rows, {})
    return folder


@pytest.mark.parametrize("is_told", [True, False])
def test_a_model_that_does_not_beat_recency_is_not_used(tmp_path: Path, is_told: bool) -> None:
    folder = made_firm(tmp_path, is_told_by_trend=is_told)
    summary = build_analysis(Ledger(folder), CustomerDefinition(), AS_OF, folder, lambda _stage, _share: None)
    arguments = (sheets_of(Ledger(folder)), folder / CUSTOMERS_FILE, summary, folder)
    found = build_leaving(*arguments, lambda _stage, _share: None)
    assert (found.used != "recency") is is_told
    assert found.difference_low <= found.difference <= found.difference_high
    assert found.test_date == date(2024, 12, 31)
    rows = pq.read_table(folder / "leaving.parquet")
    assert rows.num_rows == summary.flows.closing.customers
    assert build_leaving(*arguments, lambda _stage, _share: None) == found


def test_too_few_leavers_teach_nothing(tmp_path: Path) -> None:
    write_ledger(tmp_path, [Row("a", date(2025, 1, 1), 1, "1")], {})
    summary = build_analysis(Ledger(tmp_path), CustomerDefinition(), AS_OF, tmp_path, lambda _stage, _share: None)
    with pytest.raises(TooFewLeaversError):
        build_leaving(
            sheets_of(Ledger(tmp_path)), tmp_path / CUSTOMERS_FILE, summary, tmp_path, lambda _stage, _share: None
        )


@pytest.mark.django_db
def test_a_job_without_enough_history_says_so(cast: Cast, client: Client) -> None:
    analysis: Analysis = make_analysis(cast.engagement)
    analysis.upload = make_upload(cast.engagement)
    analysis.save()
    client.force_login(cast.finance)
    where = [cast.engagement.id, analysis.id]
    client.post(reverse("portfolio:study_new", args=[*where, "leaving"]), {"key": "once"})
    study = Study.objects.get()
    assert study.job_id
    execute(study.job_id)
    study.refresh_from_db()
    assert study.state == AnalysisState.STARTED
    content = client.get(reverse("portfolio:leaving", args=where)).content.decode()
    assert "Historiken är för kort" in content


@pytest.mark.django_db
def test_reasons_stand_in_words_and_are_listed_out(cast: Cast, client: Client) -> None:
    analysis = make_analysis(cast.engagement)
    make_leaving(analysis)
    client.force_login(cast.client_reader)
    where = [cast.engagement.id, analysis.id]
    content = client.get(reverse("portfolio:leaving", args=where)).content.decode()
    assert "Ingen modell slår enbart tid sedan senaste köp" in content
    assert "212 dagar sedan senaste köp" in content.replace("\u00a0", " ")
    answer = client.get(reverse("portfolio:leaving_csv", args=where))
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]  # a streaming response
    assert lines[1].startswith("K01;")
    assert "212 dagar sedan senaste köp; 1 köp i perioden" in lines[1].replace("\u00a0", " ")


def test_the_web_does_not_load_the_learning_libraries() -> None:
    code = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'crmstrategy.settings'; import django; django.setup();"
        "import crmstrategy.urls; print([m for m in ('sklearn', 'lightgbm') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
