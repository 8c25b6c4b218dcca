"""Where a study of an analysis stands: not begun, under way, failed, done."""

import uuid
from dataclasses import dataclass

from jobs.models import JobState
from jobs.pages import JobCard, job_card
from portfolio.models import Analysis, AnalysisState, StudyKind
from portfolio.selectors.studies import find_newest_study


@dataclass(frozen=True)
class StudyStatus:
    """What the page says above a study; `card` while it runs or has failed, `key` makes a double click one study."""

    kind: str
    key: str
    is_running: bool
    has_failed: bool
    card: JobCard | None


def study_status(analysis: Analysis, kind: StudyKind) -> StudyStatus:
    """Return where the newest study of that kind stands."""
    study = find_newest_study(analysis, kind)
    job = study.job if study else None
    is_running = bool(study and study.state == AnalysisState.STARTED and job and not job.is_finished)
    has_failed = bool(study and study.state != AnalysisState.PUBLISHED and not is_running)
    if job is not None and job.state == JobState.CANCELLED:
        has_failed = False
    card = job_card(job) if job is not None and (is_running or has_failed) else None
    return StudyStatus(kind.value, uuid.uuid4().hex, is_running, has_failed, card)
