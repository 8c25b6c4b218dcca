"""How an assessment reminds by itself, as it comes in from a page."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.models import Assessment, ReminderPlan
from assessment.selectors.reminders import find_reminder_plan


class ReminderPlanForm(forms.ModelForm[ReminderPlan]):
    """On or off, how often, and how many times at most."""

    class Meta:
        model = ReminderPlan
        fields: ClassVar = ["is_on", "every_days", "at_most"]
        labels: ClassVar = {
            "is_on": _("Påminn automatiskt"),
            "every_days": _("Dagar mellan påminnelser"),
            "at_most": _("Högst så många till var och en"),
        }
        help_texts: ClassVar = {
            "is_on": _(
                "På vardagar i kontorstid, till den som har adress, inte är klar och inte har skrivit på sistone."
            ),
        }


def reminder_form(assessment: Assessment, data: object = None) -> ReminderPlanForm:
    """Return the form with what stands today, or with what was sent."""
    return ReminderPlanForm(data, instance=find_reminder_plan(assessment), prefix="reminding")  # type: ignore[arg-type]
