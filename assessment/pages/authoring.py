"""Pages on which instruments are authored: the list, a draft seen as the form, faults with cell and cure, versions."""

import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Engagement
from assessment.domain.instrument import LANGUAGES, Instrument
from assessment.domain.reading import read_instrument
from assessment.domain.relevance import join_conditions
from assessment.domain.summary import InstrumentSummary, summarise
from assessment.domain.version_diff import Change, ItemDifference, diff_versions
from assessment.models import Assessment, InstrumentDraft, InstrumentUpgrade
from assessment.pages.author_faults import FaultLine
from assessment.pages.fields import BlockView, SectionBuilder
from assessment.pages.wording import in_words
from assessment.readers import ShippedInstrument
from assessment.selectors import AnswerSheet, get_instrument
from assessment.selectors.authoring import (
    find_last_upgrade,
    find_newer,
    find_version_before,
    list_drafts,
    list_versions,
)

LANGUAGE_NAMES = {"sv": "svenska", "en": "English", "da": "dansk", "nb": "norsk bokmål"}


@dataclass(frozen=True)
class VersionLine:
    """One published version."""

    key: str
    version: int
    title: str
    is_own: bool
    hash: str
    languages: tuple[str, ...]
    questions: int


@dataclass(frozen=True)
class DifferenceLine:
    """One difference between two versions, in words."""

    change: str
    label: str
    text: str
    keeps_answers: bool


@dataclass(frozen=True)
class PreviewSection:
    """A section of a draft as it will be answered."""

    key: str
    title: str
    intro: str
    blocks: tuple[BlockView, ...]


@dataclass(frozen=True)
class DraftPage:
    """A draft: its counts, what differs from the version before it (None: it is the first), and the form."""

    draft: InstrumentDraft
    title: str
    summary: InstrumentSummary
    before: int | None
    differences: tuple[DifferenceLine, ...]
    sections: tuple[PreviewSection, ...]


@dataclass(frozen=True)
class AuthoringPage:
    """The instruments that can be used, and drafts on their way."""

    versions: tuple[VersionLine, ...]
    drafts: tuple[InstrumentDraft, ...]
    faults: tuple[FaultLine, ...]
    languages: tuple[tuple[str, str], ...]
    forms: tuple[str, ...] = ("xlsx", "yaml", "surveyjs", "xlsform")


@dataclass(frozen=True)
class UpgradePage:
    """A step to a newer version that can be taken (`differences`), and the last one, while it can be undone."""

    assessment: Assessment
    now: int
    newer: int | None
    message: str
    differences: tuple[DifferenceLine, ...]
    last: InstrumentUpgrade | None


def authoring_page(engagement: Engagement, faults: tuple[FaultLine, ...] = ()) -> AuthoringPage:
    """Return the page of an engagement's consultancy."""
    versions = tuple(_version(each) for each in list_versions(engagement.client.consultancy))
    names = tuple((code, LANGUAGE_NAMES[code]) for code in LANGUAGES if code != "sv")
    return AuthoringPage(versions, tuple(list_drafts(engagement)), faults, names)


def _version(each: ShippedInstrument) -> VersionLine:
    summary = summarise(each.instrument)
    return VersionLine(
        key=each.instrument.key,
        version=each.instrument.version,
        title=in_words(each.instrument.title),
        is_own=each.consultancy_id is not None,
        hash=each.content_hash[:12],
        languages=summary.languages,
        questions=sum(1 for _item in each.instrument.list_items()),
    )


def draft_page(draft: InstrumentDraft) -> DraftPage:
    """Return a draft as the form that it will be, with what differs from the version before."""
    instrument = read_instrument(draft.content)
    consultancy = draft.engagement.client.consultancy
    before = find_version_before(consultancy, instrument.key, instrument.version)
    builder = SectionBuilder(instrument, AnswerSheet(uuid.UUID(int=0), {}), {}, conditions=join_conditions(instrument))
    return DraftPage(
        draft=draft,
        title=in_words(instrument.title),
        summary=summarise(instrument),
        before=before.instrument.version if before else None,
        differences=describe_differences(before.instrument, instrument) if before else (),
        sections=tuple(
            PreviewSection(
                section.key,
                in_words(section.title),
                in_words(section.intro),
                tuple(builder.block(block) for block in section.blocks),
            )
            for section in instrument.sections
        ),
    )


def upgrade_page(assessment: Assessment) -> UpgradePage:
    """Return what a step to the newest version would change."""
    newer = find_newer(assessment)
    differences = describe_differences(get_instrument(assessment), newer.instrument) if newer else ()
    lost = sum(not line.keeps_answers for line in differences)
    if newer is None:
        message = _("Genomgången följer den nyaste versionen.")
    elif lost:
        message = ngettext(
            "%(lost)s fråga får svar som inte längre visas. De sparas och kommer tillbaka om bytet ångras.",
            "%(lost)s frågor får svar som inte längre visas. De sparas och kommer tillbaka om bytet ångras.",
            lost,
        ) % {"lost": lost}
    else:
        message = _("Alla svar följer med.")
    return UpgradePage(
        assessment,
        assessment.instrument.version,
        newer.instrument.version if newer else None,
        message,
        differences,
        find_last_upgrade(assessment),
    )


def describe_differences(old: Instrument, new: Instrument) -> tuple[DifferenceLine, ...]:
    """Say what differs between two versions."""
    return tuple(_describe(old, new, each) for each in diff_versions(old, new))


def _describe(old: Instrument, new: Instrument, difference: ItemDifference) -> DifferenceLine:
    was = in_words(old.get_item(difference.before).label) if difference.before else ""
    now = in_words(new.get_item(difference.after).label) if difference.after else ""
    condition = join_conditions(new).get(difference.after, "")
    needed = bool(difference.after) and new.get_item(difference.after).required
    names = {
        Change.ADDED: _("Ny"),
        Change.REMOVED: _("Borttagen"),
        Change.RENAMED: _("Ersätter"),
        Change.REWORDED: _("Omformulerad"),
        Change.RESCALED: _("Andra svar"),
        Change.RESCORED: _("Annan poäng"),
        Change.RECONDITIONED: _("Annat villkor"),
        Change.DEMANDED: _("Annat krav"),
    }
    texts = {
        Change.ADDED: _("Frågan finns inte i den gamla versionen."),
        Change.REMOVED: _("Frågan ställs inte längre. Svaren sparas."),
        Change.RENAMED: _("Ersätter ”%(was)s”. Svaren följer med.") % {"was": was},
        Change.REWORDED: _("Tidigare: ”%(was)s”") % {"was": was}
        if was != now
        else _("Hjälptext, råd eller rader är ändrade."),
        Change.RESCALED: _("Svarsalternativen är andra.")
        if difference.keeps_answers
        else _("Svarsalternativ har tagits bort. Svar som inte längre finns sparas men räknas inte."),
        Change.RESCORED: _("Vikten eller poängen är en annan."),
        Change.RECONDITIONED: _("Ställs när: %(condition)s") % {"condition": condition}
        if condition
        else _("Ställs alltid."),
        Change.DEMANDED: _("Behöver ett svar") if needed else _("Behöver inget svar"),
    }
    change = difference.change
    return DifferenceLine(names[change], now or was, texts[change], difference.keeps_answers)
