"""Pages of background work: the list of an engagement, the progress of one job, stopping it."""

import uuid

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.access import Action, engagement_view, record_event, signed_in
from accounts.models import Engagement
from jobs.pages import job_card, job_cards
from jobs.selectors import get_followed_job_or_404, list_jobs
from jobs.services import request_cancel
from ui.lists import model_pager

STOP_POLLING = 286
PAGE_SIZE = 50


@require_GET
@engagement_view(Action.MANAGE_ENGAGEMENT)
def job_list(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    """List the background work of the engagement, the newest first."""
    page = Paginator(list_jobs(engagement), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"engagement": engagement, "cards": job_cards(page.object_list), "pager": model_pager(page)}
    return render(request, "jobs/list.html", context)


@never_cache
@require_GET
@engagement_view(Action.VIEW_ENGAGEMENT)
def progress(request: HttpRequest, engagement: Engagement, job_id: uuid.UUID) -> HttpResponse:
    """Answer the poll of a progress bar; at the end the poll stops and the page around it is loaded anew."""
    job = get_followed_job_or_404(signed_in(request), engagement, job_id)
    response = render(request, "jobs/progress.html", {"card": job_card(job)})
    if job.is_finished:
        response.status_code = STOP_POLLING
        response["HX-Refresh"] = "true"
    return response


@require_POST
@engagement_view(Action.VIEW_ENGAGEMENT)
def cancel(request: HttpRequest, engagement: Engagement, job_id: uuid.UUID) -> HttpResponse:
    """Ask a job to stop and go back to the page."""
    user = signed_in(request)
    job = get_followed_job_or_404(user, engagement, job_id)
    request_cancel(job)
    record_event(actor=user, engagement=engagement, what="job.cancelled", object_id=job.id)
    back = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return redirect("accounts:engagement", engagement.id)
    return redirect(back)
