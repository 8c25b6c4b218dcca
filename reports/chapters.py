"""Parts that several reports print: a chart, the proof, dates, what stands on the last page."""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from profitability.pages.overview import ProofBox
from reports.frame import Block, Cell, Column, Drawing, Fact, Facts, Proof, Prose, Row, Table
from reports.models import Report
from reports.pdf import Asset, Figures
from ui import formats
from ui.charts.drawing import Chart
from ui.charts.svg import paper_svg


def chart_asset(chart: Chart) -> Asset:
    """Return the chart's drawing for paper."""
    return Asset(f"{chart.key}.svg", "image/svg+xml", paper_svg(chart).encode())


def chart_block(chart: Chart, *, height_mm: int = 0) -> Drawing:
    """Return the chart with its words; the asset of chart_asset must be handed over with it."""
    alt = f"{chart.title}. {chart.description}"
    return Drawing(f"{chart.key}.svg", chart.title, chart.subtitle, alt, height_mm=height_mm)


def proof_block(box: ProofBox, title: str, currency: str, decimals: int) -> Proof:
    """Return the proof to the last minor unit."""
    return Proof(
        title,
        tuple(Fact(line.label, formats.money_exact(line.amount_minor, currency, decimals)) for line in box.lines),
        Fact(_("Skillnad"), formats.money_exact(box.difference_minor, currency, decimals)),
        _("Varje post är exakt. Skillnaden ska vara noll; annars publiceras ingen körning."),
    )


def about_blocks(report: Report, figures: Sequence[Figures]) -> tuple[Block, ...]:
    """Return what the end of a report says: who issued it when, and what is attached."""
    address = settings.BASE_URL + reverse("reports:report", args=[report.engagement_id, report.id])
    blocks: list[Block] = [
        Facts(
            (
                Fact(_("Utfärdad"), long_date(report.created_at)),
                Fact(_("Av"), str(report.issued_by or "–")),
                Fact(_("Konsultbolag"), report.engagement.client.consultancy.name),
                Fact(_("Format"), "PDF/A-3a, PDF/UA-1"),
                Fact(_("Rapportens adress"), address, is_wide=True),
            )
        )
    ]
    if figures:
        rows = tuple(Row((Cell(entry.name), Cell(entry.description))) for entry in figures)
        columns = (Column(_("Fil"), width=34), Column(_("Innehåll")))
        title = ngettext("Bifogad fil", "Bifogade filer", len(figures))
        note = _("Filerna ligger inuti PDF-filen och öppnas från läsarens lista över bilagor. Beloppen där är exakta.")
        blocks.append(Table(title, columns, rows, note=note, is_dense=True))
    blocks.append(
        Prose(
            (
                _(
                    "Rapporten är ett utdrag vid den tidpunkt då den utfärdades och ändras aldrig. Nya siffror "
                    "blir en ny rapport."
                ),
                _("Den innehåller uppgifter om enskilda kunder och är avsedd för uppdragsgivaren."),
            )
        )
    )
    return tuple(blocks)


def issue_fact(report: Report) -> Fact:
    """Return when the report was issued, and by whom."""
    by = f", {report.issued_by}" if report.issued_by else ""
    return Fact(_("Utfärdad"), long_date(report.created_at) + by)


def long_date(moment: date | datetime) -> str:
    """Write a day in the active language, such as "2 mars 2026"."""
    day = timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
    return date_format(day, "DATE_FORMAT")


def period_text(start: date, end: date) -> str:
    """Write a period by its first and last day."""
    return f"{long_date(start)} – {long_date(end)}"
