"""Gaps become actions; the set that reaches a level is the smallest there is."""

from datetime import date
from fractions import Fraction
from itertools import combinations

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.domain.action_plan import Gap, find_fewest, find_gaps_to_close, find_least_effort
from assessment.domain.answers import Answers
from assessment.domain.cells import CellKey
from assessment.domain.scoring import score_readiness
from assessment.models import Assessment, PlannedAction
from assessment.pages.action_plan import plan_page
from assessment.readers import find_shipped
from assessment.services import fill_assessment
from tests.assessment.conftest import begin_assessment
from tests.conftest import Cast

F = Fraction
EXAMPLE = (Gap("a", F(10), 3), Gap("b", F(6), 1), Gap("c", F(5), 1), Gap("d", F(2), 1))
GAPS = st.lists(st.tuples(st.integers(1, 40).map(lambda n: F(n, 7)), st.sampled_from([1, 2, 3])), max_size=7)


def test_the_worked_example() -> None:
    fewest, least = (find(EXAMPLE, F(40), F(50)) for find in (find_fewest, find_least_effort))
    assert ([gap.item for gap in fewest.gaps], fewest.reaches) == (["a"], F(50))
    assert ([gap.item for gap in least.gaps], least.reaches, least.effort) == (["b", "c"], F(51), 2)
    for find in (find_fewest, find_least_effort):
        assert (find(EXAMPLE, F(40), F(64)).is_enough, find(EXAMPLE, F(40), F(64)).reaches) == (False, F(63))
        assert find(EXAMPLE, F(40), F(40)).gaps == ()


@settings(max_examples=60)
@given(GAPS, st.integers(0, 30))
def test_no_other_set_is_smaller(drawn: list[tuple[Fraction, int]], target: int) -> None:
    gaps = tuple(Gap(str(number), gain, effort) for number, (gain, effort) in enumerate(drawn))
    sets = [chosen for size in range(len(gaps) + 1) for chosen in combinations(gaps, size)]
    enough = [chosen for chosen in sets if sum((gap.gain for gap in chosen), F(0)) >= target]
    fewest, least = (find(gaps, F(0), F(target)) for find in (find_fewest, find_least_effort))
    assert fewest.is_enough == least.is_enough == bool(enough)
    if enough:
        assert len(fewest.gaps) == min(len(chosen) for chosen in enough)
        assert least.effort == min(sum(gap.effort for gap in chosen) for chosen in enough)
        assert sum((gap.gain for gap in least.gaps), F(0)) == least.reaches >= target


def test_closing_a_gap_lifts_the_total_by_exactly_its_gain() -> None:
    shipped = find_shipped("crm_strategy")
    assert shipped
    scored = {rule.item for area in shipped.instrument.areas for rule in area.rules if rule.rule == "yes_no"}
    answers = {CellKey(item): "no" for item in scored}
    before = score_readiness(shipped.instrument, Answers(answers))
    gaps = {gap.item: gap for gap in find_gaps_to_close(before, {})}
    assert set(gaps) == scored
    for item in scored:
        after = score_readiness(shipped.instrument, Answers({**answers, CellKey(item): "yes"}))
        assert after.low - before.low == gaps[item].gain


@pytest.fixture
def answered(assessment: Assessment, cast: Cast) -> Assessment:
    answers = {CellKey("customers_mapped"): "no", CellKey("knows_purchases"): "no", CellKey("market_surveys"): "yes"}
    fill_assessment(assessment=assessment, answers=answers, author=cast.consultant)
    return assessment


def test_gaps_become_actions_that_are_changed_and_taken_along(client: Client, answered: Assessment, cast: Cast) -> None:
    client.force_login(cast.consultant)
    where = [cast.engagement.id, answered.id]
    for _again in range(2):
        client.post(reverse("assessment:plan_add", args=where), {"item": ["customers_mapped", "market_surveys", "x"]})
    planned = PlannedAction.objects.get()
    assert (planned.item, planned.title) == ("customers_mapped", "Alla våra kunder och slutkunder är kartlagda")
    url = reverse("assessment:action", args=[*where, planned.id])
    content = {"title": "=Kartlägg", "effort": 1, "owner": "Sara Lind", "due_date": "2026-03-31", "status": "done"}
    assert client.post(url, {**content, "due_date": "i mars"}).status_code == 422
    assert client.post(url, content).status_code == 302
    planned.refresh_from_db()
    assert (planned.owner, planned.due_date, planned.effort) == ("Sara Lind", date(2026, 3, 31), 1)
    assert planned.done_at is not None
    assert (planned.item, planned.advice) == ("customers_mapped", "")
    listed = client.get(reverse("assessment:plan_file", args=[*where, "csv"])).content.decode("utf-8-sig")
    assert listed.splitlines()[1].startswith("'=Kartlägg;;Liten;")
    client.force_login(cast.client_reader)
    shown = client.get(reverse("assessment:plan", args=where), {"target": "5", "by": "effort"})
    assert "Sara Lind" in shown.text
    assert "Lägg in de valda" not in shown.text


def test_the_next_assessment_says_what_was_solved(answered: Assessment, cast: Cast) -> None:
    PlannedAction.objects.create(assessment=answered, item="customers_mapped", title="Kartlägg")
    PlannedAction.objects.create(assessment=answered, item="knows_purchases", title="Ta ut köp")
    later = begin_assessment(cast.engagement, cast.consultant)
    answers = {CellKey("customers_mapped"): "yes", CellKey("knows_purchases"): "no"}
    fill_assessment(assessment=later, answers=answers, author=cast.consultant)
    lines = plan_page(answered).lines
    assert [line.outcome.split(":")[0] for line in lines] == ["Löst", "Inte löst"]
