"""The settings of language and place, for the product and for the commands that work on files alone."""

from typing import cast

from django.conf.locale import LANG_INFO

from crmstrategy.env import BASE_DIR, read_environment

_ENV = read_environment()

# The source texts are Swedish.
LANGUAGE_CODE = cast(str, _ENV["LANGUAGE_CODE"])
LANGUAGES = [("sv", "Svenska"), ("en-gb", "English"), ("da", "Dansk"), ("nb", "Norsk")]
# Browsers that ask for Norwegian by another code read bokmål.
LANG_INFO.update({code: {"fallback": ["nb"]} for code in ("no", "no-no", "nn", "nn-no")})
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "crmstrategy.formats"
TIME_ZONE = cast(str, _ENV["TIME_ZONE"])
USE_I18N = True
USE_TZ = True
