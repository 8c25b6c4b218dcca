"""Two or more assessments of the same instrument, possibly in different versions, on what can be compared.

An item can be compared when the newer version says so (`comparable`), is of the same kind, and is the older one's item
by key or by `replaces`. All are scored by the newest version's rules over those items only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessment.domain.answers import Answers
from assessment.domain.cells import CellKey
from assessment.domain.instrument import Instrument
from assessment.domain.scoring import Readiness, score_readiness


@dataclass(frozen=True)
class Answered:
    """The answers of one assessment with the version they were given to."""

    instrument: Instrument
    answers: Answers


@dataclass(frozen=True)
class ItemChange:
    """An input's points then and now (None: unanswered), and what the change gives the total, in points."""

    item: str
    was: Fraction | None
    now: Fraction | None
    effect: Fraction


@dataclass(frozen=True)
class Comparison:
    """`was` and `now` by the same rules; `changes` by falling size; `left_out`: scored items without a counterpart."""

    rules: Instrument
    was: Readiness
    now: Readiness
    changes: tuple[ItemChange, ...]
    left_out: tuple[str, ...]


def find_counterparts(old: Instrument, new: Instrument) -> Mapping[str, str]:
    """Return, for each comparable item of `new`, the item of `old` that asked the same."""
    kinds = {item.key: item.kind for item in old.list_items()}
    pairs = {
        item.key: next((key for key in (item.key, item.replaces) if key in kinds), None)
        for item in new.list_items()
        if item.comparable
    }
    news = {item.key: item.kind for item in new.list_items()}
    return {key: was for key, was in pairs.items() if was is not None and kinds[was] == news[key]}


def score_together(assessments: Sequence[Answered]) -> tuple[Instrument, tuple[Readiness, ...]]:
    """Score assessments, oldest first, by the rules of the last one over the items that all of them asked."""
    newest = assessments[-1].instrument
    maps = [find_counterparts(each.instrument, newest) for each in assessments[:-1]]
    shared = {item.key for item in newest.list_items() if all(item.key in pairs for pairs in maps)}
    rules = _restrict(newest, shared)
    moved = [_move(each.answers, pairs) for each, pairs in zip(assessments[:-1], maps, strict=True)]
    return rules, tuple(score_readiness(rules, answers) for answers in (*moved, assessments[-1].answers))


def compare_assessments(old: Answered, new: Answered) -> Comparison:
    """Compare two assessments on what both asked."""
    rules, (was, now) = score_together((old, new))
    kept = {rule.item for area in rules.areas for rule in area.rules}
    scored = [rule.item for area in new.instrument.areas for rule in area.rules]
    return Comparison(
        rules, was, now, _changes(was, now), tuple(dict.fromkeys(item for item in scored if item not in kept))
    )


def _restrict(instrument: Instrument, items: set[str]) -> Instrument:
    """Return the instrument with the rules over `items` alone; an area without any falls away."""
    areas = []
    for area in instrument.areas:
        rules = tuple(rule for rule in area.rules if rule.item in items)
        if rules:
            areas.append(area.model_copy(update={"rules": rules}))
    return instrument.model_copy(update={"areas": tuple(areas)})


def _move(answers: Answers, pairs: Mapping[str, str]) -> Answers:
    """Return the older answers under the newer keys."""
    moved: dict[CellKey, str] = {}
    for new, old in pairs.items():
        for key, text in answers.texts.items():
            if key.item == old:
                moved[CellKey(new, key.row, key.column)] = text
    return Answers(moved)


def _changes(was: Readiness, now: Readiness) -> tuple[ItemChange, ...]:
    """Return the inputs whose points differ; each weighs by the rules as they count now."""
    total = sum((Fraction(area.weight) for area in now.areas), Fraction(0))
    found = []
    for before, after in zip(was.areas, now.areas, strict=True):
        counted = sum((Fraction(each.rule.weight) for each in after.rules if each.points.counts), Fraction(0))
        for old, new in zip(before.rules, after.rules, strict=True):
            then, today = old.points.known, new.points.known
            if then == today:
                continue
            weight = Fraction(new.rule.weight) if new.points.counts else Fraction(0)
            part = Fraction(after.weight) / total * weight / counted if counted else Fraction(0)
            effect = Fraction(0) if then is None or today is None else part * (today - then)
            found.append(ItemChange(new.rule.item, then, today, effect))
    return tuple(sorted(found, key=lambda change: -abs(change.effect)))
