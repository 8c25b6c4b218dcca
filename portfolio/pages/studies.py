"""Where a study of an analysis stands: not begun, under way, failed, done."""

import uuid
from dataclasses import dataclass

from jobs.models import Job, JobState
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
    return status_of_job(kind.value, study.state if study else "", study.job if study else None)


def status_of_job(kind: str, state: str, job: Job | None) -> StudyStatus:
    """Return where work of that kind stands: `state` is an AnalysisState, empty before any was begun."""
    is_running = bool(state == AnalysisState.STARTED and job and not job.is_finished)
    has_failed = bool(state and state != AnalysisState.PUBLISHED and not is_running)
    if job is not None and job.state == JobState.CANCELLED:
        has_failed = False
    card = job_card(job) if job is not None and (is_running or has_failed) else None
    return StudyStatus(kind, uuid.uuid4().hex, is_running, has_failed, card)
