"""What the page is told after one answer has been sent."""

from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from assessment.domain.instrument import Instrument
from assessment.domain.relevance import EVERYTHING, find_own_relevance, find_relevance, list_deciding_items
from assessment.domain.stance import measure_own_section
from assessment.models import Sheet
from assessment.pages.wording import ask
from assessment.selectors import WrittenAnswer, get_item_answers
from assessment.selectors.participants import OwnSection, list_handed_sections
from assessment.services import Conflict, Saved, SaveResult, TooLong
from ui import formats


@dataclass(frozen=True)
class SavedState:
    """How a save went. On a conflict `value`, `written_by` and `time` are those of the other writer.

    `hidden` are the section's items that are not asked as the answers now stand.
    """

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
    hidden: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return the fields as a JSON object."""
        return asdict(self)


def saved_state(instrument: Instrument, sheet: Sheet, result: SaveResult, own: OwnSection | None = None) -> SavedState:
    """Return what to tell the writer: the new version, the questions of the item and the section's progress.

    `own` is a respondent's part of the section, and the progress that over the respondent's own items.
    """
    match result:
        case Saved(answer):
            return _saved(instrument, sheet, answer, own)
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


def _saved(instrument: Instrument, sheet: Sheet, answer: WrittenAnswer, own: OwnSection | None) -> SavedState:
    item = instrument.get_item(answer.key.item)
    section = next(part for part in instrument.sections if item in part.list_items())
    keys = frozenset(each.key for each in section.list_items())
    deciding = list_deciding_items(instrument, keys)
    answers = get_item_answers(sheet, keys | deciding)
    if not deciding:
        relevance = EVERYTHING
    elif own is None or sheet.participant is None:
        relevance = find_relevance(instrument, answers)
    else:
        relevance = find_own_relevance(instrument, answers, list_handed_sections(sheet.participant))
    progress = measure_own_section(instrument, section, answers, own.items if own else keys, relevance)
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
        hidden=tuple(each.key for each in section.list_items() if not relevance.asks(each.key)),
    )


def _clock(answer: WrittenAnswer) -> str:
    return formats.clock(answer.written_at)


def refused_state(item: str, message: str) -> SavedState:
    """Return what to tell a writer whose answer cannot be taken at all."""
    return SavedState("refused", 422, message, item)
