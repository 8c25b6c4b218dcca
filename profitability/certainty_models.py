"""How sure a run's tiers are: one simulation per run and range. Its rows live in a file."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from jobs.models import Job


class Simulation(models.Model):
    """Draws of a published run's volumes and unit times within ± `spread_percent`; the run itself never changes.

    `result_key` is the folder of certainty.parquet, empty until the job is done; `kept` the average share of draws in
    each tier (columns) of the customers of each tier in the run (rows).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey("profitability.Run", on_delete=models.CASCADE, related_name="simulations")
    spread_percent = models.PositiveSmallIntegerField(_("variation, ± %"))
    draws = models.PositiveIntegerField(_("dragningar"))
    seed = models.PositiveIntegerField(_("frö"))
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    result_key = models.CharField(max_length=200, blank=True)
    kept = models.JSONField(null=True, blank=True)
    requested_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("simulering")
        verbose_name_plural = _("simuleringar")
        ordering = ["-requested_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "spread_percent", "draws", "seed"], name="simulation_once_per_run_and_range"
            )
        ]

    def __str__(self) -> str:
        return f"± {self.spread_percent} %, {self.draws}"
