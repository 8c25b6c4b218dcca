"""What is to be done about the gaps: by whom, until when, and how it is followed up."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assessment.models.assessments import Assessment


class ActionStatus(models.TextChoices):
    PLANNED = "planned", _("Planerad")
    ONGOING = "ongoing", _("Pågår")
    DONE = "done", _("Klar")
    DROPPED = "dropped", _("Struken")


class Effort(models.IntegerChoices):
    SMALL = 1, _("Liten")
    MEDIUM = 2, _("Medel")
    LARGE = 3, _("Stor")


class PlannedAction(models.Model):
    """One action of an assessment's plan. `item` is the gap that it closes; empty for an action of another origin."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="actions")
    item = models.CharField(max_length=60, blank=True)
    title = models.CharField(_("åtgärd"), max_length=200)
    advice = models.TextField(_("vad som ska göras"), blank=True, max_length=4000)
    effort = models.PositiveSmallIntegerField(_("insats"), choices=Effort.choices, default=Effort.MEDIUM)
    owner = models.CharField(_("ansvarig"), max_length=150, blank=True)
    due_date = models.DateField(_("klar senast"), null=True, blank=True)
    goal = models.CharField(_("mål"), max_length=500, blank=True)
    follow_up = models.CharField(_("uppföljning"), max_length=500, blank=True)
    status = models.CharField(_("läge"), max_length=10, choices=ActionStatus.choices, default=ActionStatus.PLANNED)
    done_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("åtgärd")
        verbose_name_plural = _("åtgärder")
        ordering = ["created_at"]

    def __str__(self) -> str:
        return self.title
