"""What a board asks after the tiers: who moved and why, how certain they are, and what full costing would say."""

from django.utils.translation import gettext as _

from profitability.models import Run
from profitability.pages.certainty import certainty_page
from profitability.pages.costing import costing_page
from profitability.pages.lines import ranked_words
from profitability.pages.tier_moves import tier_moves
from profitability.selectors.runs import find_previous_run, get_summary
from reports.chapters import chart_block
from reports.frame import Block, Prose, Section
from ui import formats
from ui.charts.drawing import Chart


def outlook_charts(run: Run) -> tuple[Chart, ...]:
    """Return the charts of the section: moves since the run before, certainty, direct and full costing."""
    previous = find_previous_run(run)
    is_comparable = previous is not None and get_summary(previous).currency == get_summary(run).currency
    moves = tier_moves(previous, run).chart if previous is not None and is_comparable else None
    costing = costing_page(run, "")
    charts = (moves, certainty_page(run).chart, costing.chart if costing.forced_minor else None)
    return tuple(chart for chart in charts if chart is not None)


def outlook_section(run: Run, charts: tuple[Chart, ...]) -> Section | None:
    """Return the section; None when there is nothing to show."""
    if not charts:
        return None
    told = {
        "tier-moves": _(
            "En kund stiger eller faller när dess %(value)s passerar en gräns, av volym, av pris och mix eller "
            "av vad den kostar att betjäna. Jämförelsen är med den föregående körningen."
        )
        % ranked_words(),
        "certainty": _certainty_text(run),
        "costing": _(
            "Resultaten i rapporten låter samkostnader, outnyttjad kapacitet och ofördelat stanna hos företaget. "
            "Diagrammet visar också vad nivåerna skulle ge om de fördelades på kunderna efter nettoomsättning; den "
            "nyckeln säger inget om orsak."
        ),
    }
    blocks: list[Block] = []
    for chart in charts:
        blocks += [Prose((told[chart.key],)), chart_block(chart)]
    return Section("outlook", _("Rörelser, säkerhet och full kostnad"), tuple(blocks))


def _certainty_text(run: Run) -> str:
    simulation = certainty_page(run).simulation
    if simulation is None:
        return ""
    words = {
        "draws": formats.number(simulation.draws),
        "spread": formats.percent(simulation.spread_percent / 100, 0),
    }
    return (
        _("Volymer och enhetstider är uppskattade. I %(draws)s dragningar har de varierats ±%(spread)s var för sig.")
        % words
    )
