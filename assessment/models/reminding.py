"""Whether and how often reminders go by themselves."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assessment.models.assessments import Assessment


class ReminderPlan(models.Model):
    """When participants are reminded without anybody asking: every `every_days`, `at_most` times, while it is on."""

    assessment = models.OneToOneField(
        Assessment, on_delete=models.CASCADE, primary_key=True, related_name="reminder_plan"
    )
    is_on = models.BooleanField(_("påminn automatiskt"), default=False)
    every_days = models.PositiveSmallIntegerField(
        _("dagar mellan påminnelser"), default=3, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    at_most = models.PositiveSmallIntegerField(
        _("högst så många till var och en"), default=3, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    changed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("påminnelseplan")
        verbose_name_plural = _("påminnelseplaner")

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.every_days}"
