"""From gaps to actions: what each gap would give when closed, and the smallest set that reaches a level.

docs/methods/action_plan.md states the figures and why the answers are exact.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessment.domain.scoring import FULL, ZERO, Readiness

EFFORTS = (1, 2, 3)
USUAL_EFFORT = 2


@dataclass(frozen=True)
class Gap:
    """An item whose answer costs the total something. `gain`: points of the total when it gives all its points."""

    item: str
    gain: Fraction
    effort: int


@dataclass(frozen=True)
class Route:
    """A set of gaps to close. `reaches` is the total afterwards; below the target when even all gaps do not suffice."""

    gaps: tuple[Gap, ...]
    reaches: Fraction
    is_enough: bool

    @property
    def effort(self) -> int:
        """Return the efforts together."""
        return sum(gap.effort for gap in self.gaps)


def find_gaps_to_close(readiness: Readiness, efforts: Mapping[str, int]) -> tuple[Gap, ...]:
    """Return the items that surely cost something, the dearest first; `efforts` by item, USUAL_EFFORT where missing.

    Gains are exact points of the total, counted from its lowest possible score, and add up.
    """
    counted = [area for area in readiness.areas if any(rule.points.counts for rule in area.rules)]
    weights = sum((Fraction(area.weight) for area in readiness.areas), ZERO)
    scale = weights / sum((Fraction(area.weight) for area in counted), ZERO) if counted else ZERO
    gains: dict[str, Fraction] = {}
    costly = {rule.rule.item for area in counted for rule in area.rules if rule.lost > 0}
    for area in counted:
        for rule in area.rules:
            if rule.rule.item in costly:
                gains[rule.rule.item] = gains.get(rule.rule.item, ZERO) + (rule.lost + rule.effect) * scale
    gaps = [Gap(item, gain, efforts.get(item, USUAL_EFFORT)) for item, gain in gains.items()]
    return tuple(sorted(gaps, key=lambda gap: (-gap.gain, gap.effort)))


def find_fewest(gaps: Sequence[Gap], start: Fraction, target: Fraction) -> Route:
    """Return the fewest gaps that lift the total from `start` to `target`.

    Gains add up, so no set of k gaps gives more than the k largest: taking the largest first is exact. Of equal gains
    the one with less effort is taken.
    """
    taken: list[Gap] = []
    total = start
    for gap in sorted(gaps, key=lambda gap: (-gap.gain, gap.effort)):
        if total >= target:
            break
        taken.append(gap)
        total += gap.gain
    return Route(tuple(taken), min(FULL, total), total >= target)


def find_least_effort(gaps: Sequence[Gap], start: Fraction, target: Fraction) -> Route:
    """Return the gaps with the least effort together that lift the total to `target`; of those, the largest gain.

    Exact: for every sum of efforts the largest gain that it can buy, in whole numbers over a common denominator.
    """
    unit = math.lcm(target.denominator, start.denominator, *(gap.gain.denominator for gap in gaps))
    needed = int((target - start) * unit)
    if needed <= 0:
        return Route((), start, True)
    best: dict[int, tuple[int, tuple[int, ...]]] = {0: (0, ())}
    for index, gap in enumerate(gaps):
        for effort, (gain, chosen) in sorted(best.items(), reverse=True):
            there, more = effort + gap.effort, gain + int(gap.gain * unit)
            if more > best.get(there, (-1, ()))[0]:
                best[there] = (more, (*chosen, index))
    enough = [effort for effort, (gain, _chosen) in best.items() if gain >= needed]
    if not enough:
        return Route(tuple(gaps), min(FULL, start + sum((gap.gain for gap in gaps), ZERO)), False)
    gain, chosen = best[min(enough)]
    ranked = sorted((gaps[index] for index in chosen), key=lambda gap: -gap.gain)
    return Route(tuple(ranked), min(FULL, start + Fraction(gain, unit)), True)
