"""Assessments of an engagement, who answers them, and every answer with its history."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Consultancy, Engagement, User


class PublishedInstrument(models.Model):
    """An instrument in the very words that an assessment was begun with. What it asks is never changed.

    `consultancy` is empty for the instruments that come with the product. `translated` counts how often translations
    were taken in, which leave the hash alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultancy = models.ForeignKey(Consultancy, on_delete=models.CASCADE, null=True, related_name="instruments")
    key = models.CharField(_("nyckel"), max_length=60)
    version = models.PositiveIntegerField(_("version"))
    content_hash = models.CharField(max_length=64)
    content = models.TextField()
    translated = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("frågeformulär")
        verbose_name_plural = _("frågeformulär")
        ordering = ["key", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "version", "content_hash"],
                condition=Q(consultancy__isnull=True),
                name="shipped_instrument_once",
            ),
            models.UniqueConstraint(
                fields=["consultancy", "key", "version"],
                condition=Q(consultancy__isnull=False),
                name="own_instrument_version_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"


class Assessment(models.Model):
    """One filling-in of one instrument for an engagement.

    `readiness_opened_at` is when the consultant let the respondents see the readiness; empty while they may not.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="assessments")
    instrument = models.ForeignKey(PublishedInstrument, on_delete=models.PROTECT, related_name="assessments")
    title = models.CharField(_("rubrik"), max_length=150)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    readiness_opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("genomgång")
        verbose_name_plural = _("genomgångar")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title


class Sheet(models.Model):
    """A set of answers: the common one (no participant), or one participant's own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="sheets")
    participant = models.OneToOneField(
        "assessment.Participant", on_delete=models.CASCADE, null=True, blank=True, related_name="sheet"
    )

    class Meta:
        verbose_name = _("svarsblad")
        verbose_name_plural = _("svarsblad")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment"], condition=Q(participant__isnull=True), name="one_common_sheet_per_assessment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.participant_id or 'common'}"


class AnswerContent(models.Model):
    """What was written, by whom, when. `version` counts the writings of a cell from 1."""

    value = models.TextField(_("svar"), blank=True)
    version = models.PositiveIntegerField(_("version"))
    written_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField(_("skrivet"))

    class Meta:
        abstract = True


class Answer(AnswerContent):
    """The current answer of one cell. An erased answer is an empty value with a higher version."""

    id = models.BigAutoField(primary_key=True)
    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="answers")
    item = models.CharField(max_length=60)
    row = models.CharField(max_length=60, blank=True)
    column = models.CharField(max_length=20, blank=True)

    class Meta:
        verbose_name = _("svar")
        verbose_name_plural = _("svar")
        constraints = [
            models.UniqueConstraint(fields=["sheet", "item", "row", "column"], name="answer_once_per_cell"),
            models.CheckConstraint(condition=Q(version__gte=1), name="answer_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.row} {self.column}".rstrip()


class AnswerRevision(AnswerContent):
    """Every writing of an answer, the current one too. Rows are added, never changed."""

    id = models.BigAutoField(primary_key=True)
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="revisions")

    class Meta:
        verbose_name = _("tidigare svar")
        verbose_name_plural = _("tidigare svar")
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["answer", "version"], name="answer_revision_once")]

    def __str__(self) -> str:
        return f"{self.answer_id} v{self.version}"
