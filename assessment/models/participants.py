"""Who takes part in an assessment, which sections each has been handed, and the links that let them in."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assessment.models.assessments import Assessment
from ui.languages import Language


class Department(models.TextChoices):
    """Where in the company somebody works: what perception gaps are looked for between."""

    MANAGEMENT = "management", _("Ledning")
    SALES = "sales", _("Försäljning")
    MARKETING = "marketing", _("Marknad")
    SERVICE = "service", _("Service")
    IT = "it", _("IT")
    FINANCE = "finance", _("Ekonomi")
    OTHER = "other", _("Annat")


class Participant(models.Model):
    """Somebody who answers for themselves. `user` is set for those who answer with their account.

    `reminders_declined_at` is when they said that they want no reminders; empty while they get them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="participants")
    name = models.CharField(_("namn"), max_length=150)
    email = models.EmailField(_("e-postadress"), blank=True)
    department = models.CharField(_("roll"), max_length=20, choices=Department.choices)
    language = models.CharField(_("språk"), max_length=10, choices=Language.choices, default=Language.SWEDISH)
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="participations")
    created_at = models.DateTimeField(default=timezone.now)
    reminders_declined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("deltagare")
        verbose_name_plural = _("deltagare")
        ordering = ["name", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "user"], condition=Q(user__isnull=False), name="account_takes_part_once"
            ),
            models.UniqueConstraint(
                fields=["assessment", "email"], condition=~Q(email=""), name="address_takes_part_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Handout(models.Model):
    """A section handed to a participant; `done_at` is when the participant said that it is finished."""

    id = models.BigAutoField(primary_key=True)
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="handouts")
    section = models.CharField(max_length=60)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("utlämnat avsnitt")
        verbose_name_plural = _("utlämnade avsnitt")
        constraints = [models.UniqueConstraint(fields=["participant", "section"], name="section_handed_once")]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.section}"


class AccessLink(models.Model):
    """A link that lets one participant in without an account. Only the hash of its token is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("svarslänk")
        verbose_name_plural = _("svarslänkar")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.expires_at:%Y-%m-%d}"


class OpenedSection(models.Model):
    """A section whose answers have been opened for everybody who was handed it; from then on they stand."""

    id = models.BigAutoField(primary_key=True)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="opened_sections")
    section = models.CharField(max_length=60)
    opened_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("öppnat avsnitt")
        verbose_name_plural = _("öppnade avsnitt")
        constraints = [models.UniqueConstraint(fields=["assessment", "section"], name="section_opened_once")]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.section}"


class Reminder(models.Model):
    """A reminder that was sent: at most one a day to each participant, whoever asks for it and however often."""

    id = models.BigAutoField(primary_key=True)
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="reminders")
    day = models.DateField()

    class Meta:
        verbose_name = _("påminnelse")
        verbose_name_plural = _("påminnelser")
        constraints = [models.UniqueConstraint(fields=["participant", "day"], name="one_reminder_a_day")]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.day}"
