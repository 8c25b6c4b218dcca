"""A report is asked for once, printed in the background, kept for good, and handed to those who may read it."""

import io
import uuid

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent, User
from filestore import store
from jobs.models import JobState
from reports.models import Report, ReportKind, ReportLanguage
from reports.services import keep_file
from tests.conftest import Cast
from tests.profitability.web.made_runs import make_run
from tests.reports.made_reports import issue, print_now
from tests.reports.reading import page_texts


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(cast: Cast, name: str, *args: object) -> str:
    return reverse(f"reports:{name}", args=[cast.engagement.id, *args])


def test_a_report_is_printed_and_kept_with_its_hash(cast: Cast) -> None:
    report = print_now(issue(cast.engagement, cast.consultant))
    assert report.job is not None
    assert (report.job.state, report.job.error_detail) == (JobState.DONE, "")
    content = store.open_file(report.file_key).read()
    assert content.startswith(b"%PDF-1.7")
    assert report.file_size == len(content)
    assert report.page_count == len(pikepdf.open(io.BytesIO(content)).pages)


def test_the_same_key_twice_is_one_report(cast: Cast) -> None:
    run = make_run(cast.engagement)
    first = issue(cast.engagement, cast.consultant, run=run, key="a")
    assert issue(cast.engagement, cast.consultant, run=run, key="a").id == first.id
    assert AuditEvent.objects.filter(what="report.issued").count() == 1


def test_a_finished_report_is_never_overwritten(cast: Cast) -> None:
    report = print_now(issue(cast.engagement, cast.consultant))
    before = report.file_sha256
    keep_file(report.id, store.save_stream("reports/other", [b"other"]), 1)
    report.refresh_from_db()
    assert report.file_sha256 == before


def test_a_report_whose_run_lost_its_files_fails_in_words(cast: Cast) -> None:
    report = issue(cast.engagement, cast.consultant)
    assert report.run is not None
    report.run.result_key = "runs/gone"
    report.run.save()
    report = print_now(report)
    assert report.job is not None
    assert (report.job.state, report.job.error) == (JobState.FAILED, "subject_gone")
    page = client_of(cast.consultant).get(url(cast, "report", report.id)).content.decode()
    assert "Underlaget till rapporten finns inte längre" in page


def test_the_form_issues_and_the_page_follows(cast: Cast, django_capture_on_commit_callbacks: object) -> None:
    run = make_run(cast.engagement)
    client = client_of(cast.consultant)
    sent = {"kind": "profitability", "run": run.id, "language": "en-gb", "key": "k"}
    answer = client.post(url(cast, "report_new"), sent)
    report = Report.objects.get()
    assert answer.headers["Location"] == url(cast, "report", report.id)
    assert (report.language, report.run_id, report.issued_by) == (ReportLanguage.ENGLISH, run.id, cast.consultant)
    assert 'hx-trigger="every 1s"' in client.get(url(cast, "report", report.id)).content.decode()
    print_now(report)
    progress = client.get(url(cast, "report_progress", report.id))
    assert (progress.status_code, progress.headers["HX-Refresh"]) == (286, "true")
    assert "PDF/A-3a" in client.get(url(cast, "report", report.id)).content.decode()


def test_a_customer_is_found_by_number_or_name_and_several_are_offered(cast: Cast) -> None:
    run = make_run(cast.engagement)
    client = client_of(cast.finance)

    def post(**fields: object) -> object:
        sent = {"kind": "customer", "run": run.id, "language": "sv", "key": uuid.uuid4().hex, **fields}
        return client.post(url(cast, "report_new"), sent)

    several = post(customer="a")
    assert several.status_code == 422  # type: ignore[attr-defined]  # a response
    assert "Åkeri &amp; Öl Norden AB" in several.content.decode()  # type: ignore[attr-defined]  # a response
    assert post(customer="finns inte").status_code == 422  # type: ignore[attr-defined]  # a response
    assert Report.objects.count() == 0
    post(customer="a", chosen="1001")
    post(customer="ödeshög")
    post(customer="10/3")
    assert sorted(Report.objects.values_list("customer_id", flat=True)) == ["10/3", "10/3", "1001"]


def test_another_engagements_run_cannot_be_reported_on(cast: Cast) -> None:
    foreign = make_run(cast.foreign_engagement)
    sent = {"kind": "profitability", "run": foreign.id, "language": "sv", "key": "k"}
    assert client_of(cast.consultant).post(url(cast, "report_new"), sent).status_code == 422
    assert Report.objects.count() == 0


def test_the_download_is_named_noted_and_access_checked(cast: Cast) -> None:
    report = print_now(issue(cast.engagement, cast.consultant))
    answer = client_of(cast.client_reader).get(url(cast, "report_download", report.id))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "filename*=UTF-8''%C3%85keriet" in answer.headers["Content-Disposition"]
    assert b"".join(answer).startswith(b"%PDF")
    assert AuditEvent.objects.filter(what="report.downloaded", actor=cast.client_reader).count() == 1
    assert client_of(cast.respondent).get(url(cast, "report_download", report.id)).status_code == 403
    assert client_of(cast.other_finance).get(url(cast, "report_download", report.id)).status_code == 404


def test_readiness_is_kept_from_a_role_that_may_not_read_it(cast: Cast) -> None:
    report = issue(cast.engagement, cast.consultant, ReportKind.READINESS)
    finance = client_of(cast.finance)
    assert finance.get(url(cast, "report", report.id)).status_code == 403
    assert finance.get(url(cast, "report_download", report.id)).status_code == 403
    assert str(report.id) not in finance.get(url(cast, "reports")).content.decode()
    assert finance.post(url(cast, "report_new"), {"kind": "readiness"}).status_code == 403
    assert str(report.id) in client_of(cast.client_reader).get(url(cast, "reports")).content.decode()


def test_a_report_that_waits_can_be_stopped(cast: Cast) -> None:
    report = issue(cast.engagement, cast.consultant)
    client_of(cast.finance).post(url(cast, "report_cancel", report.id))
    report.refresh_from_db()
    assert report.job is not None
    assert report.job.state == JobState.CANCELLED
    assert client_of(cast.finance).get(url(cast, "report_download", report.id)).status_code == 404


def test_the_language_of_the_report_is_not_that_of_its_reader(cast: Cast) -> None:
    report = print_now(issue(cast.engagement, cast.consultant, language=ReportLanguage.ENGLISH))
    texts = "\n".join(page_texts(store.open_file(report.file_key).read()))
    assert "Customer profitability" in texts
    assert "Sammanfattning" not in texts


@pytest.mark.slow
@pytest.mark.parametrize("kind", list(ReportKind))
def test_the_api_issues_follows_and_hands_over(cast: Cast, kind: ReportKind) -> None:
    client = client_of(cast.consultant)
    base = f"/api/v1/engagements/{cast.engagement.id}/reports/"
    body = {"kind": kind.value, "language": "sv", "key": "once"}
    if kind == ReportKind.READINESS:
        body["assessment"] = str(issue(cast.engagement, cast.consultant, kind).assessment_id)
    elif kind == ReportKind.CUSTOMER_BASE:
        body["analysis"] = str(issue(cast.engagement, cast.consultant, kind).analysis_id)
    else:
        body |= {"run": str(make_run(cast.engagement).id), "customer_id": "1001"}
    made = client.post(base, body, content_type="application/json")
    assert made.status_code == 201, made.content
    again = client.post(base, body, content_type="application/json")
    assert again.json()["id"] == made.json()["id"]
    assert client.get(f"{base}{made.json()['id']}/file/").status_code == 404
    print_now(Report.objects.get(pk=made.json()["id"]))
    assert client.get(f"{base}{made.json()['id']}/").json()["status"] == "done"
    assert b"".join(client.get(f"{base}{made.json()['id']}/file/")).startswith(b"%PDF")


def test_the_api_refuses_a_subject_of_another_engagement(cast: Cast) -> None:
    body = {"kind": "profitability", "run": str(make_run(cast.foreign_engagement).id)}
    answer = client_of(cast.consultant).post(
        f"/api/v1/engagements/{cast.engagement.id}/reports/", body, content_type="application/json"
    )
    assert (answer.status_code, Report.objects.count()) == (400, 0)
