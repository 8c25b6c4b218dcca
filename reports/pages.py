"""The pages of reports: the list, the ways to issue one, one report."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Engagement, User
from assessment.selectors import list_assessments
from jobs.models import JobState
from jobs.texts import describe_error, describe_stage
from portfolio.selectors.analyses import list_published_analyses
from profitability.selectors.runs import list_published_runs
from reports.models import Report, ReportKind
from reports.naming import FileName, name_file
from reports.selectors import list_issuable_kinds, list_reports


@dataclass(frozen=True)
class Choice:
    """One kind of report that can be issued; `missing` says what must be done first, empty when nothing."""

    kind: ReportKind
    label: str
    text: str
    missing: str


@dataclass(frozen=True)
class ReportLine:
    """One report of the list."""

    report: Report
    subject: str
    status: str

    @property
    def is_finished(self) -> bool:
        return self.report.is_finished


@dataclass(frozen=True)
class ReportsPage:
    """The reports of an engagement and what can be issued."""

    reports: tuple[ReportLine, ...]
    choices: tuple[Choice, ...]

    @property
    def may_make_documents(self) -> bool:
        """Whoever may issue readiness reports may also fetch them as Word and Excel."""
        return any(choice.kind == ReportKind.READINESS for choice in self.choices)


@dataclass(frozen=True)
class ReportPage:
    """One report: on its way, failed, or finished with its file."""

    report: Report
    subject: str
    status: str
    is_running: bool
    may_cancel: bool
    stage: str
    fault: str
    file_name: FileName


def reports_page(engagement: Engagement, user: User) -> ReportsPage:
    """Return the list of what `user` may read, and what they may issue."""
    lines = tuple(
        ReportLine(report, subject_of(report), status_of(report)) for report in list_reports(user, engagement)
    )
    return ReportsPage(lines, issue_choices(engagement, user))


def issue_choices(engagement: Engagement, user: User) -> tuple[Choice, ...]:
    """Return the kinds that `user` may issue, with what is missing for each."""
    return tuple(_choice(kind, engagement) for kind in list_issuable_kinds(user, engagement))


def _choice(kind: ReportKind, engagement: Engagement) -> Choice:
    if kind == ReportKind.READINESS:
        missing = "" if list_assessments(engagement).exists() else _("Det finns ingen genomgång att rapportera ännu.")
    elif kind == ReportKind.CUSTOMER_BASE:
        missing = (
            ""
            if list_published_analyses(engagement).exists()
            else _("Det finns ingen färdig analys av kundbasen ännu.")
        )
    else:
        missing = "" if list_published_runs(engagement).exists() else _("Det finns ingen färdig körning ännu.")
    return Choice(kind, str(kind.label), _texts()[kind], missing)


def _texts() -> dict[ReportKind, str]:
    return {
        ReportKind.READINESS: _(
            "Hur väl rustat företaget är för kundarbetet: poäng, styrkor, luckor, råd och alla svar."
        ),
        ReportKind.PROFITABILITY: _(
            "Vad kunderna ger och kostar: sammanfattning, valkurva, nivåer, de bästa och sämsta."
        ),
        ReportKind.CUSTOMER: _(
            "En enskild kund: resultaträkning, nivå, varje kostnad förklarad och vad en bättre nivå kräver."
        ),
        ReportKind.CUSTOMER_BASE: _(
            "Vilka som stannar, kommer och lämnar, vad kundbasen är värd, och budgeten för nästa period."
        ),
    }


def report_page(report: Report, *, may_cancel: bool) -> ReportPage:
    """Return one report."""
    status = status_of(report)
    is_running = status in {JobState.QUEUED, JobState.RUNNING}
    return ReportPage(
        report=report,
        subject=subject_of(report),
        status=status,
        is_running=is_running,
        may_cancel=may_cancel and is_running,
        stage=describe_stage(report.job) if report.job else "",
        fault=_fault(report),
        file_name=name_file(report),
    )


def _fault(report: Report) -> str:
    if report.job is None:
        return "" if report.is_finished else _("Rapporten blev aldrig påbörjad. Utfärda den på nytt.")
    return describe_error(report.job)


def status_of(report: Report) -> str:
    """Return where the report stands: done, queued, running, cancelled or failed."""
    if report.is_finished:
        return JobState.DONE
    if report.job is None:
        return JobState.FAILED
    return JobState.RUNNING if report.job.state == JobState.DONE else report.job.state


def subject_of(report: Report) -> str:
    """Say what the report is about: the run, the customer's number, the analysis, the assessment."""
    if report.run is not None:
        run = str(report.run)
        return (
            _("%(run)s, kund %(customer)s") % {"run": run, "customer": report.customer_id}
            if report.customer_id
            else run
        )
    subject = report.analysis or report.assessment
    return str(subject) if subject is not None else ""
