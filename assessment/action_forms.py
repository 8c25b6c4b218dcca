"""Actions as they come in from a page."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.models import PlannedAction
from assessment.services.actions import ActionContent


class ActionForm(forms.ModelForm[PlannedAction]):
    """One action of a plan."""

    class Meta:
        model = PlannedAction
        fields: ClassVar = ["title", "advice", "effort", "owner", "due_date", "goal", "follow_up", "status"]
        labels: ClassVar = {"title": _("Åtgärd")}
        widgets: ClassVar = {
            "advice": forms.Textarea(attrs={"rows": 3}),
            "due_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts: ClassVar = {
            "goal": _("Hur märker kunden eller ni att det är gjort?"),
            "follow_up": _("När och hur ni tittar efter, till exempel: ledningsgruppen i mars."),
        }

    @property
    def content(self) -> ActionContent:
        """Return what the action says; the gap that it closes stays what it was."""
        return ActionContent(item=self.instance.item, **{name: self.cleaned_data[name] for name in self.Meta.fields})


class TargetForm(forms.Form):
    """Which level to reach, and whether by the fewest gaps or the least effort."""

    target = forms.IntegerField(min_value=0, max_value=100, required=False)
    by = forms.ChoiceField(choices=[("fewest", ""), ("effort", "")], required=False)
