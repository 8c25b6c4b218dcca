"""The value ahead: fitted in the background, held against what it has not seen, shown beside the simple value."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse

from jobs.services import execute
from portfolio.domain.value_ahead.fitting import Fit
from portfolio.domain.value_ahead.forecast import look_ahead
from portfolio.domain.value_ahead.purchase_histories import PurchaseHistories
from portfolio.models import AnalysisState, Study
from portfolio.readers.purchase_days import read_purchase_days
from portfolio.services import ahead_building
from tests.conftest import Cast
from tests.portfolio.analyses import make_analysis, make_upload
from tests.portfolio.ledgers import Row, write_ledger
from tests.portfolio.studies import make_ahead


def test_a_days_rows_are_netted_and_what_nets_to_nothing_is_no_purchase(tmp_path: Path) -> None:
    first, later = date(2024, 1, 1), date(2025, 3, 1)
    rows = [
        Row("a", first, 100, "1"),
        Row("a", first + timedelta(7), 500, "2"),
        Row("a", first + timedelta(7), -200, "3"),
        Row("a", first + timedelta(14), 50, "4"),
        Row("a", first + timedelta(14), -50, "5"),
        Row("a", later, 70, "6"),
        Row("b", first, -5, "7"),
        Row("c", later, 10, "8"),
    ]
    days = read_purchase_days(write_ledger(tmp_path, rows, {}) / "transactions.parquet", date(2024, 12, 31), later)
    assert days.customer_ids.to_pylist() == ["a"]
    assert (days.frequency[0], days.recency[0], days.repeat_minor[0]) == (1, 1, 300)
    assert days.age[0] == pytest.approx(365 / 7)
    assert (days.later_purchases[0], days.later_minor[0]) == (1, 70)


@pytest.mark.django_db
def test_a_study_is_made_in_the_background_and_shown(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead_building, "FEWEST_REPEATERS", 30)
    known = Fit((0.5, 6.0, 0.9, 1.6), -1.0, True, np.eye(4) * 0.01)
    monkeypatch.setattr(ahead_building, "fit_model", lambda name, histories: known)
    analysis = make_analysis(cast.engagement)
    analysis.upload = make_upload(cast.engagement)
    analysis.save()
    client.force_login(cast.finance)
    where = [cast.engagement.id, analysis.id]
    assert "Ingen skattning än" in client.get(reverse("portfolio:ahead", args=where)).content.decode()
    start = reverse("portfolio:study_new", args=[*where, "ahead"])
    assert client.post(start, {"key": "once"}).status_code == 302
    assert client.post(start, {"key": "once"}).status_code == 302
    study = Study.objects.get()
    assert study.job_id
    execute(study.job_id)
    study.refresh_from_db()
    assert study.state == AnalysisState.PUBLISHED, study.job and study.job.error
    content = client.get(reverse("portfolio:ahead", args=where)).content.decode()
    assert "Modellerna i prövningen" in content
    assert "NaN" not in content


@pytest.mark.django_db
def test_every_customers_outlook_is_listed_out(cast: Cast, client: Client) -> None:
    analysis = make_analysis(cast.engagement)
    make_ahead(analysis)
    client.force_login(cast.client_reader)
    where = [cast.engagement.id, analysis.id]
    content = client.get(reverse("portfolio:ahead", args=where)).content.decode()
    assert "fann ingen lösning" in content
    assert "85,0" in content
    assert "mellan 10\u00a0tkr och 15\u00a0tkr" in content
    answer = client.get(reverse("portfolio:ahead_csv", args=where))
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]  # a streaming response
    assert [line.split(";")[0] for line in lines[1:]] == ["K01", "K99"]
    assert client.post(reverse("portfolio:study_new", args=[*where, "ahead"])).status_code == 403
    client.force_login(cast.finance)
    assert client.post(reverse("portfolio:study_new", args=[*where, "other"])).status_code == 404


def test_intervals_hold_the_expectation(tmp_path: Path) -> None:
    histories = PurchaseHistories(np.array([0.0, 2.0, 30.0]), np.array([0.0, 30.0, 38.0]), np.full(3, 39.0), np.ones(3))
    outlook = look_ahead("pareto_nbd", Fit((0.55, 10.58, 0.61, 11.67), -1.0, True, None), histories, 52.0)
    assert (outlook.low <= outlook.expected).all()
    assert (outlook.high >= np.floor(outlook.expected)).all()
    assert (outlook.variance >= outlook.expected - 1e-9).all()
    assert list(np.argsort(outlook.alive)) == [0, 1, 2]
