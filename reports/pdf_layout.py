"""The one module that reaches WeasyPrint: the fence around it, and what is done to its file. See pdf.py."""

import hashlib
import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from pydyf import PDF
from weasyprint import HTML, Attachment, Document
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from reports.limits import TooLargeError, check_size
from reports.pdf import Asset, Figures, Pdf, PdfError
from reports.structure import add_header_scopes, list_each_attachment_once, unmark_dead_links
from reports.xmp import add_pdfua_identifier

SCHEME = "asset:"
FAMILY = "Kundverk Sans"
MAX_PAGES = 400


class _DeniedError(FatalURLFetchingError):
    """Something was asked for that the document does not own; stops the rendering at once."""


class _Fence(URLFetcher):
    """Hands out the given assets and nothing else."""

    _fail_on_errors = True

    def __init__(self, assets: Sequence[Asset]) -> None:
        self.assets = {SCHEME + asset.name: asset for asset in assets}

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return the asset; end the rendering for every other address."""
        asset = self.assets.get(url)
        if asset is None:
            raise _DeniedError(url.partition(":")[0][:20])
        return URLFetcherResponse(url, asset.content, {"Content-Type": asset.content_type})

    def open(self, url: object, data: object = None, timeout: object = None) -> URLFetcherResponse:
        """Refuse: nothing is opened past `fetch`."""
        raise _DeniedError("open")


@contextmanager
def _no_errors_logged() -> Iterator[None]:
    """Fail when the layout logs an error in this thread: it goes on, but the file would be flawed."""
    mine, faults = threading.get_ident(), []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.thread == mine:
                faults.append(str(record.msg))

    collector, logger = Collector(logging.ERROR), logging.getLogger("weasyprint")
    logger.addHandler(collector)
    try:
        yield
    finally:
        logger.removeHandler(collector)
    if faults:
        raise PdfError("; ".join(sorted(set(faults))))


def lay_out(
    html: str, assets: Sequence[Asset], figures: Sequence[Figures], created_at: datetime, link_prefix: str
) -> Pdf:
    """Do what `pdf.render` says."""
    try:
        check_size(html)
        with _no_errors_logged():
            fence = _Fence(assets)
            document = HTML(string=html, url_fetcher=fence).render(pdf_variant="pdf/a-3a")
            _check_metadata(document)
            _drop_foreign_links(document, link_prefix)
            _claim_pdfua(document)
            document.metadata.attachments += [_attachment(entry, fence, created_at) for entry in figures]
            content: bytes = document.write_pdf(
                finisher=_finish,
                pdf_variant="pdf/a-3a",
                pdf_identifier=_identifier(html, assets, figures, created_at),
            )
            _check_fonts(document)
    except TooLargeError as fault:
        raise PdfError(f"beyond the bound: {fault}") from None
    except FatalURLFetchingError as fault:
        raise PdfError(f"asked for something outside the document ({fault})") from None
    return Pdf(content, len(document.pages))


def _identifier(html: str, assets: Sequence[Asset], figures: Sequence[Figures], created_at: datetime) -> bytes:
    digest = hashlib.sha256(html.encode())
    parts = [(part.name, part.content) for part in assets] + [(part.name, part.content) for part in figures]
    for name, content in parts:
        digest.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    digest.update(created_at.isoformat().encode())
    return digest.hexdigest()[:32].encode()


def _attachment(figures: Figures, fence: _Fence, created_at: datetime) -> Attachment:
    at = created_at.astimezone(UTC)
    return Attachment(
        string=figures.content,
        name=figures.name,
        description=figures.description,
        created=at,
        modified=at,
        relationship="Data",
        url_fetcher=fence,
    )


def _check_metadata(document: Document) -> None:
    metadata = document.metadata
    wanted = {
        "lang": metadata.lang,
        "title": metadata.title,
        "author": metadata.authors,
        "description": metadata.description,
        "created": metadata.created,
    }
    if missing := [name for name, value in wanted.items() if not value]:
        raise PdfError("lacks " + ", ".join(missing))
    if len(document.pages) > MAX_PAGES:
        raise PdfError("beyond the bound: pages")


def _drop_foreign_links(document: Document, link_prefix: str) -> None:
    for page in document.pages:
        page.links = [link for link in page.links if _may_link(link[0], link[1], link_prefix)]


def _may_link(kind: str, target: str, link_prefix: str) -> bool:
    if kind == "internal":
        return True
    return kind == "external" and bool(link_prefix) and target.startswith(link_prefix.rstrip("/") + "/")


def _claim_pdfua(document: Document) -> None:
    metadata = document.metadata
    generate = metadata.generate_rdf_metadata

    def generate_both(variant: str, version: int, conformance: str) -> bytes:
        return add_pdfua_identifier(generate(variant, version, conformance))

    metadata.generate_rdf_metadata = generate_both


def _finish(_document: Document, pdf: PDF) -> None:
    add_header_scopes(pdf.objects)
    unmark_dead_links(pdf.objects)
    list_each_attachment_once(pdf.catalog)


def _check_fonts(document: Document) -> None:
    for font in document.fonts.values():
        if font.family != FAMILY:
            raise PdfError("uses a font that is not the document's own")
        if font.missing:
            raise PdfError("has a character without a glyph")
