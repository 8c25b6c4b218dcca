"""What the three reports say: the same figures as the pages, in both languages, attached as they are printed."""

import csv
import io
import re
from pathlib import Path

import pdfua
import pikepdf
import pytest
from django.utils import translation

from assessment.domain.cells import parse_cell_key
from assessment.services import fill_assessment
from filestore import store
from reports.models import Report, ReportKind, ReportLanguage
from reports.services import Subject, issue_report
from tests.assessment.conftest import begin_assessment
from tests.conftest import Cast
from tests.portfolio.analyses import make_upload
from tests.reports.made_reports import issue, print_now
from tests.reports.reading import page_texts
from tests.ui.swedish import left_in_swedish
from ui.languages import Language


def printed(cast: Cast, kind: ReportKind, language: ReportLanguage = ReportLanguage.SWEDISH) -> bytes:
    report = print_now(issue(cast.engagement, cast.consultant, kind, language=language))
    assert report.job is not None
    assert report.is_finished, (report.job.error, report.job.error_detail)
    return store.open_file(report.file_key).read()


def plain(texts: list[str]) -> str:
    unbroken = re.sub(r"[-\u2010]\n *", "", "\n".join(texts))
    return " ".join(unbroken.replace("\u00a0", " ").split())


def attached(content: bytes, name: str) -> list[list[str]]:
    pdf = pikepdf.open(io.BytesIO(content))
    return list(csv.reader(io.StringIO(pdf.attachments[name].get_file().read_bytes().decode())))


@pytest.mark.slow
@pytest.mark.parametrize("kind", list(ReportKind))
@pytest.mark.parametrize("language", list(Language))
def test_every_report_conforms_and_keeps_to_its_language(
    cast: Cast, kind: ReportKind, language: Language, tmp_path: Path
) -> None:
    path = tmp_path / "report.pdf"
    content = printed(cast, kind, language)
    path.write_bytes(content)
    assert [(finding.rule_id, finding.message) for finding in pdfua.validate(str(path)).findings] == []
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root.Lang) == {"sv": "sv", "en-gb": "en-GB", "da": "da", "nb": "nb"}[language]
        assert pdf.open_metadata()["pdfaid:part"] == "3"
    if language != Language.SWEDISH:
        assert left_in_swedish(plain(page_texts(content)), language) == []


def test_the_profitability_report_says_what_the_figures_say(cast: Cast) -> None:
    text = plain(page_texts(printed(cast, ReportKind.PROFITABILITY)))
    assert "Kunderna gav tillsammans 4 100 kr i täckningsbidrag på en nettoomsättning av 16 tkr." in text
    assert "En kund kostar mer än den ger: 400 kr, eller 9 % av det som de andra skapar." in text
    assert "En kund är guld och ger ensam 3 500 kr i täckningsbidrag." in text
    assert "En kund saknade aktivitet under perioden" in text
    assert "0,00 kr" in text
    assert "a" * 64 in text.replace(" ", "")


def test_the_attached_figures_are_those_that_are_printed(cast: Cast) -> None:
    content = printed(cast, ReportKind.PROFITABILITY)
    statement = dict(attached(content, "statement.csv")[1:])
    assert (statement["net_sales"], statement["contribution"]) == ("15500.00", "4100.00")
    assert attached(content, "proof.csv")[-1] == ["difference", "0.00"]
    names = [row[2] for row in attached(content, "customers.csv")[1:]]
    assert '\'=HYPERLINK("http://x")' in names
    assert len(names) == len(set(names))


def test_a_customer_statement_has_two_pages_and_its_proof(cast: Cast) -> None:
    texts = page_texts(printed(cast, ReportKind.CUSTOMER))
    assert len(texts) == 2
    assert "Åkeri & Öl Norden AB" in texts[0]
    assert "Ordermottagning" in texts[1]
    assert "0,00 kr" in texts[1].replace("\u00a0", " ")


def test_a_readiness_report_without_answers_says_that_nothing_is_answered(cast: Cast) -> None:
    text = plain(page_texts(printed(cast, ReportKind.READINESS)))
    assert "Inget är besvarat ännu, så det finns ingen poäng att rapportera." in text


@pytest.mark.slow
def test_the_active_language_is_left_as_it_was(cast: Cast) -> None:
    with translation.override("sv"):
        printed(cast, ReportKind.PROFITABILITY, ReportLanguage.ENGLISH)
        assert translation.get_language() == "sv"
    assert Report.objects.count() == 1


def test_the_readiness_report_names_what_each_gap_costs_and_what_the_ledger_says(cast: Cast) -> None:
    assessment = begin_assessment(cast.engagement, cast.consultant)
    make_upload(cast.engagement)
    answers = {
        "market_leading": "no",
        "knows_purchases": "yes",
        "cross_selling": "85",
        "sales_channels:e_commerce": "without",
    }
    written = {key: value for text, value in answers.items() if (key := parse_cell_key(text))}
    fill_assessment(assessment=assessment, answers=written, author=cast.consultant)
    report = issue_report(
        engagement=cast.engagement,
        kind=ReportKind.READINESS,
        language=ReportLanguage.SWEDISH,
        subject=Subject(assessment_id=assessment.id),
        key="gaps",
        issued_by=cast.consultant,
    )
    content = store.open_file(print_now(report).file_key).read()
    text = plain(page_texts(content))
    assert "luckor kostar tillsammans" in text
    assert "Vi har en marknadsledande position" in text
    assert "Hål: utan IT-stöd E-handel" in text
    assert "Köper mer än en produkt" in text
    figures = {row[1]: row for row in attached(content, "said_measured.csv")[1:]}
    assert figures["cross_selling"][3].startswith("85,0")
