"""What an engagement calls the lines of the income statement."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Engagement, User


class StatementLabels(models.Model):
    """The engagement's own names by line code; a line left out is called what it is called everywhere."""

    engagement = models.OneToOneField(Engagement, on_delete=models.CASCADE, related_name="statement_labels")
    labels = models.JSONField(default=dict)
    changed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("benämningar")
        verbose_name_plural = _("benämningar")

    def __str__(self) -> str:
        return ", ".join(self.labels.values())
