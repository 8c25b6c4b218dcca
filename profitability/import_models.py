"""Files in any layout on their way to an upload: dropped, answered, mended, remembered, and what became of them."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Client, Engagement, User
from jobs.models import Job


class ImportState(models.TextChoices):
    OPEN = "open", _("Pågår")
    IMPORTED = "imported", _("Importerad")


class FileStatus(models.TextChoices):
    WAITING = "waiting", _("Väntar på läsning")
    READ = "read", _("Läst")
    QUESTIONS = "questions", _("Frågor att svara på")
    PROBLEMS = "problems", _("Fel att rätta")


class LedgerImport(models.Model):
    """Files of one period on their way to an upload that runs are made of.

    `sha256` is the content of the first drop: the same files dropped by many at once are one import. `revision` counts
    the changes of what is to be read; the ledger (folder `ledger_key`, problems, `built` sheets) was put together at
    `built_revision` and can be confirmed while the two are equal. `made_upload` is False when an upload of the same
    content was there before. `version` counts the imports of the period; the latest is the one in force.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="imports")
    sha256 = models.CharField(max_length=64)
    state = models.CharField(_("läge"), max_length=10, choices=ImportState.choices, default=ImportState.OPEN)
    period_start = models.DateField(_("periodens första dag"))
    period_end = models.DateField(_("periodens sista dag"))
    currency = models.CharField(_("valuta"), max_length=3, default="SEK")
    revision = models.PositiveIntegerField(default=0)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    built_revision = models.PositiveIntegerField(default=0)
    built = models.JSONField(null=True, blank=True)
    ledger_key = models.CharField(max_length=200, blank=True)
    problems_key = models.CharField(max_length=200, blank=True)
    error_count = models.PositiveIntegerField(default=0)
    warning_count = models.PositiveIntegerField(default=0)
    note_count = models.PositiveIntegerField(default=0)
    upload = models.ForeignKey(
        "profitability.Upload", on_delete=models.SET_NULL, null=True, blank=True, related_name="imports"
    )
    made_upload = models.BooleanField(default=False)
    version = models.PositiveSmallIntegerField(null=True, blank=True)
    started_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    imported_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    imported_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("importer")
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(fields=["engagement", "sha256"], name="import_content_once_per_engagement"),
            models.CheckConstraint(
                condition=models.Q(period_end__gte=models.F("period_start")), name="import_period_not_backwards"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period_start} – {self.period_end}, {self.get_state_display()}"


class ImportFile(models.Model):
    """One dropped file, kept as sent, and what was understood of it.

    A workbook may stand several times, once per `part`, to have several of its sheets read.
    `is_typed` marks a small sheet that was typed on the page; it has one content after the other, each a change of kind
    "typed". `head_key` finds the first rows, kept before the whole is read (profitability/imports/preview.py).
    `sheet` is what the file is in the exchange format, empty until known; `answers` are values by question id.
    The reading belongs to `read_revision`; it is out of date while that is below `revision`. `reading` is a FileRecord
    (profitability/imports/record.py) as JSON; the keys find its problems, rows with problems, canonical CSV, and from
    which rows of the file that is (profitability/intake/origins.py).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ledger_import = models.ForeignKey(LedgerImport, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveSmallIntegerField()
    part = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    is_typed = models.BooleanField(default=False)
    head_key = models.CharField(max_length=200, blank=True)
    sheet = models.CharField(max_length=20, blank=True)
    answers = models.JSONField(default=dict)
    total_text = models.CharField(max_length=40, blank=True)
    revision = models.PositiveIntegerField(default=1)
    read_revision = models.PositiveIntegerField(default=0)
    status = models.CharField(_("läge"), max_length=10, choices=FileStatus.choices, default=FileStatus.WAITING)
    reading = models.JSONField(null=True, blank=True)
    problems_key = models.CharField(max_length=200, blank=True)
    rows_key = models.CharField(max_length=200, blank=True)
    canonical_key = models.CharField(max_length=200, blank=True)
    canonical_sha256 = models.CharField(max_length=64, blank=True)
    origins_key = models.CharField(max_length=200, blank=True)
    canonical_bytes = models.PositiveBigIntegerField(default=0)
    error_count = models.PositiveIntegerField(default=0)
    warning_count = models.PositiveIntegerField(default=0)
    note_count = models.PositiveIntegerField(default=0)
    row_count = models.PositiveBigIntegerField(default=0)
    total_minor = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("fil i import")
        verbose_name_plural = _("filer i import")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["ledger_import", "sha256", "part"], name="import_file_content_once"),
            models.UniqueConstraint(fields=["ledger_import", "position"], name="import_file_position_once"),
        ]

    def __str__(self) -> str:
        return self.name


class ImportEdit(models.Model):
    """One change that a person made of a file; taking the last one away undoes it.

    `kind` is a kind of profitability.intake.mending; "alias" when `old` means customer `new` from now on; "typed" when
    a typed sheet's content with the key `old` (none when it is empty) became that with the key `new`.
    """

    file = models.ForeignKey(ImportFile, on_delete=models.CASCADE, related_name="edits")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    row = models.PositiveBigIntegerField(default=0)
    place = models.PositiveSmallIntegerField(default=0)
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("rättelse")
        verbose_name_plural = _("rättelser")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="import_edit_number_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.kind}"


class ImportLayout(models.Model):
    """How files of one layout are read for one client: the next file of the layout needs no click."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="import_layouts")
    fingerprint = models.CharField(max_length=32)
    sheet = models.CharField(max_length=20)
    answers = models.JSONField(default=dict)
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("layout")
        verbose_name_plural = _("layouter")
        constraints = [models.UniqueConstraint(fields=["client", "fingerprint"], name="import_layout_once_per_client")]

    def __str__(self) -> str:
        return self.sheet


class CustomerAlias(models.Model):
    """A number that stands in a client's files and means customer `customer_id`."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="customer_aliases")
    written = models.CharField(max_length=200)
    customer_id = models.CharField(max_length=200)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("kundkoppling")
        verbose_name_plural = _("kundkopplingar")
        ordering = ["written"]
        constraints = [models.UniqueConstraint(fields=["client", "written"], name="customer_alias_once_per_client")]

    def __str__(self) -> str:
        return self.written
