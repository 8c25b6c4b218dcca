"""Name the lines of the income statement."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Action, engagement_view, signed_in
from accounts.models import Engagement
from profitability.forms import LabelsForm
from profitability.selectors.labels import get_labels
from profitability.services.labels import save_labels
from profitability.views.answers import show


@require_http_methods(["GET", "POST"])
@engagement_view(Action.RUN_ALLOCATION)
def labels(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    """Show what the lines are called, and take other names."""
    form = LabelsForm(request.POST if request.method == "POST" else None, initial=get_labels(engagement.id))
    if form.is_valid():
        save_labels(engagement=engagement, labels=form.cleaned_data, changed_by=signed_in(request))
        messages.success(request, _("Benämningarna är sparade och gäller på alla sidor, i rapporter och i filer."))
        return redirect("profitability:labels", engagement.id)
    status = 422 if form.errors else 200
    return show(request, "profitability/labels.html", engagement, form=form, status=status)
