"""What was uploaded, what was read from it, and the runs made of it. Result rows live in files, not here."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Engagement, User
from jobs.models import Job
from jobs.result_models import PublishedResult
from profitability.certainty_models import Simulation
from profitability.import_models import CustomerAlias, ImportEdit, ImportFile, ImportLayout, LedgerImport
from profitability.label_models import StatementLabels

__all__ = [
    "CustomerAlias",
    "ImportEdit",
    "ImportFile",
    "ImportLayout",
    "LedgerImport",
    "Run",
    "RunState",
    "Scenario",
    "Simulation",
    "StatementLabels",
    "Upload",
    "UploadState",
    "UploadedFile",
    "UploadedSheet",
]


class UploadState(models.TextChoices):
    RECEIVED = "received", _("Mottagen")
    READY = "ready", _("Inläst")
    REFUSED = "refused", _("Går inte att använda")


class Upload(models.Model):
    """A set of files as sent. `sha256` identifies the content, so that the same files twice are one upload.

    `canonical_key` is the folder of what was read (Parquet); `problems_key` the file of what was found wrong.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="uploads")
    sha256 = models.CharField(max_length=64)
    state = models.CharField(_("läge"), max_length=10, choices=UploadState.choices, default=UploadState.RECEIVED)
    canonical_key = models.CharField(max_length=200, blank=True)
    problems_key = models.CharField(max_length=200, blank=True)
    error_count = models.PositiveIntegerField(default=0)
    warning_count = models.PositiveIntegerField(default=0)
    note_count = models.PositiveIntegerField(default=0)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    readings = models.PositiveSmallIntegerField(default=0)
    uploaded_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("uppladdning")
        verbose_name_plural = _("uppladdningar")
        ordering = ["-uploaded_at"]
        constraints = [
            models.UniqueConstraint(fields=["engagement", "sha256"], name="upload_content_once_per_engagement")
        ]

    def __str__(self) -> str:
        return f"{self.uploaded_at:%Y-%m-%d %H:%M} {self.get_state_display()}"


class UploadedFile(models.Model):
    """One file of an upload, kept as sent; `name` is what the sender called it and is only ever shown."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("fil")
        verbose_name_plural = _("filer")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["upload", "position"], name="uploaded_file_position_once")]

    def __str__(self) -> str:
        return self.name


class UploadedSheet(models.Model):
    """What was read from one sheet: rows, and the sum of its main amount (minor units) to check against."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="sheets")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=100)
    row_count = models.PositiveBigIntegerField()
    file_name = models.CharField(max_length=200, blank=True)
    total_minor = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("blad")
        verbose_name_plural = _("blad")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["upload", "position"], name="uploaded_sheet_position_once")]

    def __str__(self) -> str:
        return self.name


class RunState(models.TextChoices):
    STARTED = "started", _("Startad")
    PUBLISHED = "published", _("Publicerad")
    STOPPED = "stopped", _("Stoppad av fel i underlaget")


class Run(PublishedResult):
    """One allocation of one upload under one set of settings. Immutable once published.

    `key` is the idempotency key of the request, `overrides` the settings that differ from the upload's own
    (texts, as in the settings sheet), `summary` a RunSummary as JSON, `result_key` the folder of the result's Parquet.
    `rates_from` is the run whose rates are frozen in this one (those of the pools `frozen_pools`, None: of all),
    `tiers_from` the one whose tiers a margin holds.
    """

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="runs")
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="runs")
    key = models.CharField(max_length=100)
    number = models.PositiveIntegerField()
    label = models.CharField(_("benämning"), max_length=100)
    overrides = models.JSONField(default=dict)
    rates_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    frozen_pools = models.JSONField(null=True, blank=True)
    tiers_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(_("läge"), max_length=10, choices=RunState.choices, default=RunState.STARTED)
    engine_version = models.CharField(max_length=40, blank=True)
    input_hash = models.CharField(max_length=64, blank=True)
    model_hash = models.CharField(max_length=64, blank=True)
    problems_key = models.CharField(max_length=200, blank=True)

    class Meta(PublishedResult.Meta):
        verbose_name = _("körning")
        verbose_name_plural = _("körningar")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["engagement", "key"], name="run_key_once_per_engagement"),
            models.UniqueConstraint(fields=["engagement", "number"], name="run_number_once_per_engagement"),
            *PublishedResult.Meta.constraints,
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.label}"


class Scenario(models.Model):
    """A saved what-if on a published run: never a run, and not counted as one anywhere.

    `changes` are PoolChanges and `settings` the tier settings that differ (texts, as in the settings sheet); `figures`
    what came of it, as ScenarioFigures in JSON: the run never changes, so neither do they.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="scenarios")
    name = models.CharField(_("benämning"), max_length=80)
    changes = models.JSONField(default=list)
    settings = models.JSONField(default=dict)
    figures = models.JSONField()
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarier")
        ordering = ["created_at"]
        constraints = [models.UniqueConstraint(fields=["run", "name"], name="what_if_name_once_per_run")]

    def __str__(self) -> str:
        return self.name
