"""The page on which the target of each channel and function is set."""

import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessment.domain.answers import Answers
from assessment.domain.cells import CellKey
from assessment.domain.relevance import count_asked
from assessment.domain.support import list_support, list_support_matrices
from assessment.models import Assessment
from assessment.pages.fields import OptionView
from assessment.pages.support_map import SupportMap, list_support_maps
from assessment.pages.wording import in_words
from assessment.selectors import get_answer_sheet, get_common_sheet, get_instrument
from assessment.selectors.targets import list_targets


@dataclass(frozen=True)
class TargetRow:
    """One channel or function: its level `now` and `target` (empty: unanswered, no target), `today` in words.

    `options` is what it can become.
    """

    key: CellKey
    label: str
    group: str
    now: str
    today: str
    target: str
    options: tuple[OptionView, ...]

    @property
    def levels(self) -> tuple[str, ...]:
        """Return the keys of what it can become."""
        return tuple(option.key for option in self.options)


@dataclass(frozen=True)
class TargetGroup:
    """The rows of one matrix."""

    key: str
    title: str
    rows: tuple[TargetRow, ...]


@dataclass(frozen=True)
class TargetsPage:
    """Every channel and function with its target, and the maps of today and then."""

    assessment_id: uuid.UUID
    title: str
    groups: tuple[TargetGroup, ...]
    maps: tuple[SupportMap, ...]


def targets_page(assessment: Assessment) -> TargetsPage:
    """Return what channels and functions are and shall become."""
    instrument, answers = get_instrument(assessment), _asked(assessment)
    groups: dict[str, list[TargetRow]] = {}
    for row in list_target_rows(assessment):
        groups.setdefault(row.key.item, []).append(row)
    return TargetsPage(
        assessment.id,
        assessment.title,
        tuple(TargetGroup(item, rows[0].group, tuple(rows)) for item, rows in groups.items()),
        list_support_maps(instrument, answers, list_targets(assessment)),
    )


def list_target_rows(assessment: Assessment) -> tuple[TargetRow, ...]:
    """Return every channel and function in the order of the questionnaire."""
    instrument, answers, targets = get_instrument(assessment), _asked(assessment), list_targets(assessment)
    rows = []
    for section in instrument.sections:
        for item in list_support_matrices(instrument, section):
            words = {option.key: in_words(option.label) for option in instrument.get_scale(item.scale).options}
            labels = {row.key: in_words(row.label) for row in item.rows}
            for each in list_support(item, answers, targets):
                target = targets.get(each.key, "")
                options = tuple(OptionView(key, said, target == key) for key, said in words.items())
                today = words.get(each.now, _("Obesvarad"))
                label, group = labels[each.key.row], in_words(item.label)
                rows.append(TargetRow(each.key, label, group, each.now, today, target, options))
    return tuple(rows)


def _asked(assessment: Assessment) -> Answers:
    return count_asked(get_instrument(assessment), get_answer_sheet(get_common_sheet(assessment)).answers)
