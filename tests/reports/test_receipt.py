"""A respondent gets a receipt of the own answers, and of nobody else's."""

from django.urls import reverse

from assessment.domain.cells import CellKey
from assessment.models import Assessment
from assessment.services import fill_sheet
from jobs.services import execute
from reports.models import Receipt
from reports.receipt_report import compose_receipt
from reports.selectors import get_receipt_for_printing
from tests.assessment.conftest import begin_assessment
from tests.assessment.respondents import browser_of, take_in
from tests.conftest import Cast


def test_a_respondent_takes_the_own_answers_along_as_a_pdf(cast: Cast) -> None:
    assessment: Assessment = begin_assessment(cast.engagement, cast.consultant)
    sara, mikael = take_in(assessment, "Sara Lind"), take_in(assessment, "Mikael Dahl")
    fill_sheet(sheet=sara.sheet, answers={CellKey("vision"): "Störst i Norden"}, author=sara)
    fill_sheet(sheet=sara.sheet, answers={CellKey("market_strategy", column="unknown"): "yes"}, author=sara)
    fill_sheet(sheet=mikael.sheet, answers={CellKey("vision"): "Närmast kunden"}, author=mikael)
    browser = browser_of(sara)
    page, file = (reverse(f"receipts:{name}", args=[assessment.id]) for name in ("receipt", "file"))
    assert browser.get(file).status_code == 302
    for _again in range(2):
        browser.post(page)
    receipt = Receipt.objects.get()
    printed = repr(compose_receipt(get_receipt_for_printing(receipt.id)).sections)
    assert ("Störst i Norden" in printed, "Vet ej" in printed, "Närmast" in printed) == (True, True, False)
    assert receipt.job_id
    execute(receipt.job_id)
    taken = browser.get(file)
    assert b"".join(taken.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]  # a FileResponse
    assert browser_of(mikael).get(file).status_code == 302
