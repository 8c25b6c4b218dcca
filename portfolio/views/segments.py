"""Segments by rules and latent classes: write rules, send a survey in, choose and name classes, list customers out."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import Action, engagement_view, signed_in
from accounts.models import Engagement
from filestore.store import TooLargeError
from portfolio.models import Analysis
from portfolio.pages.classes import classes_file, classes_page
from portfolio.pages.segments import segments_file, segments_page
from portfolio.pages.typed_rules import TypedRules, change, read_typed_rules, with_faults
from portfolio.segment_models import SegmentationKind
from portfolio.selectors.analyses import get_published_analysis_or_404
from portfolio.selectors.segmentations import get_classes_summary, get_segmentation_or_404
from portfolio.services.segmentations import (
    UnusableRulesError,
    choose_classes,
    keep_rules,
    start_classes_segmentation,
    start_rules_segmentation,
)
from portfolio.views.studies import download_table
from profitability.views.answers import show

SURVEY_MAX_BYTES = 20_000_000


@require_GET
@engagement_view(Action.VIEW_CUSTOMER_BASE)
def segments(request: HttpRequest, engagement: Engagement, analysis_id: uuid.UUID) -> HttpResponse:
    """Show the segments by rules and how they grew."""
    page = segments_page(get_published_analysis_or_404(engagement, analysis_id))
    return show(request, "portfolio/segments.html", engagement, page=page)


@require_POST
@engagement_view(Action.ANALYSE_CUSTOMER_BASE)
def segment_rules(request: HttpRequest, engagement: Engagement, analysis_id: uuid.UUID) -> HttpResponse:
    """Change the rules on the form, or keep them as a new version and place the customers by them."""
    analysis = get_published_analysis_or_404(engagement, analysis_id)
    typed, what = read_typed_rules(request.POST.dict()), request.POST.get("do", "")
    if what != "save":
        page = segments_page(analysis, change(typed, what))
        template = "portfolio/segments.html#rules" if request.htmx else "portfolio/segments.html"  # type: ignore[attr-defined]  # set by django_htmx's middleware
        return show(request, template, engagement, page=page)
    try:
        rules = keep_rules(engagement=engagement, rules=typed.read(), kept_by=signed_in(request))
    except UnusableRulesError as fault:
        return _refuse(request, engagement, analysis, with_faults(typed, fault.faults))
    start_rules_segmentation(analysis=analysis, rules=rules, key=_key(request), started_by=signed_in(request))
    messages.success(request, _("Reglerna är sparade som version %(number)d.") % {"number": rules.number})
    return redirect("portfolio:segments", engagement.id, analysis.id)


def _refuse(request: HttpRequest, engagement: Engagement, analysis: Analysis, typed: TypedRules) -> HttpResponse:
    page = segments_page(analysis, typed)
    return show(request, "portfolio/segments.html", engagement, page=page, status=422)


def _key(request: HttpRequest) -> str:
    return request.POST.get("key", "")[:100] or uuid.uuid4().hex


@require_GET
@engagement_view(Action.VIEW_CUSTOMER_BASE)
def segments_export(
    request: HttpRequest, engagement: Engagement, analysis_id: uuid.UUID, file_format: str
) -> HttpResponseBase:
    """Download every customer with its segment."""
    return download_table(segments_file(get_published_analysis_or_404(engagement, analysis_id), file_format))


@require_GET
@engagement_view(Action.VIEW_CUSTOMER_BASE)
def classes(request: HttpRequest, engagement: Engagement, analysis_id: uuid.UUID) -> HttpResponse:
    """Show the classes with as many as asked for."""
    analysis = get_published_analysis_or_404(engagement, analysis_id)
    text = request.GET.get("count", "")
    count = int(text) if text.isascii() and text.isdigit() and len(text) < 3 else None
    return show(request, "portfolio/classes.html", engagement, page=classes_page(analysis, count))


@require_POST
@engagement_view(Action.ANALYSE_CUSTOMER_BASE)
def classes_new(request: HttpRequest, engagement: Engagement, analysis_id: uuid.UUID) -> HttpResponse:
    """Start classes of a survey, or of behaviour when none is sent."""
    analysis = get_published_analysis_or_404(engagement, analysis_id)
    survey = request.FILES.get("survey")
    way = reverse("portfolio:classes", args=[engagement.id, analysis.id])
    if request.POST.get("source") == "survey" and not isinstance(survey, UploadedFile):
        messages.error(request, _("Välj en fil med enkätsvar, CSV eller Excel."))
        return redirect(way)
    try:
        start_classes_segmentation(
            analysis=analysis,
            survey=survey if isinstance(survey, UploadedFile) else None,
            limit_bytes=min(SURVEY_MAX_BYTES, settings.UPLOAD_MAX_BYTES),
            key=_key(request),
            started_by=signed_in(request),
        )
    except TooLargeError:
        messages.error(request, _("Filen är för stor. Högst 20 MB."))
    return redirect(way)


@require_POST
@engagement_view(Action.ANALYSE_CUSTOMER_BASE)
def classes_choose(request: HttpRequest, engagement: Engagement, segmentation_id: uuid.UUID) -> HttpResponse:
    """Keep how many classes there are and what they are called."""
    segmentation = get_segmentation_or_404(engagement, segmentation_id, SegmentationKind.CLASSES)
    text = request.POST.get("count", "")
    count = int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 0
    way = reverse("portfolio:classes", args=[engagement.id, segmentation.analysis_id])
    if count < 2 or get_classes_summary(segmentation).solution(count) is None:
        messages.error(request, _("Välj ett av de antal klasser som har prövats."))
        return redirect(way)
    names = [request.POST.get(f"name{number}", "").strip() for number in range(count)]
    if not all(names) or len({name.casefold() for name in names}) < count:
        messages.error(request, _("Ge varje klass en egen benämning."))
        return redirect(f"{way}?count={count}")
    choose_classes(segmentation=segmentation, class_count=count, names=names, chosen_by=signed_in(request))
    messages.success(request, _("Klasserna är valda. De syns nu i kundlistan och i exporten."))
    return redirect(way)


@require_GET
@engagement_view(Action.VIEW_CUSTOMER_BASE)
def classes_export(
    request: HttpRequest, engagement: Engagement, analysis_id: uuid.UUID, file_format: str
) -> HttpResponseBase:
    """Download every customer with its class and how sure it is."""
    return download_table(classes_file(get_published_analysis_or_404(engagement, analysis_id), file_format))
