"""Instruments on their way to being published, and assessments moved from one version to another."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Engagement, User
from assessment.models.assessments import Assessment, PublishedInstrument


class InstrumentDraft(models.Model):
    """An instrument as an author uploaded it, free of faults, to be looked at before it is published."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="instrument_drafts")
    key = models.CharField(_("nyckel"), max_length=60)
    version = models.PositiveIntegerField(_("version"))
    content = models.TextField()
    uploaded_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("utkast till frågeformulär")
        verbose_name_plural = _("utkast till frågeformulär")
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"


class InstrumentUpgrade(models.Model):
    """An assessment's step from one version of its instrument to another. Kept when it is undone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="upgrades")
    before = models.ForeignKey(PublishedInstrument, on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey(PublishedInstrument, on_delete=models.PROTECT, related_name="+")
    done_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    done_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("versionsbyte")
        verbose_name_plural = _("versionsbyten")
        ordering = ["-done_at"]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
