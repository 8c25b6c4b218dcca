"""From a printed report to its file: the templates, the project's assets, the fence of pdf.py."""

from django.conf import settings
from django.template.loader import render_to_string

from reports.assets import base_assets, printable
from reports.frame import PrintedReport
from reports.pdf import Asset, Pdf, render


def print_report(report: PrintedReport) -> Pdf:
    """Lay the report out in the language that is active; raise PdfError when it cannot be done cleanly."""
    html = printable(render_to_string("reports/document.html", {"report": report}))
    drawings = [Asset(asset.name, asset.content_type, _printable_svg(asset)) for asset in report.assets]
    return render(
        html,
        assets=(*base_assets(), *drawings),
        figures=report.figures,
        created_at=report.heading.created_at,
        link_prefix=settings.BASE_URL,
    )


def _printable_svg(asset: Asset) -> bytes:
    return printable(asset.content.decode()).encode()
