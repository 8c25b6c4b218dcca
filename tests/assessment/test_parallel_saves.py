"""Many people write at once: different answers lose none, the same answer never loses a text unseen."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection
from django.db.models import QuerySet

from assessment.domain.cells import Cell, CellKind, list_cells
from assessment.models import Answer, AnswerRevision
from assessment.selectors import get_instrument
from assessment.services import Conflict, Saved, SaveResult, save_answer
from assessment.services import answers as services
from tests.assessment.conftest import Pen

pytestmark = pytest.mark.django_db(transaction=True)
THREADS, SAVES = 8, 40


def _at_once(works: Sequence[Callable[[], SaveResult]]) -> list[SaveResult]:
    def run(work: Callable[[], SaveResult]) -> SaveResult:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, works))


def _cells(pen: Pen, count: int) -> list[Cell]:
    instrument = get_instrument(pen.assessment)
    kinds = {CellKind.LONG_TEXT, CellKind.SHORT_TEXT, CellKind.PERCENT, CellKind.WHOLE_NUMBER, CellKind.OPTION}
    cells = [cell for item in instrument.list_items() for cell in list_cells(instrument, item) if cell.kind in kinds]
    assert len(cells) >= count
    return cells[:count]


@pytest.mark.slow
def test_of_320_parallel_saves_of_different_answers_none_is_lost(pen: Pen) -> None:
    cells = _cells(pen, 80)
    for round_number in range(THREADS * SAVES // len(cells)):
        write = partial(save_answer, sheet=pen.sheet, base_version=round_number, author=pen.author)
        works = [partial(write, cell=cell, value=f"{round_number}-{index}") for index, cell in enumerate(cells)]
        assert [type(result) for result in _at_once(works)] == [Saved] * len(cells)
    assert AnswerRevision.objects.count() == THREADS * SAVES
    assert set(Answer.objects.values_list("version", flat=True)) == {4}


def _same_answer(pen: Pen) -> list[SaveResult]:
    return _at_once([partial(pen.write, f"text {number}", 1) for number in range(THREADS)])


def test_of_eight_who_saw_the_same_version_one_writes_and_seven_are_shown_it(pen: Pen) -> None:
    pen.write("text 0 before")
    results = _same_answer(pen)
    (winner,) = [result for result in results if isinstance(result, Saved)]
    others = [result for result in results if isinstance(result, Conflict)]
    assert len(others) == THREADS - 1
    assert {result.theirs.value for result in others} == {winner.answer.value}
    assert len({result.mine for result in others}) == THREADS - 1


def test_without_the_version_check_texts_do_get_lost(pen: Pen, monkeypatch: pytest.MonkeyPatch) -> None:
    def anything(answer: Answer, base_version: int) -> QuerySet[Answer]:
        del base_version
        return Answer.objects.filter(pk=answer.pk)

    monkeypatch.setattr(services, "_unchanged_since", anything)
    monkeypatch.setattr(services, "_remember", services._as_written)
    pen.write("text before")
    results = _same_answer(pen)
    assert [type(result) for result in results] == [Saved] * THREADS
    assert Answer.objects.count() == 1
