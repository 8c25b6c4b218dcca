"""What the group agreed on, who held it and why, and who did not agree."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assessment.models.assessments import Assessment
from assessment.models.participants import Participant


class Decision(models.Model):
    """The common answer to an item as it was set: `said` in words, and why. Rows are added; the newest one holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="decisions")
    item = models.CharField(max_length=60)
    said = models.TextField(_("svar"), blank=True)
    reason = models.TextField(_("skäl"), max_length=4000)
    decided_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("gemensamt svar")
        verbose_name_plural = _("gemensamma svar")
        ordering = ["-decided_at"]
        indexes = [models.Index(fields=["assessment", "item"], name="decision_of_item")]

    def __str__(self) -> str:
        return f"{self.item} {self.decided_at:%Y-%m-%d}"


class Dissent(models.Model):
    """Somebody who did not agree with a decision: what they had answered, in words, as it stood then."""

    id = models.BigAutoField(primary_key=True)
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="dissents")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="dissents")
    said = models.TextField(_("eget svar"), blank=True)

    class Meta:
        verbose_name = _("avvikande mening")
        verbose_name_plural = _("avvikande meningar")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["decision", "participant"], name="dissent_once")]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.decision_id}"
