"""Readiness from answers: points per rule, scores per area and in all, in exact fractions of 0–100.

Every score has a range: what is unanswered could still turn out to be anything between the lowest and the highest
points of its rule. docs/methods/scoring.md states each formula with a worked example.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assessment.domain.answers import Answers
from assessment.domain.cells import RATING, CellKey
from assessment.domain.instrument import Choice, Instrument, LongText, Matrix, Multi, NumberGroup, PercentGroup, Rule
from assessment.domain.relevance import Relevance, find_relevance

ZERO, FULL = Fraction(0), Fraction(100)


@dataclass(frozen=True)
class Points:
    """What a rule gives: between `low` and `high` points of 100; equal when everything it needs is answered.

    `known` is what the answered part gives, None when nothing is answered; low ≤ known ≤ high.
    `counts` False: the rule does not apply to this company and its weight is left out.
    """

    low: Fraction
    high: Fraction
    known: Fraction | None
    counts: bool = True

    @property
    def is_known(self) -> bool:
        return self.low == self.high


@dataclass(frozen=True)
class RuleScore:
    """One input of an area. `effect`: points of the total that are open because of it; `lost`: that it surely costs."""

    rule: Rule
    points: Points
    effect: Fraction
    lost: Fraction


@dataclass(frozen=True)
class AreaScore:
    """One area. `score` is the mean of what is known, or None when nothing is; low ≤ score ≤ high."""

    key: str
    weight: Decimal
    low: Fraction
    high: Fraction
    score: Fraction | None
    rules: tuple[RuleScore, ...]


@dataclass(frozen=True)
class Readiness:
    """The whole picture: the weighted mean of the areas, in points 0–100."""

    low: Fraction
    high: Fraction
    score: Fraction | None
    areas: tuple[AreaScore, ...]


UNKNOWN = Points(ZERO, FULL, None)
NOT_APPLICABLE = Points(ZERO, ZERO, None, counts=False)


def score_readiness(instrument: Instrument, answers: Answers, relevance: Relevance | None = None) -> Readiness:
    """Return the readiness that `answers` give by the instrument's rules.

    A question that is not asked counts as not applicable; while that is undecided it could still be anything.
    `relevance` says what is asked where it shall not be found from `answers`.
    """
    relevance = relevance or find_relevance(instrument, answers)
    counted_answers = answers.without(relevance.silent)
    total_weight = Fraction(sum((area.weight for area in instrument.areas), Decimal(0)))
    areas = []
    for area in instrument.areas:
        points = [
            (rule, NOT_APPLICABLE if rule.item in relevance.hidden else score_rule(instrument, rule, counted_answers))
            for rule in area.rules
        ]
        counted = sum((Fraction(rule.weight) for rule, point in points if point.counts), ZERO)
        share = Fraction(area.weight) / total_weight
        rules = tuple(_score(rule, point, share / counted if counted else ZERO) for rule, point in points)
        low, high, score = _weighted([(Fraction(rule.weight), point) for rule, point in points if point.counts])
        areas.append(AreaScore(area.key, area.weight, low, high, score, rules))
    return _total(tuple(areas))


def _score(rule: Rule, points: Points, share: Fraction) -> RuleScore:
    """Return a rule's score; `share` is what one unit of its weight is of the total."""
    if not points.counts:
        return RuleScore(rule, points, ZERO, ZERO)
    part = share * Fraction(rule.weight)
    return RuleScore(rule, points, part * (points.high - points.low), part * (FULL - points.high))


def _total(areas: tuple[AreaScore, ...]) -> Readiness:
    counted = [area for area in areas if any(rule.points.counts for rule in area.rules)]
    known = [(Fraction(area.weight), area.score) for area in counted if area.score is not None]
    low = _mean([(Fraction(area.weight), area.low) for area in counted]) or ZERO
    high = _mean([(Fraction(area.weight), area.high) for area in counted]) or ZERO
    return Readiness(low, high, _within(low, _mean(known), high), areas)


def _weighted(points: Sequence[tuple[Fraction, Points]]) -> tuple[Fraction, Fraction, Fraction | None]:
    low = _mean([(weight, point.low) for weight, point in points]) or ZERO
    high = _mean([(weight, point.high) for weight, point in points]) or ZERO
    known = _mean([(weight, point.known) for weight, point in points if point.known is not None])
    return low, high, _within(low, known, high)


def _within(low: Fraction, score: Fraction | None, high: Fraction) -> Fraction | None:
    """Return the score of what is known; never outside what the unknown leaves possible."""
    return None if score is None else min(high, max(low, score))


def _mean(values: Sequence[tuple[Fraction, Fraction]]) -> Fraction | None:
    weights = sum((weight for weight, _value in values), ZERO)
    return sum((weight * value for weight, value in values), ZERO) / weights if weights else None


def score_rule(instrument: Instrument, rule: Rule, answers: Answers) -> Points:
    """Return the points that `answers` give for one rule."""
    item = instrument.get_item(rule.item)
    if isinstance(item, LongText):
        return _option_points(instrument, item.rating or "", answers.get_text(CellKey(item.key, column=RATING)))
    if isinstance(item, Choice):
        return _option_points(instrument, item.scale, answers.get_text(CellKey(item.key)))
    if isinstance(item, Matrix):
        return _matrix_points(instrument, item, answers)
    if isinstance(item, Multi):
        return _count_points(item, rule, answers)
    if isinstance(item, PercentGroup):
        return _share_points(item, rule, answers)
    if isinstance(item, NumberGroup):
        return _ratio_points(item, rule, answers)
    if rule.rule == "share":
        percent = answers.get_percent(CellKey(item.key))
        return UNKNOWN if percent is None else _on_line(rule, Fraction(percent))
    return _yes_no_points(answers.get_text(CellKey(item.key)))


def _yes_no_points(answer: str) -> Points:
    return {"yes": _exactly(FULL), "no": _exactly(ZERO)}.get(answer, UNKNOWN)


def _option_points(instrument: Instrument, scale: str, answer: str) -> Points:
    for option in instrument.get_scale(scale).options:
        if option.key == answer:
            return NOT_APPLICABLE if option.points is None else _exactly(Fraction(option.points))
    return UNKNOWN


def _exactly(points: Fraction) -> Points:
    return Points(points, points, points)


def _on_line(rule: Rule, value: Fraction) -> Points:
    """Return the points of `value` on the line from `zero_at` (0) to `full_at` (100), cut off at both ends."""
    start, end = Fraction(rule.zero_at), Fraction(rule.full_at)
    return _exactly(min(FULL, max(ZERO, (value - start) / (end - start) * 100)))


def _matrix_points(instrument: Instrument, item: Matrix, answers: Answers) -> Points:
    """Return the mean points of the rows that count; a row without an answer could give anything."""
    rows = [_option_points(instrument, item.scale, answers.get_text(CellKey(item.key, row.key))) for row in item.rows]
    counted = [points for points in rows if points.counts]
    if not counted:
        return NOT_APPLICABLE
    return Points(
        sum((points.low for points in counted), ZERO) / len(counted),
        sum((points.high for points in counted), ZERO) / len(counted),
        _mean([(Fraction(1), points.known) for points in counted if points.known is not None]),
    )


def _count_points(item: Multi, rule: Rule, answers: Answers) -> Points:
    ticks = [answers.get_text(CellKey(item.key, option.key)) for option in item.options]
    return _on_line(rule, Fraction(ticks.count("yes"))) if any(ticks) else UNKNOWN


def _share_points(item: PercentGroup, rule: Rule, answers: Answers) -> Points:
    """Return the points of the rows' sum; while rows are missing it can be anything from the sum so far to 100 %."""
    rows = rule.rows or tuple(row.key for row in item.rows)
    shares = [answers.get_percent(CellKey(item.key, row)) for row in rows]
    known = [Fraction(share) for share in shares if share is not None]
    so_far = _on_line(rule, sum(known, ZERO))
    if len(known) == len(rows):
        return so_far
    most = _on_line(rule, max(FULL, sum(known, ZERO)))
    return Points(min(so_far.low, most.low), max(so_far.high, most.high), None)


def _ratio_points(item: NumberGroup, rule: Rule, answers: Answers) -> Points:
    parts = [answers.get_count(CellKey(item.key, row)) for row in rule.rows]
    whole = [answers.get_count(CellKey(item.key, row)) for row in rule.out_of]
    if None in parts or None in whole:
        return UNKNOWN
    part, base = (sum((Fraction(number) for number in group if number is not None), ZERO) for group in (parts, whole))
    return _on_line(rule, part / base * 100) if base > 0 else UNKNOWN


def score_backed(instrument: Instrument, answers: Answers, backed: frozenset[str]) -> Readiness:
    """Return the readiness that is left when only the items in `backed` (those with evidence) count as answered.

    Its `low` is what the evidence proves: everything else is taken to be the worst that it can be.
    """
    return score_readiness(instrument, answers.only(backed), find_relevance(instrument, answers))


def round_points(points: Fraction) -> Decimal:
    """Return `points` with one decimal, halves rounded up: for display only."""
    return Decimal(math.floor(points * 10 + Fraction(1, 2))) / 10
