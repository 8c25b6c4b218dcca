"""PDF, laid out by WeasyPrint inside a fence (pdf_layout.py).

Everything a document may use is handed over in memory: styles, fonts and charts as `Asset`s addressed `asset:<name>`.
Any other address (file, http, data, relative) ends the build. One file is PDF/A-3a and PDF/UA-1, with the figures
attached. The same input gives the same bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


class PdfError(Exception):
    """The document cannot be made as it stands; the message says what is wrong with it, without personal data."""


@dataclass(frozen=True)
class Asset:
    """Something a document may load: `name` is what stands after `asset:`."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Figures:
    """The figures behind a page or chart, attached to the file. `name` is a plain file name such as `tiers.csv`."""

    name: str
    description: str
    content: bytes


@dataclass(frozen=True)
class Pdf:
    """A finished document."""

    content: bytes
    pages: int


def render(
    html: str,
    *,
    assets: Sequence[Asset],
    figures: Sequence[Figures] = (),
    created_at: datetime,
    link_prefix: str = "",
) -> Pdf:
    """Lay `html` out as one PDF/A-3a and PDF/UA-1 file with `figures` attached.

    Links are kept within the document and to addresses below `link_prefix`. Raise PdfError when the document asks for
    anything else than `assets`, is beyond the bounds of limits.py, lacks a language, title, author or description, has
    an image without a description or a character that the embedded font has no glyph for.
    """
    # WeasyPrint takes a second of processor time to import, and most processes print nothing.
    from reports.pdf_layout import lay_out

    return lay_out(html, assets, figures, created_at, link_prefix)
