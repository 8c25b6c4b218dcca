"""What stands around an answer: evidence for it, and comments on it."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assessment.models.assessments import Assessment, Sheet
from assessment.models.participants import Participant


class EvidenceKind(models.TextChoices):
    QUOTE = "quote", _("Citat")
    LINK = "link", _("Länk")
    FILE = "file", _("Fil")


class Evidence(models.Model):
    """Why an answer is believed: something said (with who said it), a link, or a file. Belongs to one sheet's item."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="evidence")
    item = models.CharField(max_length=60)
    kind = models.CharField(_("slag"), max_length=10, choices=EvidenceKind.choices)
    text = models.TextField(_("text"), blank=True, max_length=2000)
    speaker = models.CharField(_("vem som sa det"), max_length=150, blank=True)
    url = models.URLField(_("adress"), blank=True, max_length=500)
    file_key = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(max_length=150, blank=True)
    file_size = models.PositiveBigIntegerField(default=0)
    added_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("underlag")
        verbose_name_plural = _("underlag")
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="quote") & ~Q(text="") & ~Q(speaker=""))
                | (Q(kind="link") & ~Q(url=""))
                | (Q(kind="file") & ~Q(file_key="")),
                name="evidence_holds_what_its_kind_says",
            )
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.kind}"


class Comment(models.Model):
    """A remark on an item. `participant` is whose thread it stands in; empty for the thread of everybody.

    `author` is empty when the participant wrote it without an account.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="comments")
    item = models.CharField(max_length=60)
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, null=True, related_name="comments")
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField(_("kommentar"), max_length=4000)
    created_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("kommentar")
        verbose_name_plural = _("kommentarer")
        ordering = ["created_at"]
        indexes = [models.Index(fields=["assessment", "item"], name="comment_of_item")]

    def __str__(self) -> str:
        return f"{self.item} {self.created_at:%Y-%m-%d}"
