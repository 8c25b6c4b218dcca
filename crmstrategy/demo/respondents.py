"""The demo's respondents: six people of the client who answer for themselves, and what came of talking it through."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel

from accounts.models import User
from assessment.domain.cells import CellKey, parse_cell_key
from assessment.domain.stance import ASKED, CONFIDENCE, UNKNOWN
from assessment.models import Assessment, Participant
from assessment.pages.action_file import propose
from assessment.pages.decision import decide_together
from assessment.selectors import get_answer_sheet, get_common_sheet, get_instrument
from assessment.services import fill_sheet
from assessment.services.actions import ActionContent, plan_actions
from assessment.services.participants import Person, add_participant, mark_done, open_section
from assessment.services.remarks import add_comment, add_quote
from assessment.services.targets import set_targets

RESPONDENTS = Path(__file__).with_name("respondents.yaml")


class Respondent(BaseModel):
    """Somebody who answers, and what that person says otherwise than the common answers."""

    name: str
    email: str
    department: str
    otherwise: dict[str, str]
    unknown: dict[str, str]
    sure: dict[str, str]
    done: tuple[str, ...]


class Quote(BaseModel):
    """Something said, as evidence of a respondent."""

    by: str
    item: str
    speaker: str
    text: str


class Remark(BaseModel):
    """A respondent's comment."""

    by: str
    item: str
    text: str


class Agreed(BaseModel):
    """A common answer: why, and who disagrees."""

    item: str
    reason: str
    dissent: tuple[str, ...]


class Deed(BaseModel):
    """An action of the plan."""

    item: str
    effort: int
    owner: str
    due: date
    goal: str
    follow_up: str
    status: Literal["planned", "ongoing", "done", "dropped"]


class Respondents(BaseModel):
    """The whole file."""

    sections: tuple[str, ...]
    people: tuple[Respondent, ...]
    evidence: tuple[Quote, ...]
    comments: tuple[Remark, ...]
    opened: tuple[str, ...]
    decisions: tuple[Agreed, ...]
    actions: tuple[Deed, ...]
    targets: dict[str, str]


def read_script() -> Respondents:
    """Return what the respondents say and what comes of it."""
    return Respondents.model_validate(yaml.safe_load(RESPONDENTS.read_text(encoding="utf-8")))


def lead_respondents(assessment: Assessment, consultant: User) -> None:
    """Take the respondents in, enter their own answers, open a section, set common answers, actions and targets."""
    script = read_script()
    common = _comparable(assessment, script.sections)
    people = {one.name: _take_in(assessment, script.sections, one, consultant) for one in script.people}
    for one in script.people:
        fill_sheet(sheet=people[one.name].sheet, answers={**common, **_own(one, people)}, author=people[one.name])
        for section in one.done:
            mark_done(participant=people[one.name], section=section, is_done=True)
    for quote in script.evidence:
        add_quote(sheet=people[quote.by].sheet, item=quote.item, text=quote.text, speaker=quote.speaker, author=None)
    for remark in script.comments:
        add_comment(
            assessment=assessment, item=remark.item, text=remark.text, participant=people[remark.by], author=None
        )
    for section in script.opened:
        open_section(assessment=assessment, section=section, actor=consultant)
    for agreed in script.decisions:
        dissent = [people[name].id for name in agreed.dissent]
        decide_together(assessment, agreed.item, agreed.reason, dissent, consultant)
    plan_actions(assessment=assessment, contents=_plan(assessment, script.actions), actor=consultant)
    targets = {key: level for cell, level in script.targets.items() if (key := parse_cell_key(cell))}
    set_targets(assessment=assessment, targets=targets, actor=consultant)


def _take_in(assessment: Assessment, sections: tuple[str, ...], one: Respondent, consultant: User) -> Participant:
    person = Person(one.name, one.email, one.department, "sv")
    return add_participant(assessment=assessment, person=person, sections=sections, actor=consultant)


def _comparable(assessment: Assessment, sections: tuple[str, ...]) -> dict[CellKey, str]:
    """Return the common answers of the sections, without the long texts: nobody writes those word for word alike."""
    items = {
        item.key: item.kind
        for section in get_instrument(assessment).sections
        if section.key in sections
        for item in section.list_items()
    }
    written = get_answer_sheet(get_common_sheet(assessment)).written
    return {
        key: answer.value
        for key, answer in written.items()
        if key.item in items and (items[key.item] != "long_text" or key.column)
    }


def _own(one: Respondent, people: Mapping[str, Participant]) -> dict[CellKey, str]:
    own: dict[CellKey, str] = {}
    for text, value in one.otherwise.items():
        key = parse_cell_key(text)
        assert key is not None, text
        own[key] = value
    for item, colleague in one.unknown.items():
        own[CellKey(item, column=UNKNOWN)] = "yes"
        if colleague:
            own[CellKey(item, column=ASKED)] = str(people[colleague].id)
    return own | {CellKey(item, column=CONFIDENCE): level for item, level in one.sure.items()}


def _plan(assessment: Assessment, deeds: tuple[Deed, ...]) -> list[ActionContent]:
    proposed = {content.item: content for content in propose(assessment, [deed.item for deed in deeds])}
    return [
        ActionContent(
            title=proposed[deed.item].title,
            item=deed.item,
            advice=proposed[deed.item].advice,
            effort=deed.effort,
            owner=deed.owner,
            due_date=deed.due,
            goal=deed.goal,
            follow_up=deed.follow_up,
            status=deed.status,
        )
        for deed in deeds
    ]
