"""What is asked for when a report is issued."""

import uuid

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.models import Engagement
from assessment.models import Assessment
from assessment.selectors import list_assessments
from portfolio.models import Analysis
from portfolio.selectors.analyses import list_published_analyses
from profitability.models import Run
from profitability.selectors.runs import list_published_runs
from reports.models import ReportKind, ReportLanguage
from reports.services import Subject
from reports.subjects import CustomerMatch, find_customers


class IssueForm(forms.Form):
    """The language, and a key that makes a double click one report."""

    language = forms.ChoiceField(label=_("Rapportens språk"), choices=ReportLanguage.choices, widget=forms.RadioSelect)
    key = forms.CharField(max_length=100, widget=forms.HiddenInput)

    def __init__(self, data: object, *, engagement: Engagement, initial: dict[str, object]) -> None:
        start = {"key": uuid.uuid4().hex, "language": translation.get_language() or "sv", **initial}
        super().__init__(data, initial=start)  # type: ignore[arg-type]  # request.POST or None
        self.engagement = engagement

    def subject(self) -> Subject:
        """Return what the valid form says the report is about."""
        raise NotImplementedError


class ReadinessForm(IssueForm):
    """A report of an assessment."""

    assessment: forms.ModelChoiceField[Assessment] = forms.ModelChoiceField(
        label=_("Genomgång"), queryset=None, empty_label=None
    )
    field_order = ["assessment", "language", "key"]

    def __init__(self, data: object, *, engagement: Engagement, initial: dict[str, object]) -> None:
        super().__init__(data, engagement=engagement, initial=initial)
        self.fields["assessment"].queryset = list_assessments(engagement)  # type: ignore[attr-defined]  # a choice of models

    def subject(self) -> Subject:
        return Subject(assessment_id=self.cleaned_data["assessment"].id)


class ProfitabilityForm(IssueForm):
    """A report of a published run."""

    run: forms.ModelChoiceField[Run] = forms.ModelChoiceField(label=_("Körning"), queryset=None, empty_label=None)
    field_order = ["run", "language", "key"]

    def __init__(self, data: object, *, engagement: Engagement, initial: dict[str, object]) -> None:
        super().__init__(data, engagement=engagement, initial=initial)
        self.fields["run"].queryset = list_published_runs(engagement)  # type: ignore[attr-defined]  # a choice of models

    def subject(self) -> Subject:
        return Subject(run_id=self.cleaned_data["run"].id)


class CustomerForm(ProfitabilityForm):
    """A statement of one customer of a published run, found by number or name."""

    customer = forms.CharField(
        label=_("Kund"),
        max_length=200,
        help_text=_("Kundnummer, eller en del av namnet."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    chosen = forms.CharField(max_length=200, required=False)
    field_order = ["run", "customer", "chosen", "language", "key"]
    matches: tuple[CustomerMatch, ...] = ()

    def clean(self) -> dict[str, object]:
        """Find the customer: the one that was ticked, the one with that number, or the only one that fits."""
        cleaned = super().clean() or {}
        run, search = cleaned.get("run"), cleaned.get("customer")
        if run is None or not search:
            return cleaned
        found = find_customers(run, cleaned.get("chosen") or search, is_exact=bool(cleaned.get("chosen")))
        if len(found) == 1:
            cleaned["customer_id"] = found[0].customer_id
        elif not found:
            self.add_error("customer", _("Ingen kund i körningen har det numret eller namnet."))
        else:
            self.matches = found
            self.add_error("customer", _("Flera kunder passar. Välj en av dem nedan."))
        return cleaned

    def subject(self) -> Subject:
        return Subject(run_id=self.cleaned_data["run"].id, customer_id=self.cleaned_data["customer_id"])


class CustomerBaseForm(IssueForm):
    """A report of a published analysis of the customer base."""

    analysis: forms.ModelChoiceField[Analysis] = forms.ModelChoiceField(
        label=_("Analys"), queryset=None, empty_label=None
    )
    field_order = ["analysis", "language", "key"]

    def __init__(self, data: object, *, engagement: Engagement, initial: dict[str, object]) -> None:
        super().__init__(data, engagement=engagement, initial=initial)
        self.fields["analysis"].queryset = list_published_analyses(engagement)  # type: ignore[attr-defined]  # a choice of models

    def subject(self) -> Subject:
        return Subject(analysis_id=self.cleaned_data["analysis"].id)


FORMS: dict[ReportKind, type[IssueForm]] = {
    ReportKind.READINESS: ReadinessForm,
    ReportKind.PROFITABILITY: ProfitabilityForm,
    ReportKind.CUSTOMER: CustomerForm,
    ReportKind.CUSTOMER_BASE: CustomerBaseForm,
}
