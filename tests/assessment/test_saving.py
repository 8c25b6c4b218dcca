"""Nothing written is lost: versions, conflicts, history."""

from assessment.domain.cells import parse_cell_key
from assessment.domain.instrument import LONG_TEXT_LIMIT
from assessment.models import Answer, Assessment, Sheet
from assessment.selectors import get_answer_sheet, list_revisions
from assessment.services import Conflict, Saved, TooLong, Writing, fill_assessment, save_form
from tests.assessment.conftest import Pen, cell_of
from tests.conftest import Cast


def _standing(sheet: Sheet, cell: str) -> str:
    key = parse_cell_key(cell)
    assert key is not None
    return get_answer_sheet(sheet).answers.get_text(key)


def test_the_first_answer_is_version_one(pen: Pen) -> None:
    result = pen.write("Störst på Gotland")
    assert isinstance(result, Saved)
    assert (result.answer.version, result.answer.written_by) == (1, "Respondent")


def test_the_second_writer_is_shown_both_texts_and_nothing_changes(pen: Pen, cast: Cast) -> None:
    pen.write("Anna skrev")
    result = pen.write("Bo skrev", by=cast.consultant)
    assert isinstance(result, Conflict)
    assert (result.mine, result.theirs.value, result.theirs.written_by) == ("Bo skrev", "Anna skrev", "Respondent")
    assert _standing(pen.sheet, "vision") == "Anna skrev"


def test_an_older_version_conflicts_as_well(pen: Pen, cast: Cast) -> None:
    pen.write("ett")
    pen.write("två", 1)
    assert isinstance(pen.write("tre", 1, by=cast.consultant), Conflict)
    assert isinstance(pen.write("tre", 7, by=cast.consultant), Conflict)


def test_who_has_seen_the_other_text_may_replace_it_and_both_stay_in_the_history(pen: Pen, cast: Cast) -> None:
    pen.write("Anna skrev")
    assert isinstance(pen.write("Bo skrev", 1, by=cast.consultant), Saved)
    history = [(answer.version, answer.value, answer.written_by) for answer in list_revisions(pen.sheet, "vision")]
    assert history == [(2, "Bo skrev", "Consultant"), (1, "Anna skrev", "Respondent")]


def test_sending_the_same_text_again_is_saved_and_adds_nothing(pen: Pen) -> None:
    pen.write("samma")
    assert isinstance(pen.write("samma"), Saved)
    assert len(list_revisions(pen.sheet, "vision")) == 1


def test_an_answer_can_be_erased_and_the_old_one_stays_in_the_history(pen: Pen) -> None:
    pen.write("fel")
    pen.write("", 1)
    assert _standing(pen.sheet, "vision") == ""
    assert [answer.value for answer in list_revisions(pen.sheet, "vision")] == ["", "fel"]


def test_a_version_counted_from_nothing_starts_over(pen: Pen) -> None:
    result = pen.write("ny", 3)
    assert isinstance(result, Saved)
    assert result.answer.version == 1


def test_a_text_over_the_limit_is_given_back_unsaved(pen: Pen) -> None:
    result = pen.write("x" * (LONG_TEXT_LIMIT + 1))
    assert isinstance(result, TooLong)
    assert result.limit == LONG_TEXT_LIMIT
    assert not Answer.objects.exists()


def test_a_form_saves_what_its_writer_changed_and_leaves_the_rest(pen: Pen, assessment: Assessment, cast: Cast) -> None:
    pen.write("Min vision")
    pen.write("En annans strategi", cell="market_strategy")
    untouched = Writing(cell_of(assessment, "vision"), "", 0)
    changed = Writing(cell_of(assessment, "vision@rating"), "described", 0)
    clash = Writing(cell_of(assessment, "market_strategy"), "Min strategi", 0)
    results = save_form(sheet=pen.sheet, writings=[untouched, changed, clash], author=cast.consultant)
    assert [type(result) for result in results] == [Saved, Conflict]
    assert _standing(pen.sheet, "vision") == "Min vision"


def test_filling_leaves_what_is_answered_alone(pen: Pen, assessment: Assessment, cast: Cast) -> None:
    pen.write("Skriven för hand")
    answers = {cell_of(assessment, name).key: "fylld" for name in ("vision", "market_strategy")}
    fill_assessment(assessment=assessment, answers=answers, author=cast.consultant)
    assert _standing(pen.sheet, "vision") == "Skriven för hand"
    assert _standing(pen.sheet, "market_strategy") == "fylld"
    assert [answer.written_by for answer in list_revisions(pen.sheet, "market_strategy")] == ["Consultant"]
