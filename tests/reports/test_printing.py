"""The frame of a report: cover, contents, running heads, tables over pages, in both languages."""

import re
from pathlib import Path

import pdfua
import pytest
from django.utils import translation

from reports.pdf import Pdf
from reports.printing import print_report
from tests.reports.reading import page_texts
from tests.reports.sample import LONG_NAME, sample_report


@pytest.fixture(scope="module")
def long_report() -> Pdf:
    return print_report(sample_report(customers=120))


def test_a_whole_report_is_free_of_findings(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(print_report(sample_report()).content)
    assert [(finding.rule_id, finding.message) for finding in pdfua.validate(str(path)).findings] == []


@pytest.mark.parametrize(
    ("active", "code", "page_two", "about"),
    [("sv", "sv", "Sida 2 av", "Om rapporten"), ("en-gb", "en-GB", "Page 2 of", "About this report")],
)
def test_pages_are_numbered_in_the_language_of_the_report(active: str, code: str, page_two: str, about: str) -> None:
    with translation.override(active):
        pdf = print_report(sample_report(language=code))
    texts = page_texts(pdf.content)
    assert len(texts) == pdf.pages
    assert f"{page_two} {pdf.pages}" in texts[1]
    assert about in texts[-1]


def test_the_cover_has_no_running_heads_and_the_others_do() -> None:
    cover, *others = page_texts(print_report(sample_report()).content)
    assert "Sida" not in cover
    assert all("Konfidentiellt – Nordvind AB" in text for text in others)


def test_the_contents_lead_to_the_page_where_a_chapter_begins(long_report: Pdf) -> None:
    texts = page_texts(long_report.content)
    listed = re.search(r"3\s*Beviset[ .]+(\d+)", texts[1])
    assert listed is not None
    assert "Summan stämmer" in texts[int(listed.group(1)) - 1]


def test_a_long_table_repeats_its_head_and_loses_no_row(long_report: Pdf) -> None:
    texts = page_texts(long_report.content)
    with_customers = [text for text in texts if "Åkeri & Öl" in text]
    assert len(with_customers) > 2
    assert all("Täckningsbidrag" in text for text in with_customers)
    rows = re.findall(r"^ *(\d+) +(?:Åkeri|Nordiska)", "\n".join(texts), re.MULTILINE)
    assert [int(row) for row in rows] == list(range(1, 121))


def test_a_statement_begins_with_a_letterhead_on_its_first_page() -> None:
    texts = page_texts(print_report(sample_report(has_summary=False)).content)
    assert LONG_NAME.split()[0] in texts[0]
    assert "Innehåll" not in "".join(texts)


def test_a_character_that_the_typeface_lacks_does_not_stop_a_report() -> None:
    report = sample_report()
    strange = type(report.heading)(**{**vars(report.heading), "client": "漢字 AB"})
    changed = type(report)(**{**vars(report), "heading": strange})
    assert "□□ AB" in page_texts(print_report(changed).content)[0]
