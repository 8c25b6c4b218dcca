"""The languages that the product speaks, wherever one is chosen: for a page, an e-mail or a report."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """A language by its code, named in the reader's language. The settings name each in its own."""

    SWEDISH = "sv", _("Svenska")
    ENGLISH = "en-gb", _("Engelska")
    DANISH = "da", _("Danska")
    NORWEGIAN = "nb", _("Norska")


def language_tag(code: str) -> str:
    """Write a language's code as documents name it (BCP 47): "en-gb" is "en-GB"."""
    language, _hyphen, region = code.partition("-")
    return f"{language}-{region.upper()}" if region else language
