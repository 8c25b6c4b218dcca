"""How customers moved between tiers: counts and shares, heat map, alluvial, and what moving up and down is worth."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from portfolio.domain.analysis import AnalysisSummary
from portfolio.domain.customer_facts import Sums
from portfolio.domain.definition import TIERS
from portfolio.domain.migration import SOURCES, TARGETS, Migration, gather_migration
from portfolio.models import Analysis
from portfolio.pages.labels import Basis, basis_of
from portfolio.place_texts import place_label
from portfolio.selectors.analyses import get_summary
from portfolio.selectors.customer_source import RankedBy, can_rank_by_contribution
from portfolio.selectors.customers import CellRevenue, list_cell_revenues
from ui import formats
from ui.charts import Cell, Chart, Flow, HeatRow, Paint, State, Tone, alluvial, heat_map

_PAINTS = {
    "super": Paint.PRIMARY,
    "top": Paint.GOLD,
    "middle": Paint.SILVER,
    "bottom": Paint.BRONZE,
    "new": Paint.POSITIVE,
    "won_back": Paint.SECOND,
    "lost": Paint.FALL,
}


@dataclass(frozen=True)
class MatrixCell:
    """One cell; `is_possible` is False where no such move exists, `query` opens its customers."""

    source: str
    target: str
    sums: Sums
    share: Fraction | None
    is_possible: bool
    query: str


@dataclass(frozen=True)
class MatrixRow:
    """A row of the matrix with its sum."""

    name: str
    label: str
    cells: tuple[MatrixCell, ...]
    total: Sums


@dataclass(frozen=True)
class MoveLine:
    """Customers who went up, stayed or went down, or came and left, and what their revenue changed by."""

    label: str
    customers: int
    earlier_minor: int
    later_minor: int

    @property
    def change_minor(self) -> int:
        return self.later_minor - self.earlier_minor


@dataclass(frozen=True)
class MigrationPage:
    """The migration of an analysis, tiers by revenue or by contribution; `amount` says which the amounts are."""

    basis: Basis
    by: str
    amount: str
    has_contribution: bool
    message: str
    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    totals: tuple[Sums, ...]
    moves: tuple[MoveLine, ...]
    heat: Chart | None
    alluvial: Chart | None


def migration_page(analysis: Analysis, by: str = "") -> MigrationPage:
    """Return the page of a published analysis; by contribution where runs of both windows exist, else by revenue."""
    summary = get_summary(analysis)
    has_contribution = can_rank_by_contribution(analysis, summary)
    ranked = RankedBy.CONTRIBUTION if has_contribution and by == RankedBy.CONTRIBUTION else RankedBy.REVENUE
    moves, migration = move_lines(list_cell_revenues(analysis, ranked)), migration_by(analysis, summary, ranked)
    message = migration_message(moves)
    return MigrationPage(
        basis=basis_of(analysis, summary),
        by=ranked.value,
        amount=amount_label(ranked),
        has_contribution=has_contribution,
        message=message,
        columns=tuple(place_label(name) for name in TARGETS),
        rows=matrix_rows(migration, "" if ranked is RankedBy.REVENUE else f"&by={ranked}"),
        totals=tuple(migration.to_target(name) for name in TARGETS),
        moves=moves,
        heat=migration_heat(migration, message),
        alluvial=migration_alluvial(migration),
    )


def amount_label(by: RankedBy) -> str:
    """Return what the amounts are."""
    return _("Täckningsbidrag") if by is RankedBy.CONTRIBUTION else _("Intäkt")


def migration_by(analysis: Analysis, summary: AnalysisSummary, by: RankedBy) -> Migration:
    """Return the migration between tiers by revenue, or between tiers by contribution with contributions as amounts."""
    if by is RankedBy.REVENUE:
        return summary.migration
    return gather_migration({(c.source, c.target): _sums(c) for c in list_cell_revenues(analysis, by)})


def _sums(cell: CellRevenue) -> Sums:
    amount = cell.earlier_revenue_minor if cell.target == "lost" else cell.later_revenue_minor
    return Sums(cell.customers, cell.purchases, amount)


def matrix_rows(migration: Migration, more: str = "") -> tuple[MatrixRow, ...]:
    """Return the matrix row by row; `more` is added to what opens a cell's customers."""
    return tuple(
        MatrixRow(
            source,
            place_label(source),
            tuple(_cell(migration, source, target, more) for target in TARGETS),
            migration.from_source(source),
        )
        for source in SOURCES
    )


def _cell(migration: Migration, source: str, target: str, more: str) -> MatrixCell:
    return MatrixCell(
        source,
        target,
        migration.sums(source, target),
        migration.share(source, target),
        source in TIERS or target in TIERS,
        f"from={source}&to={target}{more}",
    )


def move_lines(revenues: tuple[CellRevenue, ...]) -> tuple[MoveLine, ...]:
    """Sum the cells by the way they go."""
    ways = {
        "up": _("Uppåt"),
        "stay": _("Kvar i sin nivå"),
        "down": _("Nedåt"),
        "lost": place_label("lost"),
        "won_back": place_label("won_back"),
        "new": place_label("new"),
    }
    chosen = {way: [cell for cell in revenues if _way(cell) == way] for way in ways}
    return tuple(
        MoveLine(
            label,
            sum(cell.customers for cell in chosen[way]),
            sum(cell.earlier_revenue_minor for cell in chosen[way]),
            sum(cell.later_revenue_minor for cell in chosen[way]),
        )
        for way, label in ways.items()
    )


def _way(cell: CellRevenue) -> str:
    if cell.source not in TIERS:
        return cell.source
    if cell.target == "lost":
        return "lost"
    before, after = TIERS.index(cell.source), TIERS.index(cell.target)
    return "stay" if before == after else "up" if after < before else "down"


def migration_message(moves: tuple[MoveLine, ...]) -> str:
    """Say in a sentence whether more customers climb than fall."""
    up, _stay, down = moves[0], moves[1], moves[2]
    values = {"up": formats.number(up.customers), "down": formats.number(down.customers)}
    if up.customers >= down.customers:
        return _("Fler kunder klättrar (%(up)s) än faller (%(down)s)") % values
    return _("Fler kunder faller (%(down)s) än klättrar (%(up)s)") % values


def migration_heat(migration: Migration, message: str) -> Chart | None:
    """Draw the shares of each row; None without anyone to move."""
    rows = [source for source in SOURCES if migration.from_source(source).customers]
    if not rows:
        return None
    heat_rows = [
        HeatRow(place_label(source), tuple(_heat_cell(migration, source, target) for target in TARGETS))
        for source in rows
    ]
    return heat_map(
        heat_rows,
        [place_label(target) for target in TARGETS],
        title=message,
        subtitle=_("Andel av kunderna i varje rad, %"),
        corner=_("Från"),
        key="migration-heat",
    )


def _heat_cell(migration: Migration, source: str, target: str) -> Cell:
    share = migration.share(source, target)
    if share is None or (source not in TIERS and target not in TIERS):
        return Cell(None, "")
    tone = Tone.LOSS if target == "lost" else Tone.PLAIN
    return Cell(float(share), formats.number(share * 100, 0), tone)


def migration_alluvial(migration: Migration) -> Chart | None:
    """Draw the flows between the tiers; None without anyone to move."""
    moves = [
        Flow(cell.source, cell.target, cell.sums.customers, place_label(cell.target))
        for cell in migration.cells
        if cell.sums.customers
    ]
    if not moves:
        return None
    sources, targets = {move.source for move in moves}, {move.target for move in moves}
    lost = migration.to_target("lost").customers
    return alluvial(
        [State(name, place_label(name), _PAINTS[name]) for name in SOURCES if name in sources],
        [State(name, place_label(name), _PAINTS[name]) for name in TARGETS if name in targets],
        moves,
        title=_("%(count)s kunder lämnade") % {"count": formats.number(lost)},
        subtitle=_("Kunder per nivå i den tidigare perioden (vänster) och den senare (höger)"),
        key="migration-alluvial",
    )
