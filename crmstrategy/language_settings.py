"""The settings of language and place, for the product and for the commands that work on files alone."""

from typing import cast

from django.utils.translation import gettext_lazy as _

from crmstrategy.env import BASE_DIR, read_environment

_ENV = read_environment()

# The source texts are Swedish.
LANGUAGE_CODE = cast(str, _ENV["LANGUAGE_CODE"])
LANGUAGES = [("sv", _("Svenska")), ("en-gb", _("Engelska"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = cast(str, _ENV["TIME_ZONE"])
USE_I18N = True
USE_TZ = True
