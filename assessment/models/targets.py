"""What a channel or function is meant to become: the after of the channel map."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assessment.models.assessments import Assessment


class ChannelTarget(models.Model):
    """The level that one row of a matrix of IT support shall reach; a row without one stays as it is."""

    id = models.BigAutoField(primary_key=True)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="channel_targets")
    item = models.CharField(max_length=60)
    row = models.CharField(max_length=60)
    level = models.CharField(max_length=60)
    set_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("målbild för en kanal")
        verbose_name_plural = _("målbilder för kanaler")
        constraints = [models.UniqueConstraint(fields=["assessment", "item", "row"], name="one_target_per_channel")]

    def __str__(self) -> str:
        return f"{self.item}:{self.row} {self.level}"
