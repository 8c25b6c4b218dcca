"""Latent classes: those that made the answers are found again, weak ones fall apart, a person chooses."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from jobs.services import execute
from portfolio.domain.answers import Grid, read_answers
from portfolio.domain.class_stability import landed_again, match_classes, pairs_together
from portfolio.domain.latent_classes import bayes_criterion, count_parameters, possible_counts
from portfolio.models import Analysis, AnalysisState
from portfolio.segment_models import ClassChoice, Segmentation, SegmentationKind
from portfolio.services.classes_building import build_classes, carry, draw_anew, find_patterns, fit_classes
from tests.conftest import Cast
from tests.portfolio.analyses import make_analysis, make_upload
from tests.portfolio.segmentations import made, make_classes, open_firm


def made_answers(count: int, shares: tuple[float, ...], yes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(7)
    true = chance.choice(len(shares), count, p=shares)
    return true, (chance.random((count, yes.shape[1])) < yes[true]).astype(float)


def test_the_classes_that_made_the_answers_are_found_again() -> None:
    yes = np.array([[0.9, 0.85, 0.1, 0.15, 0.1, 0.5], [0.1, 0.2, 0.9, 0.8, 0.1, 0.5], [0.1, 0.1, 0.2, 0.1, 0.9, 0.5]])
    true, values = made_answers(900, (0.5, 0.3, 0.2), yes)
    patterns = find_patterns(values)
    fits = {count: fit_classes(patterns, count, starts=4, steps=200) for count in (1, 2, 3, 4)}
    assert min(fits, key=lambda count: fits[count].bic) == 3
    found = fits[3]
    assert np.abs(found.yes_shares - yes).max() < 0.12
    told = found.chances[patterns.of_customer].argmax(axis=1)
    assert landed_again(true, told, np.ones(len(true)), 3) > 0.85
    again, together = draw_anew(patterns, found)
    assert again.mean() > 0.9
    assert together.shape == (3,)
    free = count_parameters(3, 6)
    assert free == 2 + 18
    assert found.bic == pytest.approx(bayes_criterion(found.log_likelihood, free, 900))


def test_answers_without_classes_do_not_stand_when_drawn_anew() -> None:
    _true, values = made_answers(300, (1.0,), np.full((1, 6), 0.5))
    patterns = find_patterns(values)
    assert fit_classes(patterns, 1, starts=1, steps=100).bic < fit_classes(patterns, 2, starts=4, steps=100).bic
    again, _together = draw_anew(patterns, fit_classes(patterns, 3, starts=4, steps=100))
    assert again.mean() < 0.85


def test_an_answer_that_is_missing_is_no_answer() -> None:
    _true, values = made_answers(400, (0.5, 0.5), np.array([[0.9, 0.9, 0.1, 0.1], [0.1, 0.1, 0.9, 0.9]]))
    holes = values.copy()
    holes[np.random.default_rng(1).random(values.shape) < 0.2] = np.nan
    found = fit_classes(find_patterns(holes), 2, starts=4, steps=200)
    assert np.sort(found.yes_shares[:, 0]) == pytest.approx([0.1, 0.9], abs=0.1)


def test_classes_are_matched_whatever_they_are_numbered() -> None:
    first, second = np.array([0, 0, 1, 1, 2]), np.array([2, 2, 0, 0, 1])
    weights = np.ones(5)
    assert match_classes(first, second, weights, 3).tolist() == first.tolist()
    assert landed_again(first, np.array([2, 2, 0, 1, 1]), weights, 3) == pytest.approx(0.8)
    assert pairs_together(first, np.array([2, 2, 0, 1, 1]), weights, 3).tolist() == [1.0, 0.5, 1.0]


def test_as_many_classes_as_the_answers_can_tell() -> None:
    assert possible_counts(items=3, customers=500) == (1,)
    assert possible_counts(items=5, customers=500) == (1, 2, 3, 4, 5)
    assert possible_counts(items=20, customers=50) == (1, 2, 3, 4, 5)


def test_every_problem_of_a_survey_is_named_in_one_pass() -> None:
    grid = Grid(
        ["K1", "", "K1", "K9"], ("a", "b"), [("ja", "kanske"), ("1", "0"), ("x", ""), ("Nej", "TRUE")], [2, 3, 4, 5]
    )
    answers, problems = read_answers(grid, frozenset({"K1"}))
    assert answers is None
    assert [(p.code, p.row, p.column) for p in problems] == [
        ("survey_not_yes_no", 2, "b"),
        ("survey_customer_missing", 3, "customer_id"),
        ("survey_customer_twice", 4, "customer_id"),
        ("survey_customer_unknown", 5, "customer_id"),
    ]


def test_too_few_answers_and_questions_that_tell_nothing() -> None:
    grid = Grid(
        [f"K{n}" for n in range(9)],
        ("a", "b"),
        [("ja", "ja" if n % 2 else "nej") for n in range(9)],
        list(range(2, 11)),
    )
    answers, problems = read_answers(grid, frozenset(grid.customer_ids))
    assert answers is None
    assert [p.code for p in problems] == [
        "survey_question_tells_nothing",
        "survey_too_few_answers",
        "survey_too_few_questions",
    ]


def test_others_get_a_class_only_where_behaviour_tells_it() -> None:
    chance = np.random.default_rng(2)
    place = np.where(np.arange(400) < 200, chance.integers(0, 2, 400), -1)
    telling = chance.normal(size=(400, 3))
    telling[:, 0] += np.where(np.arange(400) < 200, place * 4.0, chance.integers(0, 2, 400) * 4.0)
    telling[399] = np.nan
    carried, told, sure = carry(telling, place, np.ones(400))
    assert carried is not None
    assert carried.is_used
    assert carried.customers == 199
    assert told[399] == -1
    assert (told[:200] == place[:200]).all()
    assert (sure[200:399] >= 0.5).all()
    deaf, untold, _sure = carry(chance.normal(size=(400, 3)), place, np.ones(400))
    assert deaf is not None
    assert not deaf.is_used
    assert (untold[200:] == -1).all()


def test_behaviour_alone_makes_classes_too_or_says_why_not(tmp_path: Path) -> None:
    with open_firm(tmp_path) as reader:
        made = build_classes(reader, None, "", tmp_path / "p.parquet", lambda _stage, _share: None)
    assert made.summary is None
    assert [problem.code for problem in made.problems] == ["behaviour_too_thin"]


@pytest.mark.django_db
def test_a_survey_is_read_classes_are_chosen_and_named(cast: Cast, client: Client) -> None:
    analysis: Analysis = make_analysis(cast.engagement)
    analysis.upload = make_upload(cast.engagement)
    analysis.save()
    client.force_login(cast.finance)
    way = reverse("portfolio:classes_new", args=[cast.engagement.id, analysis.id])
    bad = SimpleUploadedFile("svar.csv", b"kund,a\nK1,ja\n", "text/csv")
    client.post(way, {"source": "survey", "survey": bad, "key": "1"})
    stopped = Segmentation.objects.get(key="1")
    assert stopped.job is not None
    execute(stopped.job.id)
    stopped.refresh_from_db()
    assert stopped.state == AnalysisState.STOPPED
    page = client.get(reverse("portfolio:classes", args=[cast.engagement.id, analysis.id])).content.decode()
    assert "customer_id" in page
    assert "Ingen kolumn heter" in page
    client.post(way, {"source": "survey", "key": "2"})
    assert Segmentation.objects.count() == 1
    segmentation = make_classes(analysis)
    choose = reverse("portfolio:classes_choose", args=[cast.engagement.id, segmentation.id])
    client.post(choose, {"count": "2", "name0": "Pris", "name1": "pris"})
    assert not ClassChoice.objects.exists()
    assert client.post(choose, {"count": "9"}).status_code == 302
    assert not ClassChoice.objects.exists()
    client.post(choose, {"count": "2", "name0": "Pris", "name1": "Råd"})
    client.post(choose, {"count": "2", "name0": "Prisköpare", "name1": "Råd"})
    assert [choice.number for choice in ClassChoice.objects.all()] == [2, 1]
    shown = client.get(reverse("portfolio:classes", args=[cast.engagement.id, analysis.id])).context["page"]
    assert [field.name for field in shown.result.names] == ["Prisköpare", "Råd"]


def test_a_survey_gives_everyone_who_answered_a_class() -> None:
    table = pq.read_table(pa.BufferReader(made(SegmentationKind.CLASSES)[1]))
    places = dict(zip(table["customer_id"].to_pylist(), table["class_2"].to_pylist(), strict=True))
    even = [places[f"K{number:02d}"] for number in range(0, 60, 2)]
    odd = [places[f"K{number:02d}"] for number in range(1, 60, 2)]
    assert max(even.count(0) + odd.count(1), even.count(1) + odd.count(0)) > 52
