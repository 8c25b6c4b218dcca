"""Reports that were issued: what each is about, its language, and its file. A finished one never changes."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Engagement, User
from jobs.models import Job
from ui.languages import Language, language_tag

ReportLanguage = Language


class ReportKind(models.TextChoices):
    READINESS = "readiness", _("Mognadsrapport")
    PROFITABILITY = "profitability", _("Kundlönsamhetsrapport")
    CUSTOMER = "customer", _("Kundutdrag")
    CUSTOMER_BASE = "customer_base", _("Kundbasrapport")


class Report(models.Model):
    """One report of one assessment, one analysis of the customer base, or one run, and of one customer of it.

    `key` is the idempotency key of the request. The file columns are filled together, once, when the job is done;
    until then they are empty.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="reports")
    key = models.CharField(max_length=100)
    kind = models.CharField(_("rapport"), max_length=20, choices=ReportKind.choices)
    language = models.CharField(_("språk"), max_length=10, choices=Language.choices)
    assessment = models.ForeignKey("assessment.Assessment", on_delete=models.PROTECT, null=True, related_name="+")
    run = models.ForeignKey("profitability.Run", on_delete=models.PROTECT, null=True, related_name="+")
    analysis = models.ForeignKey("portfolio.Analysis", on_delete=models.PROTECT, null=True, related_name="+")
    customer_id = models.CharField(_("kund"), max_length=200, blank=True)
    issued_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    file_key = models.CharField(max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    file_size = models.PositiveBigIntegerField(default=0)
    page_count = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("rapport")
        verbose_name_plural = _("rapporter")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["engagement", "key"], name="report_key_once_per_engagement"),
            models.CheckConstraint(
                condition=Q(kind="readiness", run__isnull=True, analysis__isnull=True, customer_id="")
                & Q(assessment__isnull=False)
                | Q(kind="profitability", assessment__isnull=True, analysis__isnull=True, customer_id="")
                & Q(run__isnull=False)
                | Q(kind="customer", assessment__isnull=True, analysis__isnull=True, run__isnull=False)
                & ~Q(customer_id="")
                | Q(kind="customer_base", assessment__isnull=True, run__isnull=True, customer_id="")
                & Q(analysis__isnull=False),
                name="report_is_about_what_its_kind_says",
            ),
            models.CheckConstraint(
                condition=Q(file_key="", file_sha256="", file_size=0, finished_at__isnull=True)
                | (~Q(file_key="") & ~Q(file_sha256="") & Q(file_size__gt=0, finished_at__isnull=False)),
                name="report_file_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.created_at:%Y-%m-%d}"

    @property
    def language_tag(self) -> str:
        """The language as documents name it (BCP 47)."""
        return language_tag(self.language)

    @property
    def is_finished(self) -> bool:
        return bool(self.file_key)


class WordTemplate(models.Model):
    """A client's own Word template for its readiness reports: looked through when it came, kept as sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="word_templates")
    name = models.CharField(_("namn"), max_length=100)
    file_key = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    file_size = models.PositiveBigIntegerField()
    uploaded_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("Word-mall")
        verbose_name_plural = _("Word-mallar")
        ordering = ["name", "uploaded_at"]
        constraints = [
            models.UniqueConstraint(fields=["engagement", "name"], name="word_template_name_once_per_engagement")
        ]

    def __str__(self) -> str:
        return self.name


class Receipt(models.Model):
    """What a participant has answered for themselves, as a PDF; one for each state of the answers (`key`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey("assessment.Participant", on_delete=models.CASCADE, related_name="receipts")
    key = models.CharField(max_length=100)
    created_at = models.DateTimeField(default=timezone.now)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    file_key = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("kvittens")
        verbose_name_plural = _("kvittenser")
        ordering = ["-created_at"]
        constraints = [models.UniqueConstraint(fields=["participant", "key"], name="receipt_once_per_state")]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.created_at:%Y-%m-%d}"
