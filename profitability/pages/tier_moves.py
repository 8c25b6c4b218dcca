"""Between two runs: how many customers went from tier to tier, who rose, who fell, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Engagement
from profitability.domain.tier_moves import MoveCount, TierMove
from profitability.domain.tiers import TIERS
from profitability.models import Run
from profitability.pages.comparison import choose_runs
from profitability.pages.lines import line_label, tier_label
from profitability.selectors.runs import get_summary
from profitability.selectors.tier_moves import MOST_IN_A_FILE, count_tier_moves, list_tier_moves
from ui import formats
from ui.charts import Chart, Flow, Paint, State, alluvial
from ui.table_files import Cell, CellKind, TableColumn, TableFile, table_file

_PAINTS = {"gold": Paint.GOLD, "silver": Paint.SILVER, "bronze": Paint.BRONZE, "": Paint.SCALE_2}


@dataclass(frozen=True)
class MoveCell:
    """The customers that went one way, and what their contribution changed by (minor units)."""

    customers: int
    change_minor: int
    is_same: bool
    is_better: bool


@dataclass(frozen=True)
class MoveRow:
    """The customers that were in one tier, by where they are now."""

    tier: str
    label: str
    customers: int
    cells: tuple[MoveCell, ...]


@dataclass(frozen=True)
class ReasonPart:
    """One reason's part of the change, in minor units; `is_main` for the one that explains most."""

    label: str
    amount_minor: int
    is_main: bool


@dataclass(frozen=True)
class WayLine:
    """One customer that rose or fell; the reasons sum to the change of its contribution."""

    move: TierMove
    before_label: str
    after_label: str
    reasons: tuple[ReasonPart, ...]

    @property
    def change_minor(self) -> int:
        return self.move.contribution_after_minor - self.move.contribution_before_minor


@dataclass(frozen=True)
class TierMoves:
    """The moves between two published runs."""

    before: Run
    after: Run
    unit: str
    message: str
    rose_customers: int
    fell_customers: int
    chart: Chart | None
    counts: tuple[MoveCount, ...]
    labels: tuple[str, ...]
    rows: tuple[MoveRow, ...]
    rose: tuple[WayLine, ...]
    fell: tuple[WayLine, ...]
    same_currency: bool


@dataclass(frozen=True)
class TierMovesPage:
    """The runs to choose from, and the moves when two are chosen."""

    runs: tuple[Run, ...]
    moves: TierMoves | None


def tier_moves_page(engagement: Engagement, before_id: str, after_id: str) -> TierMovesPage:
    """Return the moves between two runs of the engagement; without a choice, the two newest."""
    runs, before, after = choose_runs(engagement, before_id, after_id)
    return TierMovesPage(runs, tier_moves(before, after) if before and after else None)


def tier_moves(before: Run, after: Run) -> TierMoves:
    """Return who went where between two published runs."""
    was, now = get_summary(before), get_summary(after)
    counts = count_tier_moves(before, after)
    rose = sum(count.customers for count in counts if _direction(count) > 0)
    fell = sum(count.customers for count in counts if _direction(count) < 0)
    words = {"rose": formats.number(rose), "fell": formats.number(fell)}
    message = _("%(rose)s kunder steg och %(fell)s föll") % words
    return TierMoves(
        before=before,
        after=after,
        unit=formats.unit(now.currency),
        message=message,
        rose_customers=rose,
        fell_customers=fell,
        chart=_chart(counts, message),
        counts=counts,
        labels=tuple(_label(tier) for tier in (*TIERS, "")),
        rows=tuple(_row(tier, counts) for tier in (*TIERS, "")),
        rose=tuple(_way(move) for move in list_tier_moves(before, after, rose=True)),
        fell=tuple(_way(move) for move in list_tier_moves(before, after, rose=False)),
        same_currency=was.currency == now.currency,
    )


def _label(tier: str) -> str:
    return tier_label(tier) if tier else _("Ingen nivå")


def _direction(count: MoveCount) -> int:
    if count.tier_before is None or count.tier_after is None:
        return 0
    return TIERS.index(count.tier_before) - TIERS.index(count.tier_after)


def _row(tier: str, counts: Sequence[MoveCount]) -> MoveRow:
    found = {count.tier_after or "": count for count in counts if (count.tier_before or "") == tier}
    cells = []
    for target in (*TIERS, ""):
        count = found.get(target)
        customers, change = (count.customers, count.change_minor) if count else (0, 0)
        is_better = bool(count and _direction(count) > 0)
        cells.append(MoveCell(customers, change, target == tier or not (target and tier), is_better))
    return MoveRow(tier, _label(tier), sum(cell.customers for cell in cells), tuple(cells))


def _chart(counts: Sequence[MoveCount], message: str) -> Chart | None:
    flows = [
        Flow(count.tier_before or "", count.tier_after or "", count.customers, _label(count.tier_after or ""))
        for count in counts
    ]
    if not flows:
        return None
    sources, targets = {flow.source for flow in flows}, {flow.target for flow in flows}
    return alluvial(
        [State(tier, _label(tier), _PAINTS[tier]) for tier in (*TIERS, "") if tier in sources],
        [State(tier, _label(tier), _PAINTS[tier]) for tier in (*TIERS, "") if tier in targets],
        flows,
        title=message,
        subtitle=_("Kunder per nivå i den tidigare körningen (vänster) och den senare (höger)"),
        key="tier-moves",
    )


def _way(move: TierMove) -> WayLine:
    parts = (
        (_("Volym"), move.volume_minor),
        (_("Pris och mix"), move.price_minor),
        (_("Kostnad att betjäna"), move.cost_to_serve_minor),
    )
    change = move.contribution_after_minor - move.contribution_before_minor
    main = max(range(len(parts)), key=lambda place: parts[place][1] * (1 if change >= 0 else -1))
    return WayLine(
        move,
        _label(move.tier_before or ""),
        _label(move.tier_after or ""),
        tuple(ReasonPart(label, minor, place == main) for place, (label, minor) in enumerate(parts)),
    )


def tier_moves_file(before: Run, after: Run, file_format: str) -> TableFile:
    """Return every customer that rose or fell as "csv" or "xlsx", with the reasons."""
    decimals = get_summary(after).decimals
    ranked = line_label(get_summary(after).rank_by)
    changes = (_("%(value)s före"), _("%(value)s efter"))
    amounts = (*(label % {"value": ranked} for label in changes), _("Volym"), _("Pris och mix"))
    columns = (
        TableColumn(_("Kundnummer")),
        TableColumn(_("Kund")),
        TableColumn(_("Nivå före")),
        TableColumn(_("Nivå efter")),
        *(TableColumn(label, CellKind.AMOUNT, decimals) for label in (*amounts, _("Kostnad att betjäna"))),
    )
    return table_file(_("nivabyten"), columns, _file_rows(before, after), file_format)


def _file_rows(before: Run, after: Run) -> Iterator[tuple[Cell, ...]]:
    for rose in (True, False):
        for move in list_tier_moves(before, after, rose=rose, limit=MOST_IN_A_FILE):
            yield (
                move.customer_id,
                move.name,
                _label(move.tier_before or ""),
                _label(move.tier_after or ""),
                move.contribution_before_minor,
                move.contribution_after_minor,
                move.volume_minor,
                move.price_minor,
                move.cost_to_serve_minor,
            )
