"""Questionnaires whose newest version only explains more: the same questions and scores, nothing lost on the way."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from pydantic import JsonValue

from assessment.domain.answers import Answers
from assessment.domain.balance import STUDY, find_balance
from assessment.domain.cells import CellKey
from assessment.domain.instrument import LANGUAGES, Instrument, Text
from assessment.domain.scoring import score_readiness
from assessment.domain.version_diff import Change, diff_versions
from assessment.models import Assessment
from assessment.readers import ShippedInstrument, list_shipped
from assessment.selectors import get_answer_sheet, get_instrument
from assessment.services import create_assessment, fill_assessment
from tests.conftest import Cast

HASHES = {
    ("behaviour", 1): "082e8cca4acf5c371f0ebcd1bca136f13e9644d31e91e41057d7044f51774d93",
    ("behaviour", 2): "f180057a07c2bb81122723686cd014ba488d7eb453c082f8845f6ae151b7d38a",
    ("crm_failure", 1): "ae92396a5e1e16ee7a7f260dd880deab22907f9b7ff2cb026b9cd500912af1bf",
    ("crm_failure", 2): "71a0b57cab077f6d8d77a813f8513a03a00b5aeb65003aa26907c134dc1263f3",
    ("customer_definition", 2): "d06db5a7c7cedf1362e3b092d6969ca86fe3ea12bf401fed7ac755bfac11ac2a",
    ("customer_definition", 3): "8419b6978dafa56cd18e4a860e46a86d7c0cc145986aa7ca0d302b1ece3a2363",
    ("customer_phases", 1): "7997560840b5484fe7215b3dec6a9cf6eba1586919d9891dcbabc79a607f15c9",
    ("customer_phases", 2): "bca4581bdf272187b055e5e949e9d6d3717f7172579773595f96fc29c8df72bf",
    ("friction", 1): "0d8c1496c41dc9a8bfe32b24d35abb3d4882e7b9843065dabadba50672aff25f",
    ("friction", 2): "a5002827906581aa66bd114af57d9d441b5795334b77ff726aab9dab2c2b342d",
    ("investment_balance", 1): "787804f4639e65ffd82813732cff2a1de34625c3601a6a90189887d788af125c",
    ("investment_balance", 2): "94d2e298c61caf786297be244474b5a5ab94c98d61cd276c156289ddd02b48c7",
    ("platform", 1): "04b75eaa2f5aa8586763b6e940827ca2b60de30893295b75f921d0e38fbf3da5",
    ("platform", 2): "bbd4cbe990e1c14bbf3f756553d6d6b67f6facf48ae8877bfd18aee0c59ce825",
    ("success_factors", 1): "ff2e61086a25c38ac2cc74e32e6310e1093e72feabdb6ceaf4ce3ba259f38a41",
    ("success_factors", 2): "ecb7621d4d6cf3f28fb08f1d7c6c9f26e4eee01e422f05f5b2ff177d0385be40",
}
EXPLAINING = {"hint", "criteria", "who"}


@dataclass(frozen=True)
class Step:
    """The version that explains more, and the one before it."""

    before: ShippedInstrument
    after: ShippedInstrument


def _find(key: str, version: int) -> ShippedInstrument:
    return next(each for each in list_shipped() if (each.instrument.key, each.instrument.version) == (key, version))


def _step(key: str) -> Step:
    before, after = (_find(key, version) for named, version in sorted(HASHES) if named == key)
    return Step(before, after)


def _without_explanations(node: JsonValue) -> JsonValue:
    if isinstance(node, dict):
        return {key: _without_explanations(value) for key, value in node.items() if key not in EXPLAINING}
    return [_without_explanations(each) for each in node] if isinstance(node, list) else node


def _asked(instrument: Instrument) -> JsonValue:
    return _without_explanations(instrument.model_dump(mode="json", exclude={"version", "intro", "roles"}))


def _is_whole(text: Text | None) -> bool:
    return text is not None and all(getattr(text, language) for language in LANGUAGES)


@pytest.mark.parametrize(("key", "version"), sorted(HASHES))
def test_no_published_version_has_changed(key: str, version: int) -> None:
    assert _find(key, version).content_hash == HASHES[key, version]


@pytest.mark.parametrize("key", sorted({key for key, _version in HASHES}))
def test_the_newer_version_asks_and_scores_the_same_and_explains_every_question(key: str) -> None:
    before, after = (_step(key).before.instrument, _step(key).after.instrument)
    assert _asked(before) == _asked(after)
    assert {each.change for each in diff_versions(before, after)} <= {Change.REWORDED}
    scored = {rule.item for area in after.areas for rule in area.rules}
    assert [item.key for item in after.list_items() if not item.who or not _is_whole(item.hint)] == []
    assert [item.key for item in after.list_items() if item.key in scored and not _is_whole(item.criteria)] == []
    rows = [(item.key, row) for item in after.list_items() for row in getattr(item, "rows", ())]
    assert [f"{item}:{row.key}" for item, row in rows if not _is_whole(row.hint)] == []


def test_the_investment_balance_is_found_in_either_version() -> None:
    shares = Answers({CellKey("shares", key): str(invested) for key, (invested, _success) in STUDY.items()})
    found = [find_balance(shipped.instrument, shares) for shipped in vars(_step("investment_balance")).values()]
    assert [each.to_move for each in found if each] == [Decimal(72), Decimal(72)]


def test_customer_phases_step_up_with_all_answers_and_the_same_score_and_say_what_a_flow_is(
    cast: Cast, client: Client
) -> None:
    step = _step("customer_phases")
    assessment = create_assessment(
        engagement=cast.engagement, shipped=step.before, title="Kundfaser", author=cast.consultant
    )
    answers = {CellKey("keep_outcome"): "well", CellKey("flows", "lost"): "quantified", CellKey("keep_why"): "Service"}
    fill_assessment(assessment=assessment, answers=answers, author=cast.consultant)
    client.force_login(cast.consultant)
    page = reverse("assessment:upgrade", args=[cast.engagement.id, assessment.id])
    assert "Alla svar följer med." in client.get(page).content.decode()
    client.post(page, {"deed": "upgrade"})
    moved = Assessment.objects.get(pk=assessment.pk)
    kept = get_answer_sheet(moved.sheets.get()).answers
    assert get_instrument(moved) == step.after.instrument
    assert {key: kept.get_text(key) for key in answers} == answers
    assert score_readiness(get_instrument(moved), kept) == score_readiness(step.before.instrument, kept)
    form = client.get(reverse("assessment:section", args=[cast.engagement.id, assessment.id, "flows"])).content.decode()
    assert "Köpte klart mer än förra perioden." in form
    client.post(page, {"deed": "undo"})
    assert get_instrument(Assessment.objects.get(pk=assessment.pk)) == step.before.instrument
