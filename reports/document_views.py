"""A readiness report as Word by the client's own template, and its answers as Excel."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import Action, engagement_view, record_event, signed_in
from accounts.models import Engagement
from assessment.models import Assessment
from assessment.selectors import get_assessment_or_404
from filestore import store
from reports.document_sections import answers_workbook, documents_page
from reports.models import ReportLanguage
from reports.selectors import get_word_template_or_404
from reports.template_forms import WordTemplateForm
from reports.template_services import keep_template, remove_template
from reports.word_sections import example_template, word_values
from reports.word_template import Finding, UnusableTemplateError, fill_template

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_http_methods(["GET", "POST"])
@engagement_view(Action.ISSUE_READINESS_REPORT)
def documents(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    """Show what can be fetched and the client's templates; take a new template."""
    is_sent = request.method == "POST"
    form = WordTemplateForm(request.POST, request.FILES) if is_sent else WordTemplateForm()
    findings: tuple[Finding, ...] = ()
    if is_sent and form.is_valid():
        try:
            kept = keep_template(
                engagement=engagement,
                name=form.cleaned_data["name"],
                content=form.cleaned_data["template"].read(),
                uploaded_by=signed_in(request),
            )
        except UnusableTemplateError as refused:
            findings = refused.findings
        else:
            record_event(actor=kept.uploaded_by, engagement=engagement, what="word_template.kept", object_id=kept.id)
            messages.success(request, _("Mallen %(name)s är sparad.") % {"name": kept.name})
            return redirect("reports:documents", engagement.id)
    context = {"engagement": engagement, "page": documents_page(engagement, findings), "form": form}
    return render(request, "reports/documents.html", context, status=422 if findings or form.errors else 200)


@require_GET
@engagement_view(Action.ISSUE_READINESS_REPORT)
def example(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    """Hand over a template with every placeholder to begin with."""
    del request, engagement
    return _file(example_template(), WORD, _("mall") + ".docx")


@require_POST
@engagement_view(Action.ISSUE_READINESS_REPORT)
def remove(request: HttpRequest, engagement: Engagement, template_id: uuid.UUID) -> HttpResponse:
    """Forget a template."""
    template = get_word_template_or_404(engagement, template_id)
    record_event(actor=signed_in(request), engagement=engagement, what="word_template.removed", object_id=template.id)
    remove_template(template=template)
    return redirect("reports:documents", engagement.id)


@require_GET
@engagement_view(Action.ISSUE_READINESS_REPORT)
def word(request: HttpRequest, engagement: Engagement, assessment_id: uuid.UUID) -> HttpResponse:
    """Hand over the report as Word: by the template that is asked for, or by the product's own."""
    assessment = get_assessment_or_404(engagement, assessment_id)
    language = request.GET.get("language", "")
    with translation.override(language if language in ReportLanguage.values else translation.get_language()):
        content = fill_template(_template(request, engagement), word_values(assessment), title=assessment.title)
    return _fetched(request, assessment, content, WORD, f"{assessment.title}.docx")


@require_GET
@engagement_view(Action.ISSUE_READINESS_REPORT)
def answers(request: HttpRequest, engagement: Engagement, assessment_id: uuid.UUID) -> HttpResponse:
    """Hand over every answer as Excel."""
    assessment = get_assessment_or_404(engagement, assessment_id)
    file = answers_workbook(assessment)
    return _fetched(request, assessment, b"".join(file.chunks), file.content_type, f"{assessment.title} {file.name}")


def _template(request: HttpRequest, engagement: Engagement) -> bytes:
    """Return the template asked for, a 404 when it is no template of this engagement, or the product's own."""
    try:
        template_id = uuid.UUID(request.GET.get("template", ""))
    except ValueError:
        return example_template()
    return store.open_file(get_word_template_or_404(engagement, template_id).file_key).read()


def _fetched(request: HttpRequest, assessment: Assessment, content: bytes, kind: str, name: str) -> HttpResponse:
    engagement = assessment.engagement
    record_event(actor=signed_in(request), engagement=engagement, what="document.downloaded", object_id=assessment.id)
    return _file(content, kind, name)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
