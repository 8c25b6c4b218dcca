"""Segments of the customers of an analysis: by rules, or as latent classes of yes/no answers."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Engagement, User
from jobs.result_models import PublishedResult
from portfolio.state_models import AnalysisState


class SegmentRules(models.Model):
    """One version of an engagement's rules for segments; never changed, a new choice is a new version.

    `rules` is a domain Rules as JSON.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="segment_rules")
    number = models.PositiveIntegerField()
    rules = models.JSONField()
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("segmentregler")
        verbose_name_plural = _("segmentregler")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["engagement", "number"], name="segment_rules_number_once_per_engagement")
        ]

    def __str__(self) -> str:
        return f"v{self.number}"


class SegmentationKind(models.TextChoices):
    RULES = "rules", _("Segment efter regler")
    CLASSES = "classes", _("Klasser ur svar eller beteende")


class Segmentation(PublishedResult):
    """A division of an analysis' customers, made in the background. Immutable once published.

    `rules` for kind RULES; for CLASSES `survey_key` is the file that was sent in, empty when made of behaviour.
    `summary` is a RulesSummary or ClassesSummary as JSON, `problems` what stopped the reading of a survey.
    """

    analysis = models.ForeignKey("portfolio.Analysis", on_delete=models.CASCADE, related_name="segmentations")
    kind = models.CharField(_("slag"), max_length=10, choices=SegmentationKind.choices)
    rules = models.ForeignKey(SegmentRules, on_delete=models.PROTECT, null=True, related_name="segmentations")
    survey_key = models.CharField(max_length=200, blank=True)
    survey_name = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=100)
    state = models.CharField(_("läge"), max_length=10, choices=AnalysisState.choices, default=AnalysisState.STARTED)
    problems = models.JSONField(default=list, blank=True)

    class Meta(PublishedResult.Meta):
        verbose_name = _("segmentering")
        verbose_name_plural = _("segmenteringar")
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(fields=["analysis", "key"], name="segmentation_key_once_per_analysis"),
            *PublishedResult.Meta.constraints,
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.started_at:%Y-%m-%d}"


class ClassChoice(models.Model):
    """How many classes a person chose of a segmentation, and what they are called; a new choice stands beside it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    segmentation = models.ForeignKey(Segmentation, on_delete=models.CASCADE, related_name="choices")
    number = models.PositiveIntegerField()
    class_count = models.PositiveSmallIntegerField(_("antal klasser"))
    names = models.JSONField(default=list)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("val av klasser")
        verbose_name_plural = _("val av klasser")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["segmentation", "number"], name="class_choice_number_once_per_segmentation")
        ]

    def __str__(self) -> str:
        return f"{self.class_count} ({self.number})"
