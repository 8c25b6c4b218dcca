"""Objects for the permission matrix: each maker creates one in an engagement and returns its value for the URL."""

import uuid
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from accounts.access import Action
from accounts.models import Engagement, Invitation, Membership, Role, User
from assessment.readers import find_shipped
from assessment.services.actions import ActionContent, plan_actions
from assessment.services.authoring import keep_draft
from assessment.services.remarks import add_comment
from filestore import store
from jobs import registry
from jobs.models import Job
from jobs.registry import Outcome
from reports.services import keep_file
from reports.template_services import keep_template
from reports.word_sections import example_template
from tests.assessment.conftest import begin_assessment
from tests.assessment.respondents import give_evidence, led_assessment, take_in
from tests.portfolio.analyses import make_analysis, make_scenario
from tests.portfolio.analyses import make_upload as make_base_upload
from tests.portfolio.segmentations import choose_made_classes, make_classes, make_segments
from tests.portfolio.studies import make_ahead, make_leaving, make_twins
from tests.profitability.web.dropped_files import make_import
from tests.profitability.web.made_runs import make_run, make_saved_scenario, make_upload
from tests.reports.made_reports import issue


def _owner(engagement: Engagement) -> User:
    owner, _created = User.objects.get_or_create(email=f"owner-{engagement.id}@example.com", defaults={"name": "Ägare"})
    return owner


def make_invitation(engagement: Engagement) -> object:
    invitation = Invitation.objects.create(
        consultancy=engagement.client.consultancy,
        engagement=engagement,
        role=Role.FINANCE,
        email="inbjuden@example.com",
        token_hash=uuid.uuid4().hex,
        invited_by=_owner(engagement),
        expires_at=timezone.now() + timedelta(days=7),
    )
    return invitation.id


def make_membership(engagement: Engagement) -> object:
    membership, _created = Membership.objects.get_or_create(
        user=_owner(engagement),
        consultancy=engagement.client.consultancy,
        engagement=engagement,
        role=Role.RESPONDENT,
    )
    return membership.id


def make_assessment(engagement: Engagement) -> object:
    return begin_assessment(engagement, _owner(engagement)).id


def make_repeated_assessment(engagement: Engagement) -> object:
    """Make an assessment that has one before it."""
    make_assessment(engagement)
    return make_assessment(engagement)


def make_claiming_assessment(engagement: Engagement) -> object:
    """Make an assessment whose claims an upload can be held against."""
    make_base_upload(engagement)
    return make_assessment(engagement)


def make_led_assessment(engagement: Engagement) -> object:
    """Return the engagement's assessment that make_participant takes people into."""
    return led_assessment(engagement).id


def make_participant(engagement: Engagement) -> object:
    """Take one more person into the engagement's assessment."""
    return take_in(led_assessment(engagement), f"Deltagare {uuid.uuid4().hex[:6]}").id


def make_action(engagement: Engagement) -> object:
    """Plan an action in the engagement's assessment."""
    content = ActionContent(title="Kartlägg kunderna")
    assessment = led_assessment(engagement)
    return plan_actions(assessment=assessment, contents=[content], actor=_owner(engagement))[0].id


def make_evidence(engagement: Engagement) -> object:
    """Keep a file as evidence of a participant in the engagement's assessment."""
    return give_evidence(take_in(led_assessment(engagement), f"Källa {uuid.uuid4().hex[:6]}")).id


def make_comment(engagement: Engagement) -> object:
    """Comment on an item of the engagement's assessment."""
    assessment = led_assessment(engagement)
    return add_comment(assessment=assessment, item="vision", text="Hur så?", participant=None, author=None).id


def make_job(engagement: Engagement) -> object:
    """Make a job of a kind that only those may follow who may run allocations."""
    registry._KINDS.setdefault("test.matrix", follow_me)
    return Job.objects.create(kind="test.matrix", key=uuid.uuid4().hex, engagement=engagement).id


def make_report(engagement: Engagement) -> object:
    """Make a finished profitability report."""
    report = issue(engagement, _owner(engagement))
    keep_file(report.id, store.save_stream("reports/made", [b"%PDF-"]), 1)
    return report.id


follow_me = registry.JobKind("test.matrix", lambda context: Outcome(), 1, timedelta(seconds=30), Action.RUN_ALLOCATION)


def make_published_run(engagement: Engagement) -> object:
    return make_run(engagement).id


def make_ready_upload(engagement: Engagement) -> object:
    return make_upload(engagement).id


def make_what_if(engagement: Engagement) -> object:
    return make_saved_scenario(make_run(engagement)).id


def make_base_analysis(engagement: Engagement) -> object:
    return make_analysis(engagement).id


def make_base_study(engagement: Engagement) -> object:
    """Make an analysis with a published study of each kind, and return the analysis."""
    analysis = make_analysis(engagement)
    make_ahead(analysis)
    make_leaving(analysis)
    make_twins(analysis)
    return analysis.id


def make_ahead_study(engagement: Engagement) -> object:
    return make_ahead(make_analysis(engagement)).id


def make_leaving_study(engagement: Engagement) -> object:
    return make_leaving(make_analysis(engagement)).id


def make_twins_study(engagement: Engagement) -> object:
    return make_twins(make_analysis(engagement)).id


def make_base_scenario(engagement: Engagement) -> object:
    return make_scenario(make_analysis(engagement)).id


def make_started_import(engagement: Engagement) -> object:
    return make_import(engagement).id


def make_dropped_file(engagement: Engagement) -> object:
    return make_import(engagement).files.all()[0].id


def make_instrument_draft(engagement: Engagement) -> object:
    """Make a draft of the checklist's next version."""
    shipped = find_shipped("crm_strategy")
    assert shipped is not None
    later = shipped.instrument.model_copy(update={"version": 2})
    return keep_draft(engagement=engagement, instrument=later, author=_owner(engagement)).id


def make_word_template(engagement: Engagement) -> object:
    """Make a template of the engagement."""
    return keep_template(
        engagement=engagement, name=uuid.uuid4().hex, content=example_template(), uploaded_by=_owner(engagement)
    ).id


def make_base_classes(engagement: Engagement) -> object:
    """Make classes that nobody has chosen yet."""
    return make_classes(make_analysis(engagement)).id


def make_segmented_analysis(engagement: Engagement) -> object:
    """Make an analysis whose customers are divided by rules and into chosen classes."""
    analysis = make_analysis(engagement)
    make_segments(analysis)
    choose_made_classes(make_classes(analysis))
    return analysis.id


MAKERS: dict[str, Callable[[Engagement], object]] = {
    "invitation": make_invitation,
    "job": make_job,
    "import": make_started_import,
    "import_file": make_dropped_file,
    "membership": make_membership,
    "analysis": make_base_analysis,
    "scenario": make_base_scenario,
    "study": make_base_study,
    "ahead_study": make_ahead_study,
    "leaving_study": make_leaving_study,
    "twins_study": make_twins_study,
    "classes": make_base_classes,
    "segmented": make_segmented_analysis,
    "run": make_published_run,
    "what_if": make_what_if,
    "upload": make_ready_upload,
    "assessment": make_assessment,
    "claiming_assessment": make_claiming_assessment,
    "repeated_assessment": make_repeated_assessment,
    "led_assessment": make_led_assessment,
    "participant": make_participant,
    "evidence": make_evidence,
    "action": make_action,
    "comment": make_comment,
    "report": make_report,
    "word_template": make_word_template,
    "instrument_draft": make_instrument_draft,
}
