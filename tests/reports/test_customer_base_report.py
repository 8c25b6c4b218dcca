"""The customer base report: the figures of the analysis, proved, with its scenarios, and attached as CSV."""

import csv
import io
import re
import uuid

import pikepdf
import pytest
from django.test import Client

from filestore import store
from portfolio.models import Analysis
from reports.models import ReportKind, ReportLanguage
from reports.services import Subject, issue_report
from tests.conftest import Cast
from tests.portfolio.analyses import make_analysis, make_scenario
from tests.portfolio.segmentations import choose_made_classes, make_classes, make_segments
from tests.portfolio.studies import make_twins
from tests.reports.made_reports import print_now
from tests.reports.reading import page_texts


def printed(cast: Cast, analysis: Analysis, language: ReportLanguage = ReportLanguage.SWEDISH) -> bytes:
    report = issue_report(
        engagement=cast.engagement,
        kind=ReportKind.CUSTOMER_BASE,
        language=language,
        subject=Subject(analysis_id=analysis.id),
        key=uuid.uuid4().hex,
        issued_by=cast.consultant,
    )
    report = print_now(report)
    assert report.job is not None
    assert report.is_finished, (report.job.error, report.job.error_detail)
    return store.open_file(report.file_key).read()


def plain(content: bytes) -> str:
    unbroken = re.sub(r"[-\u2010]\n *", "", "\n".join(page_texts(content)))
    return " ".join(unbroken.replace("\u00a0", " ").split())


@pytest.mark.django_db
def test_the_report_proves_the_flows_and_shows_the_scenarios(cast: Cast) -> None:
    analysis = make_analysis(cast.engagement)
    scenario = make_scenario(analysis)
    make_twins(analysis)
    make_segments(analysis)
    choose_made_classes(make_classes(analysis))
    content = printed(cast, analysis)
    text = plain(content)
    assert "Kundbasen 2025" in text
    assert "Skillnad 0" in text
    assert scenario.name in text.replace(" ", "")
    for title in ("Vilka som stannade", "Hur kunderna rör sig", "Vad kundbasen är värd", "Nya kunder", "Metod"):
        assert title in text
    for title in ("Kan köpa härnäst", "Reglerna bakom", "Klasser ur svar eller beteende", "Råd & miljö"):
        assert title in text
    with pikepdf.open(io.BytesIO(content)) as pdf:
        files = {name: spec.get_file().read_bytes().decode() for name, spec in pdf.attachments.items()}
    assert sorted(files) == [
        "budget.csv", "flows.csv", "migration.csv", "months.csv", "new_customers.csv", "portfolio.csv",
    ]  # fmt: skip
    months = list(csv.DictReader(io.StringIO(files["months.csv"])))
    assert len(months) == 13
    assert {month["difference"] for month in months} == {"0"}


@pytest.mark.django_db
def test_a_report_of_an_analysis_is_issued_on_the_web_and_over_the_api(cast: Cast) -> None:
    analysis, foreign = make_analysis(cast.engagement), make_analysis(cast.other_engagement)
    client = Client()
    client.force_login(cast.finance)
    url = f"/engagements/{cast.engagement.id}/reports/new/"
    page = client.get(url, {"kind": "customer_base"})
    assert str(analysis) in page.content.decode()
    asked = {"kind": "customer_base", "language": "sv", "key": "k1"}
    assert client.post(url, {**asked, "analysis": foreign.id}).status_code == 422
    assert client.post(url, {**asked, "analysis": analysis.id}).status_code == 302
    api = f"/api/v1/engagements/{cast.engagement.id}/reports/"
    assert client.post(api, {**asked, "key": "k2", "analysis": str(foreign.id)}, "application/json").status_code == 400
    answer = client.post(api, {**asked, "key": "k3", "analysis": str(analysis.id)}, "application/json")
    assert answer.status_code == 201, answer.content
    assert answer.json()["analysis"] == str(analysis.id)
