"""The investment balance beside the published shares: entered, said in words, drawn on page and in the report."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from assessment.domain.answers import Answers
from assessment.domain.balance import STUDY, Balance, find_balance
from assessment.domain.cells import CellKey
from assessment.models import Assessment
from assessment.readers import find_shipped
from assessment.services import create_assessment, fill_assessment
from reports.frame import Drawing
from reports.models import ReportKind
from reports.readiness_report import compose_readiness_report
from tests.conftest import Cast
from tests.reports.made_reports import issue

OWN = {"competence": "10", "processes": "10", "key_figures": "5", "culture": "5", "leadership": "10",
       "information": "10", "technology": "50"}  # fmt: skip


def _find(shares: dict[str, str]) -> Balance | None:
    shipped = find_shipped("investment_balance")
    assert shipped is not None
    return find_balance(shipped.instrument, Answers({CellKey("shares", row): text for row, text in shares.items()}))


def test_the_study_is_two_times_a_hundred_and_covers_every_factor() -> None:
    assert [sum(shares) for shares in zip(*STUDY.values(), strict=True)] == [100, 100]
    found = _find(OWN)
    assert found is not None
    assert {factor.row.key for factor in found.factors} == set(STUDY)


def test_what_would_have_to_move_is_what_lies_above_the_shares_of_success() -> None:
    found = _find(OWN)
    assert found is not None
    assert (found.to_move, found.study_to_move) == (Decimal(40), 72)
    as_success = _find({key: str(success) for key, (_invested, success) in STUDY.items()})
    assert as_success is not None
    assert as_success.to_move == 0


@pytest.mark.parametrize("change", [{"technology": ""}, {"technology": "51"}, {"technology": "60", "culture": "-5"}])
def test_nothing_is_said_of_shares_that_are_not_a_hundred_together(change: dict[str, str]) -> None:
    found = _find({**OWN, **change})
    assert found is not None
    assert found.to_move is None
    assert _find({}) is None


@pytest.fixture
def balance(cast: Cast, db: None) -> Assessment:
    shipped = find_shipped("investment_balance")
    assert shipped is not None
    return create_assessment(engagement=cast.engagement, shipped=shipped, title="Balans", author=cast.consultant)


def test_page_api_and_report_show_the_balance(client: Client, cast: Cast, balance: Assessment) -> None:
    client.force_login(cast.consultant)
    page = reverse("assessment:overview", args=[cast.engagement.id, balance.id])
    assert "investment-balance" not in client.get(page).content.decode()
    answers = {CellKey("shares", row): text for row, text in OWN.items()}
    fill_assessment(assessment=balance, answers=answers, author=cast.consultant)
    shown = client.get(page).content.decode()
    assert "40 % av pengarna ligger inte där framgången avgörs; i studien 72 %" in shown.replace("\xa0", " ")
    assert "Teknik får 50 % av pengarna men stod för 10 % av framgången. Andra lade 82 %." in shown.replace("\xa0", " ")
    scoreless = client.get(reverse("assessment:readiness", args=[cast.engagement.id, balance.id])).content.decode()
    assert "Formuläret ger inga poäng." in scoreless
    assert "investment-balance" in scoreless
    assert "Möjligt spann" not in scoreless
    told = client.get(reverse("api:assessment_api:assessment", args=[cast.engagement.id, balance.id])).json()
    assert told["balance"]["factors"][0] | {"title": ""} == {
        "key": "competence", "title": "", "own": "10", "invested": 2, "success": 20
    }  # fmt: skip
    report = issue(cast.engagement, cast.consultant, ReportKind.READINESS)
    report.assessment = balance
    composed = compose_readiness_report(report)
    assert [section.anchor for section in composed.sections] == ["balance", "answers"]
    assert [block.asset_name for block in composed.sections[0].blocks if isinstance(block, Drawing)] == [
        asset.name for asset in composed.assets
    ]
    assert composed.heading.description.startswith("40")
