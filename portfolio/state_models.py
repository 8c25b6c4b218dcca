"""Where an analysis, or work on top of one, stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AnalysisState(models.TextChoices):
    STARTED = "started", _("Startad")
    PUBLISHED = "published", _("Klar")
    STOPPED = "stopped", _("Stoppad")
