"""What a what-if comes to: the message, key figures, curve, tiers, moves between tiers and the biggest movers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from profitability.domain.run import RunSummary
from profitability.domain.tier_picture import TierPicture
from profitability.domain.what_if import Bench, Mover, PoolChange, WhatIf
from profitability.models import Run
from profitability.pages.figures import Tile
from profitability.pages.lines import driver_label, line_label, ranked_words, tier_label
from profitability.pages.problems import ProblemLine, describe_problems
from profitability.pages.tier_settings import DEFAULTS, is_same_setting, parameter_text
from profitability.pages.typed_pools import amount_text, capacity_text
from profitability.selectors.runs import get_summary
from profitability.selectors.scenarios import ScenarioFigures, figures_of_answer, figures_of_run
from profitability.selectors.statements import get_names
from ui import formats
from ui.charts.drawing import Chart
from ui.charts.whale_curve import CurvePoint, whale_curve


@dataclass(frozen=True)
class Asked:
    """What was asked: changed pools, the tiers' settings as texts, and faults of what could not be read."""

    changes: tuple[PoolChange, ...]
    settings: Mapping[str, str]
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChangeLine:
    """One thing that was changed, before and after in words."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class TierLine:
    """One tier before and after; `cut_minor` is what its last customer by the rule is ranked by.

    `change_minor` is None where another line is ranked than in the run.
    """

    tier: str
    label: str
    before_customers: int
    customers: int
    before_minor: int
    contribution_minor: int
    change_minor: int | None
    cut_minor: int | None

    @property
    def change(self) -> int:
        return self.customers - self.before_customers


@dataclass(frozen=True)
class MoveCell:
    """How many customers go from one tier to another; `is_same` on the diagonal."""

    customers: int
    is_same: bool
    is_better: bool


@dataclass(frozen=True)
class MoveLine:
    tier: str
    label: str
    cells: tuple[MoveCell, ...]


@dataclass(frozen=True)
class MoverLine:
    """One customer that moves; `bar_share` of the largest move."""

    name: str
    mover: Mover
    before_label: str
    after_label: str
    bar_share: Fraction

    @property
    def change_minor(self) -> int:
        return self.mover.after_minor - self.mover.before_minor


@dataclass(frozen=True)
class Answer:
    """The picture after the change beside the run's own; `is_ranked_anew` where another line is ranked than in it."""

    message: str
    changes: tuple[ChangeLine, ...]
    faults: tuple[str, ...]
    problems: tuple[ProblemLine, ...]
    tiles: tuple[Tile, ...]
    whale: Chart | None
    tiers: tuple[TierLine, ...]
    moves: tuple[MoveLine, ...]
    movers: tuple[MoverLine, ...]
    figures: ScenarioFigures
    changed_settings: Mapping[str, str]
    rank_by: str
    rank_label: str
    run_rank_label: str
    is_ranked_anew: bool


def answer_of(run: Run, bench: Bench, asked: Asked) -> Answer:
    """Return what the question comes to; settings that cannot be used count as unchanged and are told."""
    summary = get_summary(run)
    reading = bench.read_settings(asked.settings)
    picture = bench.ask(asked.changes, reading.settings)
    before, after = figures_of_run(summary), figures_of_answer(picture)
    return Answer(
        message=_message(picture, summary),
        changes=(*_pool_changes(bench, asked.changes, summary), *_setting_changes(bench, asked.settings, summary)),
        faults=asked.faults,
        problems=describe_problems([*(reading.problems if reading.settings is None else ()), *picture.problems]),
        tiles=_tiles(before, after, picture, summary),
        whale=_whale(summary, picture),
        tiers=tuple(_tier_line(tier, before, picture.rank_by == summary.rank_by) for tier in picture.tiers),
        moves=_moves(picture),
        movers=_movers(run, picture.movers),
        figures=after,
        changed_settings=_changed_settings(bench, asked.settings),
        rank_by=picture.rank_by,
        rank_label=line_label(picture.rank_by),
        run_rank_label=line_label(summary.rank_by),
        is_ranked_anew=picture.rank_by != summary.rank_by,
    )


def _message(picture: WhatIf, summary: RunSummary) -> str:
    change_minor, changed_tiers = picture.curve.end_minor - picture.unchanged_minor, picture.changed_tiers
    words = {"amount": formats.compact(abs(change_minor), summary.currency), "customers": formats.number(changed_tiers)}
    words |= ranked_words(picture.rank_by)
    moved = ngettext("%(customers)s kund byter nivå", "%(customers)s kunder byter nivå", changed_tiers) % words
    if change_minor == 0 and picture.rank_by != summary.rank_by:
        return f"{_('Rangordnade efter %(value)s') % words}: {moved}"
    if change_minor == 0:
        return moved if changed_tiers else _("Så här ser körningen ut")
    higher, lower = _("Kundernas %(value)s blir %(amount)s högre"), _("Kundernas %(value)s blir %(amount)s lägre")
    text = higher if change_minor > 0 else lower
    return f"{text % words}; {moved}"


def _pool_changes(bench: Bench, changes: Sequence[PoolChange], summary: RunSummary) -> tuple[ChangeLine, ...]:
    pools = {pool.pool_id: pool for pool in bench.model.pools}
    lines = []
    for change in changes:
        pool = pools[change.pool_id]
        if change.amount_minor is not None:
            amounts = (amount_text(minor, summary.decimals) for minor in (pool.amount_minor, change.amount_minor))
            lines.append(ChangeLine(pool.name, *amounts))
        if change.driver is not None:
            names = (driver_label(driver) for driver in (pool.driver, change.driver))
            lines.append(ChangeLine(_("%(pool)s, drivare") % {"pool": pool.name}, *names))
        if change.capacity_micro is not None:
            texts = (capacity_text(micro) or _("ingen") for micro in (pool.capacity_micro, change.capacity_micro))
            lines.append(ChangeLine(_("%(pool)s, kapacitet") % {"pool": pool.name}, *texts))
    return tuple(lines)


def _changed_settings(bench: Bench, settings: Mapping[str, str]) -> dict[str, str]:
    was = DEFAULTS | dict(bench.read_settings({}).effective)
    return {name: text for name, text in settings.items() if not is_same_setting(was.get(name, ""), text)}


def _setting_changes(bench: Bench, settings: Mapping[str, str], summary: RunSummary) -> tuple[ChangeLine, ...]:
    was = dict(bench.read_settings({}).effective)
    now = dict(bench.read_settings(settings).effective)
    lines = (ChangeLine(*parameter_text(name, was, now, summary.currency)) for name in settings)
    return tuple(line for line in lines if line.before != line.after)


def _tiles(before: ScenarioFigures, after: ScenarioFigures, picture: WhatIf, summary: RunSummary) -> tuple[Tile, ...]:
    currency = summary.currency

    def tile(label: str, was: int, now: int, *, more_is_good: bool = True, follows_rank: bool = False) -> Tile:
        value = formats.compact(now, currency)
        if follows_rank and picture.rank_by != summary.rank_by:
            words = {"amount": formats.compact(was, currency), **ranked_words()}
            return Tile(label, value, note=_("%(amount)s efter %(value)s i körningen") % words)
        if was == now:
            return Tile(label, value, note=_("som i körningen"))
        trend = formats.signed(formats.compact(now - was, currency))
        return Tile(label, value, trend, _("mot körningen"), (now > was) is more_is_good)

    return (
        tile(
            _("Kundernas %(value)s") % ranked_words(picture.rank_by),
            picture.unchanged_minor,
            after.contribution_minor,
        ),
        tile(
            _("Kunderna efter toppen kostar"),
            before.tail_minor,
            after.tail_minor,
            more_is_good=False,
            follows_rank=True,
        ),
        tile(_("Outnyttjad kapacitet"), before.unused_minor, after.unused_minor, more_is_good=False),
        tile(_("Företagets resultat"), before.result_minor, after.result_minor),
    )


def _whale(summary: RunSummary, picture: WhatIf) -> Chart | None:
    if not picture.curve.points:
        return None
    after, before = (
        [CurvePoint(point.rank / points[-1].rank, point.cumulative_contribution_minor) for point in points]
        for points in (picture.curve.points, summary.whale.points)
    )
    words = {
        "share": formats.percent(Fraction(picture.curve.peak_rank, picture.curve.points[-1].rank), 0),
        "peak": formats.compact(picture.curve.peak_minor, summary.currency),
        "tail": formats.compact(picture.curve.tail_minor, summary.currency),
    }
    title = _("%(share)s av kunderna skapar %(peak)s; resten kostar %(tail)s") % words
    return whale_curve(
        after,
        title=title,
        subtitle=_("Ackumulerat %(value)s, mest lönsamma kunder först") % ranked_words(picture.rank_by),
        before=before,
        key="what-if",
    )


def _tier_line(tier: TierPicture, before: ScenarioFigures, is_same_line: bool) -> TierLine:
    was = next(figures for figures in before.tiers if figures.tier == tier.tier)
    return TierLine(
        tier.tier,
        tier_label(tier.tier),
        was.customers,
        tier.customers,
        was.contribution_minor,
        tier.contribution_minor,
        tier.contribution_minor - was.contribution_minor if is_same_line else None,
        tier.lowest_minor,
    )


def _moves(picture: WhatIf) -> tuple[MoveLine, ...]:
    names = [tier.tier for tier in picture.tiers]
    return tuple(
        MoveLine(
            name,
            tier_label(name),
            tuple(MoveCell(count, row == column, column < row) for column, count in enumerate(picture.moves[row])),
        )
        for row, name in enumerate(names)
    )


def _movers(run: Run, movers: Sequence[Mover]) -> tuple[MoverLine, ...]:
    names = get_names(run, [mover.customer_id for mover in movers]) if movers else {}
    longest = max((abs(mover.after_minor - mover.before_minor) for mover in movers), default=0) or 1
    return tuple(
        MoverLine(
            names.get(mover.customer_id, mover.customer_id),
            mover,
            tier_label(mover.tier_before),
            tier_label(mover.tier_after),
            Fraction(abs(mover.after_minor - mover.before_minor), longest),
        )
        for mover in movers
    )
