"""What background work publishes: the fields that every row with a result of its own has."""

import uuid

from django.db import models
from django.utils import timezone

from accounts.models import User
from jobs.models import Job


class PublishedResult(models.Model):
    """A row that a job fills and publishes once; immutable from then on.

    `state` is each one's own, with "published" among its values. `summary` is what the result says, as JSON, and
    `result_key` the folder of its files.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    summary = models.JSONField(null=True, blank=True)
    result_key = models.CharField(max_length=200, blank=True)
    started_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="published")
                | (models.Q(published_at__isnull=False) & ~models.Q(result_key="") & models.Q(summary__isnull=False)),
                name="%(class)s_published_is_complete",
            ),
        ]
