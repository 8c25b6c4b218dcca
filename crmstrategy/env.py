"""Settings from the environment, and nowhere else.

Every setting of the product is one line of `SETTINGS`: its name, how it is read, its default and what it is for.
A value that cannot be read stops the start with one line that names the variable, the value and what was expected.
"""

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

BASE_DIR = Path(__file__).resolve().parent.parent


class BadSettingError(Exception):
    """A variable in the environment has a value that cannot be used."""


def boolean(text: str) -> bool:
    """Read yes/no, true/false, on/off, 1/0."""
    words = {"yes": True, "true": True, "on": True, "1": True, "no": False, "false": False, "off": False, "0": False}
    try:
        return words[text.strip().lower()]
    except KeyError:
        raise ValueError("yes or no") from None


def whole_number(text: str) -> int:
    """Read a whole number, zero or more."""
    if not text.strip().isascii() or not text.strip().isdigit():
        raise ValueError("a whole number")
    return int(text)


def words(text: str) -> list[str]:
    """Read a comma-separated list."""
    return [word.strip() for word in text.split(",") if word.strip()]


def url(text: str) -> str:
    """Read an address with a scheme; empty stays empty."""
    if text and not urlsplit(text).scheme:
        raise ValueError("an address with a scheme, such as https://kund.example.com")
    return text


def one_of(*allowed: str) -> Callable[[str], str]:
    """Read one of the given words."""

    def read(text: str) -> str:
        if text not in allowed:
            raise ValueError("one of " + ", ".join(allowed))
        return text

    return read


def path(text: str) -> Path:
    """Read a path; a relative one counts from the project's folder."""
    return BASE_DIR / text


@dataclass(frozen=True)
class Setting:
    """One environment variable: `default` is the text that counts when the variable is absent."""

    name: str
    read: Callable[[str], object]
    default: str
    purpose: str


SETTINGS = (
    Setting("DEBUG", boolean, "no", "Show tracebacks in the browser. Never in production."),
    Setting("SECRET_KEY", str, "", "Signs sessions. Empty: one is made and kept in DATA_DIR (single machine only)."),
    Setting("ALLOWED_HOSTS", words, "127.0.0.1,localhost", "Host names the product answers to."),
    Setting("BASE_URL", url, "http://127.0.0.1:8000", "The address people use; links in e-mails are built from it."),
    Setting("TRUST_PROXY", boolean, "no", "Behind a proxy that sets X-Forwarded-Proto and X-Forwarded-For."),
    Setting("DATA_DIR", path, "data", "Database, uploads, results and reports of a single machine."),
    Setting(
        "FILES_BUCKET", str, "", "S3 bucket for uploads, results and reports. Empty: the folder files in DATA_DIR."
    ),
    Setting("FILES_S3_URL", url, "", "Address of an object storage that is not Amazon's: https://s3.example.com."),
    Setting("FILES_CACHE_MB", whole_number, "5000", "Files of the bucket that a machine keeps, in megabytes."),
    Setting("DATABASE_URL", url, "", "PostgreSQL: postgres://user:password@host/name. Empty: SQLite in DATA_DIR."),
    Setting("CACHE_URL", url, "", "Shared cache: redis://host/1. Empty: the database."),
    Setting("CELERY_BROKER_URL", url, "", "Redis: redis://host/0. Empty: files in DATA_DIR."),
    Setting("WORKER_CONCURRENCY", whole_number, "2", "Worker processes that `serve` starts."),
    Setting("EMAIL_URL", url, "consolemail://", "smtp+tls://user:password@host:587, or consolemail:// to print."),
    Setting("EMAIL_FROM", str, "Kundverk <noreply@localhost>", "Sender of invitations and password mails."),
    Setting(
        "LANGUAGE_CODE", one_of("sv", "en-gb", "da", "nb"), "sv", "Language for visitors whose browser does not say."
    ),
    Setting("TIME_ZONE", str, "Europe/Stockholm", "Time zone of dates and times on pages."),
    Setting("LOG_LEVEL", one_of("DEBUG", "INFO", "WARNING", "ERROR"), "INFO", "How much is logged."),
    Setting("UPLOAD_MAX_MB", whole_number, "50", "Largest upload, in megabytes."),
    Setting("UPLOAD_UNPACKED_MAX_MB", whole_number, "300", "Largest workbook when unpacked, in megabytes."),
    Setting("IMPORT_TEXT_MAX_MB", whole_number, "2000", "Largest text file that an import takes, in megabytes."),
    Setting("IMPORT_MAX_ROWS", whole_number, "1000000", "Most rows of a workbook's sheet that an import reads."),
    Setting("IMPORT_MAX_COLUMNS", whole_number, "200", "Most columns of a file that an import reads."),
    Setting("IMPORT_MEMORY_MB", whole_number, "512", "Memory that opening an imported workbook may use, in megabytes."),
    Setting(
        "IMPORT_CPU_SECONDS", whole_number, "60", "CPU time that opening an imported workbook may use, in seconds."
    ),
    Setting("READER_MEMORY_MB", whole_number, "2048", "Memory a file reader may use, in megabytes."),
    Setting("READER_CPU_SECONDS", whole_number, "300", "CPU time a file reader may use, in seconds."),
    Setting(
        "ENGINE_MEMORY_MB",
        whole_number,
        "1024",
        "Memory for the queries of a run before they spill to disk, in megabytes.",
    ),
    Setting("WHAT_IF_MEMORY_MB", whole_number, "768", "Facts that a web process keeps for what-ifs, in megabytes."),
)


def read_environment(environ: Mapping[str, str] = os.environ) -> dict[str, object]:
    """Return every setting by name; raise BadSettingError naming all variables that cannot be read."""
    values: dict[str, object] = {}
    faults = []
    for setting in SETTINGS:
        text = environ.get(setting.name, setting.default)
        try:
            values[setting.name] = setting.read(text)
        except ValueError as expected:
            faults.append(f"{setting.name}={text!r}: expected {expected}")
    if faults:
        raise BadSettingError("The environment cannot be used:\n  " + "\n  ".join(faults))
    return values


def kept_secret(file: Path) -> str:
    """Return the secret kept in `file`, made at the first call, readable by its owner only."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_CREAT | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(secrets.token_urlsafe(50))
    return file.read_text().strip()


def example() -> str:
    """Return the text of .env.example: every setting with its purpose and default."""
    lines = ["# Every setting of the product, with its default. The environment is the only place they come from."]
    for setting in SETTINGS:
        lines += ["", f"# {setting.purpose}", f"{setting.name}={setting.default}"]
    return "\n".join(lines) + "\n"
