"""Tables whose columns stand at fixed places: the gaps between them are found once, and obeyed by every line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_FEWEST_LINES = 3
_MOST_TITLES, _MOST_FOOTERS = 12, 4
_TAB = 8
_RULE = re.compile(r"[-=_+|\s]*(?:-{3}|={3}|_{3})[-=_+|\s]*")


@dataclass(frozen=True)
class Gap:
    """A band of positions, from `start` up to but not including `end`, that parts two columns."""

    start: int
    end: int


def find_gaps(lines: Sequence[str], narrowest: int = 2) -> tuple[Gap, ...]:
    """Return the bands of at least `narrowest` blanks that run through all lines of the table.

    Lines above the table and a few below it are let be: of all stretches of lines, the one that most bands part counts.
    """
    texts = [text for line in lines if (text := line.expandtabs(_TAB).rstrip()) and not is_rule(text)]
    best: tuple[Gap, ...] = ()
    for first in range(min(len(texts), _MOST_TITLES)):
        for last in range(len(texts), max(len(texts) - _MOST_FOOTERS, 0), -1):
            if last - first >= _FEWEST_LINES:
                best = max(best, _find_shared(texts[first:last], narrowest), key=len)
    return best


def is_rule(line: str) -> bool:
    """Say whether a line is only drawn: dashes, bars and blanks."""
    return bool(_RULE.fullmatch(line))


def part_fixed(line: str, gaps: Sequence[Gap]) -> list[str] | None:
    """Return the cells of a line; None when a value fills a gap, so that nobody can say which column it is of."""
    text = line.expandtabs(_TAB).rstrip()
    cells, begin = [], 0
    for gap in gaps:
        cut = _find_cut(text, gap)
        if cut is None:
            return None
        cells.append(text[begin:cut].strip())
        begin = cut
    return [*cells, text[begin:].strip()]


def _find_cut(text: str, gap: Gap) -> int | None:
    """Return where this line parts the columns on either side of the gap; a value may reach into it from one side."""
    band = text[gap.start : gap.end]
    words = band.split()
    if not words:
        return gap.end
    from_left = band[0] != " " and gap.start > 0 and text[gap.start - 1] != " "
    from_right = len(text) > gap.end and band[-1] != " " and text[gap.end] != " "
    if len(words) != from_left + from_right:
        return None
    return gap.start + len(words[0]) if from_left else gap.end - len(words[0])


def _find_shared(table: Sequence[str], narrowest: int) -> tuple[Gap, ...]:
    width = max(map(len, table))
    taken = [False] * width
    for text in table:
        for place, sign in enumerate(text):
            taken[place] = taken[place] or sign != " "
    gaps, start = [], -1
    for place in range(width):
        if not taken[place] and start < 0:
            start = place
        elif taken[place] and start >= 0:
            if start > 0 and place - start >= narrowest:
                gaps.append(Gap(start, place))
            start = -1
    return tuple(gaps)
