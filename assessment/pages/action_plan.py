"""The action plan: gaps that can be closed, the set that reaches a level, and the actions with what came of them."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.domain.action_plan import Gap, Route, find_fewest, find_gaps_to_close, find_least_effort
from assessment.domain.instrument import Instrument
from assessment.domain.scoring import Readiness, round_points, score_readiness
from assessment.models import ActionStatus, Assessment, Effort, PlannedAction
from assessment.pages.answers import AnswerView, describe_answer
from assessment.pages.score_chart import points
from assessment.pages.wording import advise, in_words
from assessment.selectors import AnswerSheet, get_answer_sheet, get_common_sheet, get_instrument
from assessment.selectors.actions import find_next_assessment, list_actions

USUAL_STEP = 10
"""How many points above today's level the page aims when nothing is asked for."""


@dataclass(frozen=True)
class GapLine:
    """One gap: what was answered, what closing it gives, what to do about it. `is_proposed`: part of the set."""

    item: str
    label: str
    answer: AnswerView
    gain: Decimal
    advice: str
    effort: str
    is_planned: bool
    is_proposed: bool


@dataclass(frozen=True)
class ActionLine:
    """One action. `gain` None: it closes no gap any more; `outcome` says what the next assessment showed."""

    id: uuid.UUID
    item: str
    title: str
    advice: str
    effort_key: int
    effort: str
    gain: Decimal | None
    owner: str
    due_date: date | None
    goal: str
    follow_up: str
    status_key: str
    status: str
    is_late: bool
    outcome: str


@dataclass(frozen=True)
class PlanPage:
    """An assessment's plan. Levels are points from 0 to 100; `today` is what is sure, unanswered counted as 0."""

    assessment_id: uuid.UUID
    title: str
    today: Decimal
    target: int
    by_effort: bool
    reaches: Decimal
    is_enough: bool
    message: str
    gaps: tuple[GapLine, ...]
    lines: tuple[ActionLine, ...]
    next_title: str


def plan_page(assessment: Assessment, target: int | None = None, *, by_effort: bool = False) -> PlanPage:
    """Return the gaps with the set that reaches `target` (today and USUAL_STEP more when None), and the actions."""
    instrument = get_instrument(assessment)
    sheet = get_answer_sheet(get_common_sheet(assessment))
    readiness = score_readiness(instrument, sheet.answers)
    actions = tuple(list_actions(assessment))
    gaps = find_gaps_to_close(readiness, {action.item: action.effort for action in actions if action.item})
    aim = min(100, int(readiness.low) + USUAL_STEP) if target is None else target
    find = find_least_effort if by_effort else find_fewest
    route = find(gaps, readiness.low, Fraction(aim))
    following = find_next_assessment(assessment)
    outcomes = _outcomes(readiness, following)
    gains = {gap.item: gap.gain for gap in gaps}
    return PlanPage(
        assessment_id=assessment.id,
        title=assessment.title,
        today=round_points(readiness.low),
        target=aim,
        by_effort=by_effort,
        reaches=round_points(route.reaches),
        is_enough=route.is_enough,
        message=_message(route, aim),
        gaps=_gap_lines(instrument, sheet, gaps, {action.item for action in actions}, route),
        lines=tuple(_action_line(action, gains.get(action.item), outcomes.get(action.item, "")) for action in actions),
        next_title=following.title if following else "",
    )


def _message(route: Route, aim: int) -> str:
    if route.is_enough and not route.gaps:
        return _("Nivån %(aim)s är redan nådd") % {"aim": aim}
    if not route.is_enough:
        return _("Alla luckor tillsammans räcker till %(reached)s, inte till %(aim)s: besvara det som är öppet") % {
            "reached": points(round_points(route.reaches)),
            "aim": aim,
        }
    count = len(route.gaps)
    said = ngettext("En lucka lyfter till %(reached)s", "%(count)s luckor lyfter till %(reached)s", count)
    return said % {"count": count, "reached": points(round_points(route.reaches))}


def _gap_lines(
    instrument: Instrument, sheet: AnswerSheet, gaps: Sequence[Gap], planned: set[str], route: Route
) -> tuple[GapLine, ...]:
    proposed = {gap.item for gap in route.gaps}
    lines = []
    for gap in gaps:
        item = instrument.get_item(gap.item)
        lines.append(
            GapLine(
                item=gap.item,
                label=in_words(item.label),
                answer=describe_answer(instrument, item, sheet),
                gain=round_points(gap.gain),
                advice=advise(instrument, item, sheet.answers, is_low=True),
                effort=str(Effort(gap.effort).label),
                is_planned=gap.item in planned,
                is_proposed=gap.item in proposed,
            )
        )
    return tuple(lines)


def _action_line(action: PlannedAction, gain: Fraction | None, outcome: str) -> ActionLine:
    is_open = action.status in {ActionStatus.PLANNED, ActionStatus.ONGOING}
    return ActionLine(
        id=action.id,
        item=action.item,
        title=action.title,
        advice=action.advice,
        effort_key=action.effort,
        effort=str(Effort(action.effort).label),
        gain=None if gain is None else round_points(gain),
        owner=action.owner,
        due_date=action.due_date,
        goal=action.goal,
        follow_up=action.follow_up,
        status_key=action.status,
        status=action.get_status_display(),
        is_late=is_open and action.due_date is not None and action.due_date < timezone.localdate(),
        outcome=outcome,
    )


def _outcomes(before: Readiness, following: Assessment | None) -> Mapping[str, str]:
    """Say, by item, how many of its points each had then and has at the next assessment."""
    if following is None:
        return {}
    later = get_instrument(following)
    after = score_readiness(later, get_answer_sheet(get_common_sheet(following)).answers)
    then, now = _item_points(before), _item_points(after)
    comparable = {item.key for item in later.list_items() if item.comparable} & set(then) & set(now)
    return {item: _outcome(then[item], now[item]) for item in comparable}


def _item_points(readiness: Readiness) -> dict[str, Fraction | None]:
    return {rule.rule.item: rule.points.known for area in readiness.areas for rule in area.rules}


def _outcome(then: Fraction | None, now: Fraction | None) -> str:
    if now is None:
        return _("Inte besvarat nästa gång")
    if then is None:
        return _("Nu %(now)s poäng av 100") % {"now": points(round_points(now))}
    said = {
        True: _("Inte löst: %(then)s → %(now)s poäng av 100"),
        False: _("Bättre: %(then)s → %(now)s poäng av 100"),
    }[now <= then]
    said = _("Löst: %(then)s → %(now)s poäng av 100") if now >= 100 > then else said
    return said % {"then": points(round_points(then)), "now": points(round_points(now))}
