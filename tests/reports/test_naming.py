"""A report's file has a name that says what it is, in every alphabet, and never a customer's."""

import pytest

from accounts.models import Client
from reports.models import Report, ReportKind
from reports.naming import name_file
from tests.conftest import Cast


def report(cast: Cast, **fields: object) -> Report:
    return Report(engagement=cast.engagement, kind=ReportKind.PROFITABILITY, language="sv", **fields)


def test_the_name_says_client_report_period_and_language(cast: Cast) -> None:
    assert name_file(report(cast)).full == "Åkeriet Kundlönsamhetsrapport 2025-12-31 sv.pdf"
    assert name_file(report(cast)).plain == "Akeriet-Kundlonsamhetsrapport-2025-12-31-sv.pdf"


def test_the_header_carries_both_names(cast: Cast) -> None:
    header = name_file(report(cast)).disposition
    assert header.isascii()
    assert 'filename="Akeriet-Kundlonsamhetsrapport-2025-12-31-sv.pdf"' in header
    assert "filename*=UTF-8''%C3%85keriet%20Kundl%C3%B6nsamhetsrapport" in header


def test_a_customer_statement_names_no_customer(cast: Cast) -> None:
    named = name_file(report(cast, customer_id="10482 Andersson"))
    assert "10482" not in named.full + named.disposition
    assert "Andersson" not in named.full + named.disposition


@pytest.mark.parametrize("name", ['../../etc/passwd "x"\r\nSet-Cookie: a=b', "漢字", "." * 300, "Smørrebrød & Ægir"])
def test_no_client_name_breaks_out_of_the_header(cast: Cast, name: str) -> None:
    cast.engagement.client = Client(name=name, consultancy=cast.consultancy)
    named = name_file(report(cast))
    assert named.disposition.isascii()
    assert not set(named.full) & set('/\\"\r\n;')
    assert named.plain.endswith(".pdf")
    assert len(named.full) <= 110
