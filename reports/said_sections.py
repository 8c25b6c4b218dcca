"""The chapter of the readiness report that sets the company's own figures beside those of its ledger."""

from django.utils.translation import gettext as _

from portfolio.domain.said_measured import Verdict
from portfolio.pages.said_measured import SaidGroup, SaidLine, SaidMeasuredPage
from reports.chapters import chart_block
from reports.figures import as_text, write_figures
from reports.frame import Block, Cell, Column, Points, Prose, Row, Section, Table, Tone
from reports.pdf import Figures

CHART_HEIGHT_MM = 92


def said_section(page: SaidMeasuredPage) -> Section:
    """Return the chapter: the message, the drawing, what lies furthest apart, and every figure."""
    blocks: list[Block] = [
        Prose(
            (
                _(
                    "Formuläret frågar efter andelar som företagets egen reskontra också kan svara på. Där de två "
                    "går isär styrs kundarbetet av en bild som inte stämmer."
                )
                + f" {page.message}.",
            )
        )
    ]
    if page.chart:
        blocks.append(chart_block(page.chart, height_mm=CHART_HEIGHT_MM))
    if page.sentences:
        blocks.append(Points(page.sentences, _("Längst ifrån varandra"), is_numbered=True))
    blocks += [_table(group) for group in page.groups]
    blocks.append(
        Prose(
            (
                page.basis + ".",
                _(
                    "En andel stämmer när den ligger inom två procentenheter och en fjärdedel av den uppmätta, "
                    "ett antal inom fem procent."
                ),
            )
        )
    )
    return Section("said", _("Sagt och mätt"), tuple(blocks))


def _table(group: SaidGroup) -> Table:
    columns = (
        Column(_("Uppgift")),
        Column(_("Sagt"), is_number=True, width=14),
        Column(_("Mätt"), is_number=True, width=14),
        Column(_("Skillnad"), is_number=True, width=16),
        Column(_("Bedömning"), width=20),
    )
    return Table(group.title, columns, tuple(_row(line) for line in group.lines), note=group.note, is_dense=True)


def _row(line: SaidLine) -> Row:
    tone: Tone = "negative" if line.verdict in {Verdict.TOO_HIGH, Verdict.TOO_LOW} else ""
    cells = (
        Cell(line.label),
        Cell(line.said),
        Cell(line.measured),
        Cell(line.difference, tone=tone),
        Cell(name_verdict(line.verdict), tone=tone or ("positive" if line.verdict == Verdict.AGREES else "muted")),
    )
    return Row(cells, "sum" if line.key == "largest_together" else "")


def name_verdict(verdict: Verdict) -> str:
    """Return the verdict in words."""
    return {
        Verdict.AGREES: _("Stämmer"),
        Verdict.TOO_HIGH: _("Sagt för högt"),
        Verdict.TOO_LOW: _("Sagt för lågt"),
        Verdict.UNSAID: _("Obesvarat"),
        Verdict.UNMEASURED: _("Inte mätt"),
    }[verdict]


def said_figures(page: SaidMeasuredPage) -> Figures:
    """Return the chapter as CSV, as it is written."""
    rows = [
        (group.key, line.key, as_text(line.label), line.said, line.measured, as_text(line.difference), line.verdict)
        for group in page.groups
        for line in group.lines
    ]
    return write_figures(
        "said_measured.csv",
        _("Sagt och mätt"),
        ("question", "figure", "name", "said", "measured", "difference", "verdict"),
        rows,
    )
