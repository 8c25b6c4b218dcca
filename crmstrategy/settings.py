"""Django settings: the environment (env.py) turned into what Django, Celery and the libraries read."""

from pathlib import Path
from typing import cast

import django_stubs_ext
import environ
from django.utils.csp import CSP

from crmstrategy.api_settings import *  # noqa: F403 - settings as they are
from crmstrategy.env import BASE_DIR, kept_secret, read_environment
from crmstrategy.language_settings import *  # noqa: F403 - settings as they are

django_stubs_ext.monkeypatch()

ENV = read_environment()
DATA_DIR = cast(Path, ENV["DATA_DIR"])
DATA_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = cast(bool, ENV["DEBUG"])
SECRET_KEY = cast(str, ENV["SECRET_KEY"]) or kept_secret(DATA_DIR / "secret_key")
BASE_URL = cast(str, ENV["BASE_URL"]).rstrip("/")
ALLOWED_HOSTS = cast(list[str], ENV["ALLOWED_HOSTS"])
TRUST_PROXY = cast(bool, ENV["TRUST_PROXY"])
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "accounts",
    "ui",
    "filestore",
    "jobs",
    "profitability",
    "portfolio",
    "assessment",
    "reports",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "simple_history",
    "django_htmx",
    "django_filters",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "crmstrategy",
]

MIDDLEWARE = [
    "accounts.fence.FenceMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ui.middleware.DecimalsMiddleware",
]

ROOT_URLCONF = "crmstrategy.urls"
WSGI_APPLICATION = "crmstrategy.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "crmstrategy.navigation.navigation",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "ui.templatetags.ui"],
        },
    }
]

# Database. SQLite: WAL alone fails under parallel writers; immediate transactions and a timeout make it hold. Each
# thread keeps its connection (decision 0054); on PostgreSQL the pool does.
DATABASE_URL = cast(str, ENV["DATABASE_URL"])
if DATABASE_URL:
    DATABASES = {"default": environ.Env.db_url_config(DATABASE_URL)}
    DATABASES["default"]["OPTIONS"] = {**DATABASES["default"].get("OPTIONS", {}), "pool": {"max_size": 16}}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "kundverk.sqlite3",
            "CONN_MAX_AGE": 600,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHE_URL = cast(str, ENV["CACHE_URL"])
if CACHE_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CACHE_URL}}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

# Files: everything goes through Django's storage API, so that S3 can take the disk's place.
MEDIA_ROOT = DATA_DIR / "files"
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = "png jpg gif webp ico woff woff2 ttf gz br zip map".split()
STATICFILES_DIRS = [BASE_DIR / "static"]
FILES_CACHE = DATA_DIR / "files-cache"
FILES_CACHE_MB = cast(int, ENV["FILES_CACHE_MB"])
FILES_OPTIONS = {"bucket_name": ENV["FILES_BUCKET"], "endpoint_url": ENV["FILES_S3_URL"] or None}
FILES_BUCKET = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": FILES_OPTIONS}
STORAGES = {
    "default": FILES_BUCKET if ENV["FILES_BUCKET"] else {"BACKEND": "filestore.whole_file.WholeFileStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_HANDLERS = [
    "filestore.upload_limit.LimitHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Who is who.
AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if TRUST_PROXY else 0
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Kundverk"

# Mail.
_MAIL = environ.Env.email_url_config(cast(str, ENV["EMAIL_URL"]))
MAILERS: dict[str, dict[str, object]] = {"default": {"BACKEND": _MAIL["EMAIL_BACKEND"]}}
if _MAIL.get("EMAIL_HOST"):
    MAILERS["default"]["OPTIONS"] = {
        "host": _MAIL["EMAIL_HOST"],
        "port": _MAIL["EMAIL_PORT"] or 25,
        "username": _MAIL["EMAIL_HOST_USER"] or "",
        "password": _MAIL["EMAIL_HOST_PASSWORD"] or "",
        "use_tls": bool(_MAIL.get("EMAIL_USE_TLS")),
        "use_ssl": bool(_MAIL.get("EMAIL_USE_SSL")),
    }
DEFAULT_FROM_EMAIL = cast(str, ENV["EMAIL_FROM"])

# Safe by default; plain http is allowed only where BASE_URL itself is plain http (a laptop).
SECURE = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SESSION_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}

# Background work. The filesystem broker's default poll of one second is what makes it slow: 0.2 s.
CELERY_BROKER_URL = cast(str, ENV["CELERY_BROKER_URL"]) or "filesystem://"
IS_SINGLE_MACHINE = CELERY_BROKER_URL == "filesystem://"
if IS_SINGLE_MACHINE:
    BROKER_DIR = DATA_DIR / "broker"
    for folder in ("queue", "control", "processed"):
        (BROKER_DIR / folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "control_folder": str(BROKER_DIR / "control"),
        "processed_folder": str(BROKER_DIR / "processed"),
        "store_processed": False,
        "polling_interval": 0.2,
    }
    CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CONCURRENCY = cast(int, ENV["WORKER_CONCURRENCY"])
CELERY_WORKER_MAX_TASKS_PER_CHILD = 50
CELERY_TASK_TIME_LIMIT = 7200
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE = {"sweep-jobs": {"task": "jobs.sweep", "schedule": 5.0}}

# Limits of what comes in.
UPLOAD_MAX_BYTES = cast(int, ENV["UPLOAD_MAX_MB"]) * 1_000_000
UPLOAD_UNPACKED_MAX_BYTES = cast(int, ENV["UPLOAD_UNPACKED_MAX_MB"]) * 1_000_000
IMPORT_TEXT_MAX_BYTES = cast(int, ENV["IMPORT_TEXT_MAX_MB"]) * 1_000_000
UPLOAD_REQUEST_MAX_BYTES = max(UPLOAD_MAX_BYTES, IMPORT_TEXT_MAX_BYTES) + 1_000_000
IMPORT_MAX_ROWS = cast(int, ENV["IMPORT_MAX_ROWS"])
IMPORT_MAX_COLUMNS = cast(int, ENV["IMPORT_MAX_COLUMNS"])
IMPORT_MEMORY_MB = cast(int, ENV["IMPORT_MEMORY_MB"])
IMPORT_CPU_SECONDS = cast(int, ENV["IMPORT_CPU_SECONDS"])
READER_MEMORY_MB = cast(int, ENV["READER_MEMORY_MB"])
READER_CPU_SECONDS = cast(int, ENV["READER_CPU_SECONDS"])
ENGINE_MEMORY_MB = cast(int, ENV["ENGINE_MEMORY_MB"])
WHAT_IF_MEMORY_MB = cast(int, ENV["WHAT_IF_MEMORY_MB"])

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "crmstrategy.logs.LineFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": cast(str, ENV["LOG_LEVEL"])},
    "loggers": {
        **{name: {"level": "WARNING"} for name in ("celery", "weasyprint.progress", "fontTools")},
        **{name: {"level": "ERROR"} for name in ("kombu", "waitress")},
    },
}
