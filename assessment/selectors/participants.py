"""Participants, what each has been handed, and who comes by which link."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, QuerySet
from django.http import Http404
from django.utils import timezone

from accounts.access import Action, can
from accounts.models import User
from accounts.secrets import hash_token
from assessment.domain.instrument import Section
from assessment.domain.stance import ASKED
from assessment.models import AccessLink, Answer, Assessment, Handout, OpenedSection, Participant, Sheet
from assessment.selectors.answers import AnswerSheet, as_written, get_instrument


@dataclass(frozen=True)
class OwnSection:
    """What a participant may answer of a section: all of it when it was handed out, else what colleagues passed on.

    `asked_by` names, by item, the colleagues who did not know and asked this participant. Once `is_open`, what was
    answered stands and everybody who was handed the section sees every answer.
    """

    section: Section
    items: frozenset[str]
    is_handed: bool
    done_at: datetime | None
    is_open: bool
    asked_by: dict[str, tuple[str, ...]] = field(default_factory=dict)


def list_participants(assessment: Assessment) -> QuerySet[Participant]:
    """Return those who take part, by name."""
    return Participant.objects.filter(assessment=assessment).select_related("user", "sheet")


def get_participant_or_404(assessment: Assessment, participant_id: uuid.UUID) -> Participant:
    """Return a participant of `assessment`; raise Http404 otherwise."""
    found = list_participants(assessment).filter(pk=participant_id).first()
    if found is None:
        raise Http404
    return found


def find_participant(assessment: Assessment, text: str) -> Participant | None:
    """Return the participant of `assessment` whose id `text` spells, or None."""
    try:
        return list_participants(assessment).filter(pk=uuid.UUID(text)).first()
    except ValueError:
        return None


def list_colleagues(participant: Participant) -> list[Participant]:
    """Return the others who take part in the same assessment, by name."""
    return list(Participant.objects.filter(assessment=participant.assessment_id).exclude(pk=participant.pk))


def list_colleague_ids(participant: Participant) -> list[str]:
    """Return the ids of the others who take part in the same assessment."""
    return [str(colleague.id) for colleague in list_colleagues(participant)]


def find_by_token(token: str) -> AccessLink | None:
    """Return the link that the token opens, unless it is unknown, expired or revoked."""
    return _live_links().filter(token_hash=hash_token(token)).first()


def find_by_link(assessment_id: uuid.UUID, token_hash: str) -> Participant | None:
    """Return the participant whose link has this hash and still holds in this assessment."""
    link = _live_links().filter(token_hash=token_hash, participant__assessment=assessment_id).first()
    return link.participant if link else None


def find_by_account(assessment_id: uuid.UUID, user: User) -> Participant | None:
    """Return the participant that `user` is in this assessment, while the account may answer in its engagement."""
    found = _seated().filter(assessment=assessment_id, user=user).first()
    if found is None or not can(user, Action.ANSWER_ASSESSMENT, found.assessment.engagement):
        return None
    return found


def _live_links() -> QuerySet[AccessLink]:
    links = AccessLink.objects.filter(revoked_at__isnull=True, expires_at__gt=timezone.now())
    return links.select_related("participant__sheet", "participant__assessment")


def _seated() -> QuerySet[Participant]:
    return Participant.objects.select_related("sheet", "assessment__engagement__client__consultancy")


def has_live_link(participant: Participant) -> bool:
    """Say whether a link lets the participant in today."""
    return participant.links.filter(revoked_at__isnull=True, expires_at__gt=timezone.now()).exists()


def list_linked(assessment: Assessment) -> dict[uuid.UUID, datetime]:
    """Return until when the newest live link of each participant holds, by participant."""
    links = AccessLink.objects.filter(
        participant__assessment=assessment, revoked_at__isnull=True, expires_at__gt=timezone.now()
    )
    return dict(links.order_by("expires_at").values_list("participant_id", "expires_at"))


def list_open_sections(assessment: Assessment) -> dict[str, OpenedSection]:
    """Return the sections that have been opened together, by key."""
    return {opened.section: opened for opened in OpenedSection.objects.filter(assessment=assessment)}


def list_own_sections(participant: Participant) -> tuple[OwnSection, ...]:
    """Return the sections that the participant may answer, wholly or in part, in the order of the questionnaire."""
    handed = {handout.section: handout for handout in Handout.objects.filter(participant=participant)}
    opened = set(OpenedSection.objects.filter(assessment=participant.assessment_id).values_list("section", flat=True))
    asked = _list_asked(participant)
    sections = []
    for section in get_instrument(participant.assessment).sections:
        keys = frozenset(item.key for item in section.list_items())
        handout = handed.get(section.key)
        items = keys if handout else keys & set(asked)
        if items:
            asked_by = {key: asked[key] for key in keys & set(asked)}
            done_at = handout.done_at if handout else None
            own = OwnSection(section, items, handout is not None, done_at, section.key in opened, asked_by)
            sections.append(own)
    return tuple(sections)


def list_handed_sections(participant: Participant) -> frozenset[str]:
    """Return the keys of the sections that the participant has been handed."""
    return frozenset(Handout.objects.filter(participant=participant).values_list("section", flat=True))


def _list_asked(participant: Participant) -> dict[str, tuple[str, ...]]:
    """Return the items that colleagues have passed on to the participant, with the colleagues' names."""
    rows = (
        Answer.objects.filter(
            sheet__participant__assessment=participant.assessment_id, column=ASKED, value=str(participant.id)
        )
        .order_by("sheet__participant__name")
        .values_list("item", "sheet__participant__name")
    )
    asked: dict[str, list[str]] = defaultdict(list)
    for item, name in rows:
        asked[item].append(name)
    return {item: tuple(names) for item, names in asked.items()}


def get_own_section_or_404(participant: Participant, key: str) -> OwnSection:
    """Return a section that the participant may answer; raise Http404 otherwise."""
    for own in list_own_sections(participant):
        if own.section.key == key:
            return own
    raise Http404


def get_own_item_or_404(participant: Participant, item: str) -> OwnSection:
    """Return the section of an item that the participant may answer; raise Http404 otherwise.

    One query when the section was handed out, as for nearly every save.
    """
    for section in get_instrument(participant.assessment).sections:
        keys = frozenset(one.key for one in section.list_items())
        if item in keys:
            opened = OpenedSection.objects.filter(assessment=participant.assessment_id, section=section.key)
            handed = Handout.objects.filter(participant=participant, section=section.key)
            found = handed.annotate(is_open=Exists(opened)).values_list("done_at", "is_open").first()
            if found:
                return OwnSection(section, keys, True, found[0], found[1])
    for own in list_own_sections(participant):
        if item in own.items:
            return own
    raise Http404


def list_own_sheets(assessment: Assessment) -> dict[uuid.UUID, AnswerSheet]:
    """Return the answers of every participant, by participant."""
    own = Sheet.objects.filter(assessment=assessment, participant__isnull=False).select_related("participant")
    sheets = {sheet.id: sheet for sheet in own}
    rows = Answer.objects.filter(sheet__in=list(sheets)).select_related("written_by")
    return _by_participant(sheets.values(), rows)


def _by_participant(sheets: Iterable[Sheet], rows: Iterable[Answer]) -> dict[uuid.UUID, AnswerSheet]:
    known = {sheet.id: sheet for sheet in sheets}
    found = {sheet.participant_id: AnswerSheet(sheet.id, {}) for sheet in known.values() if sheet.participant_id}
    for row in rows:
        sheet = known[row.sheet_id]
        if sheet.participant_id:
            written = as_written(row, sheet)
            found[sheet.participant_id].written[written.key] = written
    return found


def list_handouts(assessment: Assessment) -> dict[uuid.UUID, dict[str, Handout]]:
    """Return what has been handed out, by participant and section."""
    found: dict[uuid.UUID, dict[str, Handout]] = defaultdict(dict)
    for handout in Handout.objects.filter(participant__assessment=assessment):
        found[handout.participant_id][handout.section] = handout
    return found
