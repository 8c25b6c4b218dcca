"""The saved what-ifs of a run beside the run itself, as a chapter of its report."""

from django.utils.translation import gettext as _

from profitability.domain.run import RunSummary
from profitability.models import Run
from profitability.pages.what_if_scenarios import FigureLine, compare_scenarios
from profitability.selectors.scenarios import list_scenarios
from reports.frame import Cell, Column, Prose, Row, Section, Table
from ui import formats

SCENARIOS_SHOWN = 4
"""As many stand side by side on a page."""


def scenario_section(run: Run, summary: RunSummary) -> Section | None:
    """Return the run's saved what-ifs side by side, the first SCENARIOS_SHOWN; None when there are none."""
    compared = compare_scenarios(run, summary, list_scenarios(run)[:SCENARIOS_SHOWN])
    if compared is None:
        return None
    columns = (
        Column(_("Tal, %(unit)s eller antal kunder") % {"unit": formats.unit(summary.currency)}),
        Column(_("Körningen"), is_number=True, width=16),
        *(Column(saved.scenario.name, is_number=True, width=16) for saved in compared.scenarios),
    )
    ranked = Row((Cell(_("Rangordnas efter")), *(Cell(label) for label in compared.ranked)))
    figures = tuple(Row((Cell(line.label), *_cells(line, summary.decimals))) for line in compared.lines)
    rows = (ranked, *figures) if compared.ranked else figures
    told = _(
        "Ett scenario räknar om körningen med ändrade pooler eller gränser. Det är ingen körning och har inte ändrat "
        "någon siffra i rapporten."
    )
    return Section(
        "scenarios", _("Tänk om: sparade scenarier"), (Prose((told,)), Table("", columns, rows, is_dense=True))
    )


def _cells(line: FigureLine, decimals: int) -> tuple[Cell, ...]:
    def written(figure: int) -> str:
        return formats.amount(figure, decimals) if line.is_amount else formats.number(figure)

    own = Cell(written(line.run))
    return (
        own,
        *(
            Cell(written(figure), note=formats.signed(written(change)) if change else "")
            for figure, change in line.cells
        ),
    )
