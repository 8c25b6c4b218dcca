"""Consultants author instruments: upload, look, publish; and move assessments between versions."""

import io
import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import Action, engagement_view, signed_in
from accounts.models import Engagement
from assessment.authoring_forms import InstrumentForm, TranslationForm
from assessment.domain.exporting import to_po, to_yaml
from assessment.domain.instrument import LANGUAGES
from assessment.domain.surveyjs import to_surveyjs
from assessment.domain.tables import to_tables
from assessment.domain.translating import NotTranslationsError
from assessment.domain.xlsform import to_xlsform
from assessment.files import write_workbook
from assessment.pages.author_faults import describe_faults
from assessment.pages.authoring import authoring_page, draft_page, upgrade_page
from assessment.readers import ShippedInstrument
from assessment.selectors import get_assessment_or_404
from assessment.selectors.authoring import (
    find_last_upgrade,
    find_newer,
    find_version_before,
    get_draft_or_404,
    get_version_or_404,
)
from assessment.services import ImmutableInstrumentError
from assessment.services.authoring import (
    OldVersionError,
    discard_draft,
    keep_draft,
    publish_draft,
    take_translations,
    undo_upgrade,
    upgrade_assessment,
)

TEXTS = {"yaml": ("application/yaml", "yaml"), "surveyjs": ("application/json", "json")}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
@engagement_view(Action.MANAGE_ASSESSMENT)
def instruments(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    """List instruments and drafts; take an author's file."""
    form = InstrumentForm(request.POST, request.FILES) if request.method == "POST" else InstrumentForm()
    lines = describe_faults((), ())
    if request.method == "POST" and form.is_valid():
        read = form.read()
        if read.instrument is not None:
            draft = keep_draft(engagement=engagement, instrument=read.instrument, author=signed_in(request))
            return redirect("assessment:instrument_draft", engagement.id, draft.id)
        lines = describe_faults(read.faults, read.tables)
    context = {"page": authoring_page(engagement, lines), "form": form}
    return render(request, "assessment/authoring/list.html", context, status=422 if lines or form.errors else 200)


@require_GET
@engagement_view(Action.MANAGE_ASSESSMENT)
def draft(request: HttpRequest, engagement: Engagement, draft_id: uuid.UUID) -> HttpResponse:
    """Show a draft as the form that it will be."""
    page = draft_page(get_draft_or_404(engagement, draft_id))
    return render(request, "assessment/authoring/draft.html", {"page": page})


@require_POST
@engagement_view(Action.MANAGE_ASSESSMENT)
def draft_decide(request: HttpRequest, engagement: Engagement, draft_id: uuid.UUID) -> HttpResponse:
    """Publish a draft, or discard it."""
    found = get_draft_or_404(engagement, draft_id)
    if request.POST.get("deed") != "publish":
        discard_draft(draft=found)
        return redirect("assessment:instruments", engagement.id)
    values = {"key": found.key, "version": found.version}
    try:
        publish_draft(draft=found, author=signed_in(request))
    except ImmutableInstrumentError:
        messages.error(request, _("%(key)s %(version)s är redan publicerad. Ge den nya nästa versionsnummer.") % values)
        return redirect("assessment:instrument_draft", engagement.id, draft_id)
    except OldVersionError as refused:
        newest = {"newest": refused.newest}
        messages.error(request, _("Version %(newest)s är redan publicerad. Ge den nya ett högre nummer.") % newest)
        return redirect("assessment:instrument_draft", engagement.id, draft_id)
    messages.success(request, _("%(key)s %(version)s är publicerad och ändras aldrig mer.") % values)
    return redirect("assessment:instruments", engagement.id)


@require_GET
@engagement_view(Action.MANAGE_ASSESSMENT)
def export(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    """Hand over the version that is asked for (`key`, `version`) as `form`: xlsx, yaml, surveyjs, xlsform, po-en …"""
    found = _asked_for(request.GET, engagement)
    if found is None:
        return redirect("assessment:instruments", engagement.id)
    key, version = found.instrument.key, found.instrument.version
    before = find_version_before(engagement.client.consultancy, key, version)
    content, kind, suffix = _exported(found, before, request.GET.get("form", ""))
    response = HttpResponse(content, content_type=kind)
    name = f"{key}-{version}.{suffix}"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _asked_for(asked: QueryDict, engagement: Engagement) -> ShippedInstrument | None:
    """Return the version that is asked for, None where nothing is; raise Http404 where there is none such."""
    key, version = asked.get("key", ""), asked.get("version", "")
    if not key or not version.isdecimal():
        return None
    return get_version_or_404(engagement.client.consultancy, key, int(version[:6]))


def _exported(found: ShippedInstrument, before: ShippedInstrument | None, form: str) -> tuple[bytes, str, str]:
    instrument = found.instrument
    if form in {"xlsx", "xlsform"}:
        book = io.BytesIO()
        write_workbook(to_tables(instrument) if form == "xlsx" else to_xlsform(instrument), book)
        return book.getvalue(), XLSX, "xlsx" if form == "xlsx" else "xlsform.xlsx"
    if form in TEXTS:
        text = to_yaml(instrument) if form == "yaml" else to_surveyjs(instrument)
        return text.encode(), *TEXTS[form]
    language = form.removeprefix("po-")
    if not form.startswith("po-") or language not in LANGUAGES or language == "sv":
        raise Http404
    return (
        to_po(instrument, language, before.instrument if before else None).encode(),
        "text/x-gettext",
        f"{language}.po",
    )


@require_POST
@engagement_view(Action.MANAGE_ASSESSMENT)
def translations(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    """Take a translator's file into one of the consultancy's own instruments."""
    found = _asked_for(request.POST, engagement)
    form = TranslationForm(request.POST, request.FILES)
    if found is None or not form.is_valid():
        messages.error(request, _("Välj språk och PO-fil."))
        return redirect("assessment:instruments", engagement.id)
    try:
        result = take_translations(
            consultancy=engagement.client.consultancy,
            key=found.instrument.key,
            version=found.instrument.version,
            language=form.cleaned_data["language"],
            content=form.cleaned_data["po"],
        )
    except NotTranslationsError:
        messages.error(request, _("Filen går inte att läsa som PO."))
        return redirect("assessment:instruments", engagement.id)
    if result is None:
        messages.error(request, _("Produktens egna formulär översätts inte här. Publicera en egen version."))
    else:
        counts = {
            "taken": len(result.taken),
            "fuzzy": len(result.fuzzy) + len(result.changed),
            "unknown": len(result.unknown),
            "missing": len(result.missing),
        }
        said = _(
            "%(taken)s texter är införda. %(fuzzy)s är osäkra eller har ändrad källa, %(unknown)s är okända, "
            "%(missing)s saknas ännu."
        )
        messages.success(request, said % counts)
    return redirect("assessment:instruments", engagement.id)


@require_http_methods(["GET", "POST"])
@engagement_view(Action.MANAGE_ASSESSMENT)
def upgrade(request: HttpRequest, engagement: Engagement, assessment_id: uuid.UUID) -> HttpResponse:
    """Show what a newer version changes; move the assessment to it, or back."""
    assessment = get_assessment_or_404(engagement, assessment_id)
    if request.method == "POST":
        newer, last = find_newer(assessment), find_last_upgrade(assessment)
        if request.POST.get("deed") == "undo" and last is not None:
            undo_upgrade(upgrade=last, author=signed_in(request))
            messages.success(request, _("Genomgången följer den tidigare versionen igen. Alla svar finns kvar."))
        elif request.POST.get("deed") == "upgrade" and newer is not None:
            upgrade_assessment(assessment=assessment, newer=newer, author=signed_in(request))
            messages.success(request, _("Genomgången följer nu den nya versionen."))
        return redirect("assessment:upgrade", engagement.id, assessment.id)
    return render(request, "assessment/authoring/upgrade.html", {"page": upgrade_page(assessment)})
