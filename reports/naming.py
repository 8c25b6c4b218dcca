"""What a report's file is called: client, report, period, language; never a customer's name or number."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote

from django.utils import translation

from reports.models import Report

MAX_NAME = 100
_PLAIN = str.maketrans({"æ": "ae", "Æ": "Ae", "ø": "o", "Ø": "O", "ß": "ss", "đ": "d", "Đ": "D", "ł": "l", "Ł": "L"})


@dataclass(frozen=True)
class FileName:
    """The same name twice: `full` with the letters of its language, `plain` in ASCII for what cannot take them."""

    full: str
    plain: str

    @property
    def disposition(self) -> str:
        """The value of the Content-Disposition header (RFC 6266, with the full name as in RFC 5987)."""
        return f"attachment; filename=\"{self.plain}\"; filename*=UTF-8''{quote(self.full, safe='')}"


def name_file(report: Report) -> FileName:
    """Name the report's file, such as "Åkeriet Kundlönsamhetsrapport 2025-12-31 sv.pdf"."""
    with translation.override(report.language):
        kind = str(report.get_kind_display())
    parts = [report.engagement.client.name, kind, report.engagement.period_end.isoformat()]
    if report.customer_id:
        parts.append(str(report.id)[:8])
    parts.append(report.language[:2])
    full = _clean(" ".join(parts))
    return FileName(f"{full}.pdf", f"{_to_ascii(full) or 'report'}.pdf")


def _clean(text: str) -> str:
    """Keep letters, digits, spaces, hyphens, points; everything else could mean something to a file system."""
    kept = re.sub(r"[^\w .-]", " ", unicodedata.normalize("NFC", text))
    return " ".join(kept.split()).strip(". ")[:MAX_NAME].strip()


def _to_ascii(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.translate(_PLAIN)).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9.-]+", "-", bare).strip("-.")
