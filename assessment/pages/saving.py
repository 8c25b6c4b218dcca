"""What the page is told after one answer has been sent."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from assessment.domain.answers import Answers
from assessment.domain.instrument import Instrument, Section
from assessment.domain.progress import Progress, measure_section
from assessment.domain.stance import measure_own_section
from assessment.models import Sheet
from assessment.pages.wording import ask
from assessment.selectors import WrittenAnswer, get_section_answers
from assessment.selectors.participants import OwnSection
from assessment.services import Conflict, Saved, SaveResult, TooLong

type Measure = Callable[[Instrument, Section, Answers], Progress]


@dataclass(frozen=True)
class SavedState:
    """How a save went. On a conflict `value`, `written_by` and `time` are those of the other writer."""

    status: str
    http_status: int
    message: str
    item: str
    version: int = 0
    value: str = ""
    written_by: str = ""
    time: str = ""
    questions: tuple[str, ...] = ()
    answered: int = 0
    total: int = 0

    def as_json(self) -> dict[str, object]:
        """Return the fields as a JSON object."""
        return asdict(self)


def saved_state(
    instrument: Instrument, sheet: Sheet, result: SaveResult, measure: Measure = measure_section
) -> SavedState:
    """Return what to tell the writer: the new version, the questions of the item and the section's progress."""
    match result:
        case Saved(answer):
            return _saved(instrument, sheet, answer, measure)
        case Conflict(key, _mine, theirs):
            return SavedState(
                "conflict",
                409,
                _("%(name)s skrev något annat här under tiden. Välj vad som ska gälla.") % {"name": theirs.written_by},
                key.item,
                theirs.version,
                theirs.value,
                theirs.written_by,
                _clock(theirs),
            )
        case TooLong(key, mine, limit):
            said = _("Texten är %(length)s tecken. Högst %(limit)s får plats, så den är inte sparad.")
            return SavedState("refused", 422, said % {"length": len(mine), "limit": limit}, key.item)


def _saved(instrument: Instrument, sheet: Sheet, answer: WrittenAnswer, measure: Measure) -> SavedState:
    item = instrument.get_item(answer.key.item)
    section = next(part for part in instrument.sections if item in part.list_items())
    answers = get_section_answers(sheet, section)
    progress = measure(instrument, section, answers)
    return SavedState(
        "saved",
        200,
        _("Sparat %(time)s") % {"time": _clock(answer)},
        item.key,
        version=answer.version,
        written_by=answer.written_by,
        time=_clock(answer),
        questions=ask(instrument, item, answers),
        answered=progress.answered,
        total=progress.total,
    )


def _clock(answer: WrittenAnswer) -> str:
    return time_format(timezone.localtime(answer.written_at), "H:i")


def own_saved_state(instrument: Instrument, sheet: Sheet, own: OwnSection, result: SaveResult) -> SavedState:
    """Return what to tell a respondent: as saved_state, with the progress over the respondent's own items."""
    return saved_state(
        instrument,
        sheet,
        result,
        lambda whole, section, answers: measure_own_section(whole, section, answers, own.items),
    )


def refused_state(item: str, message: str) -> SavedState:
    """Return what to tell a writer whose answer cannot be taken at all."""
    return SavedState("refused", 422, message, item)
