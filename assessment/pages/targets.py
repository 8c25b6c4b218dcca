"""The page on which the target of each channel and function is set."""

import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _

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
    """One channel or function: `name` is its cell, `today` its level in words, `options` what it can become."""

    name: str
    label: str
    today: str
    options: tuple[OptionView, ...]
    is_set: bool


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
    instrument = get_instrument(assessment)
    answers = count_asked(instrument, get_answer_sheet(get_common_sheet(assessment)).answers)
    targets = list_targets(assessment)
    groups = []
    for section in instrument.sections:
        for item in list_support_matrices(instrument, section):
            words = {option.key: in_words(option.label) for option in instrument.get_scale(item.scale).options}
            labels = {row.key: in_words(row.label) for row in item.rows}
            rows = tuple(
                TargetRow(
                    str(each.key),
                    labels[each.key.row],
                    words.get(each.now, _("Obesvarad")),
                    tuple(OptionView(key, said, targets.get(each.key) == key) for key, said in words.items()),
                    each.key in targets,
                )
                for each in list_support(item, answers, targets)
            )
            groups.append(TargetGroup(item.key, in_words(item.label), rows))
    maps = list_support_maps(instrument, answers, targets)
    return TargetsPage(assessment.id, assessment.title, tuple(groups), maps)
