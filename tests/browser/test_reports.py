"""The consultant issues a report, waits for it and takes it home; nobody touches a file."""

import io
from pathlib import Path

import pikepdf
import pytest

from reports.models import Report
from tests.browser.conftest import OpenTab
from tests.conftest import Cast
from tests.profitability.web.made_runs import make_run
from tests.reports.made_reports import print_now

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_consultant_issues_waits_and_downloads(open_tab: OpenTab, cast: Cast, tmp_path: Path) -> None:
    make_run(cast.engagement)
    tab = open_tab(cast.consultant)
    tab.page.set_default_timeout(60_000)
    page = tab.open(f"/engagements/{cast.engagement.id}/reports/")
    page.get_by_role("link", name="Utfärda rapport").first.click()
    page.get_by_role("link", name="Kundlönsamhetsrapport").click()
    page.get_by_label("Engelska").check()
    page.get_by_role("button", name="Utfärda rapporten").click()
    page.get_by_role("progressbar").wait_for()
    print_now(Report.objects.get())
    download = page.get_by_role("link", name="Ladda ner PDF")
    download.wait_for()
    with page.expect_download() as waiting:
        download.click()
    path = tmp_path / "report.pdf"
    waiting.value.save_as(path)
    assert waiting.value.suggested_filename == "Åkeriet Customer profitability report 2025-12-31 en.pdf"
    with pikepdf.open(io.BytesIO(path.read_bytes())) as pdf:
        assert len(pdf.pages) == Report.objects.get().page_count
        assert str(pdf.docinfo["/Title"]).startswith("Customer profitability 2025")
    assert not tab.complaints
