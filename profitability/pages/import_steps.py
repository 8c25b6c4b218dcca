"""Where an import stands on its road, shown at the top of each of its pages."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from profitability.import_models import FileStatus, ImportState, LedgerImport
from profitability.selectors.imports import is_out_of_date, is_ready


@dataclass(frozen=True)
class Step:
    """One step; `url` is empty where there is nothing to see yet. `is_here` marks the page that shows the steps."""

    name: str
    note: str
    url: str
    is_done: bool
    is_here: bool


@dataclass(frozen=True)
class Standing:
    """What an import waits for: `step` is one of files, match, check, confirm, done."""

    step: str
    is_reading: bool
    question_count: int
    error_count: int
    warning_count: int


def standing_of(found: LedgerImport) -> Standing:
    """Say what the import waits for: a reading, an answer, a correction, a confirmation, or nothing."""
    files = list(found.files.all())
    is_over = found.job is None or found.job.is_finished
    open_questions = sum(file.status == FileStatus.QUESTIONS for file in files)
    errors = found.error_count + sum(file.error_count for file in files if file.status == FileStatus.PROBLEMS)
    warnings = found.warning_count + sum(file.warning_count for file in files)
    if found.state == ImportState.IMPORTED:
        step = "done"
    elif not files or any(file.status == FileStatus.WAITING for file in files):
        step = "files"
    elif open_questions:
        step = "match"
    elif is_ready(found):
        step = "confirm"
    else:
        step = "check"
    is_reading = not is_over and (any(is_out_of_date(file) for file in files) or found.built_revision < found.revision)
    return Standing(step, is_reading, open_questions, errors, warnings)


def steps_of(found: LedgerImport, here: str) -> tuple[Step, ...]:
    """Return the five steps; `here` is the step of the page."""
    standing = standing_of(found)
    order = ("files", "match", "check", "confirm", "done")
    reached = order.index(standing.step)
    names = (_("Släpp"), _("Matcha"), _("Kontrollera"), _("Bekräfta"), _("Klar"))
    notes = (
        _("filerna som de är"),
        _("kolumner till fält"),
        _("fel och kontrollsummor"),
        _("antal och belopp"),
        _("underlag för körningar"),
    )
    routes = ("import", "import", "import_check", "import_confirm", "import")
    return tuple(
        Step(
            names[place],
            notes[place],
            reverse(f"profitability:{routes[place]}", args=[found.engagement_id, found.id])
            if place <= reached and step != here
            else "",
            is_done=place < reached or standing.step == "done",
            is_here=step == here,
        )
        for place, step in enumerate(order)
    )
