"""What kinds, stages and errors of jobs are called. An app adds its own words in AppConfig.ready."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jobs.models import Job, JobState

type Text = str | Promise

_KINDS: dict[str, Text] = {}
_STAGES: dict[str, Text] = {}
_ERRORS: dict[str, Text] = {
    "broken": _(
        "Ett fel i programmet stoppade arbetet. Felet är noterat; försök igen eller kontakta den som driver det."
    ),
    "killed": _("Arbetet tog för mycket minne eller tid och avbröts flera gånger. Prova med ett mindre underlag."),
}


def register_texts(
    *,
    kinds: Mapping[str, Text] | None = None,
    stages: Mapping[str, Text] | None = None,
    errors: Mapping[str, Text] | None = None,
) -> None:
    """Add words for the codes of an app."""
    _KINDS.update(kinds or {})
    _STAGES.update(stages or {})
    _ERRORS.update(errors or {})


def describe_kind(job: Job) -> str:
    """Say what the job does; an unregistered kind shows its code."""
    return str(_KINDS.get(job.kind, job.kind))


def describe_stage(job: Job) -> str:
    """Say what a job that is not finished does now."""
    if job.state == JobState.QUEUED:
        return str(_("Väntar på sin tur"))
    return str(_STAGES.get(job.stage, ""))


def describe_error(job: Job) -> str:
    """Say why a failed job failed, and what its app added to that; empty for every other."""
    if job.state != JobState.FAILED:
        return ""
    reason = str(_ERRORS.get(job.error, _("Arbetet kunde inte slutföras.")))
    return f"{reason} {job.error_detail}".strip()
