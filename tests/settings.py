"""Settings of the test run: the product's own, in a throw-away data folder, with plain static files."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="kundverk-tests-"))
os.environ.setdefault("EMAIL_URL", "memorymail://")
os.environ.setdefault("SECRET_KEY", "only-for-tests")

from crmstrategy.settings import *  # noqa: F403 - the product's settings, read after the environment is set

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if not DATABASE_URL:  # noqa: F405 - comes with the product's settings
    # A file, as in the product: threads of a test then wait for each other as they do there.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "tests.sqlite3"}  # noqa: F405 - likewise
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = True
STATIC_ROOT = Path(os.environ["DATA_DIR"]) / "static"
STATIC_ROOT.mkdir(exist_ok=True)
