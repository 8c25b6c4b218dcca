"""Find the header among title rows, and say what each row above it is."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from profitability.intake.dates import TYPED_DATE, is_date
from profitability.intake.matching import score_headers
from profitability.intake.numbers import TYPED, is_number_shape
from profitability.intake.question import ASK_AGAIN, Answers, Candidate, Question, find_answer
from profitability.intake.records import Record

SEARCHED_ROWS = 60
_CLEAR = 0.9
_UNITS = re.compile(
    r"[\[(]?(?:sek|tkr|ksek|mkr|msek|kr|eur|teur|keur|usd|dkk|tdkk|nok|tnok|gbp|st|styck|pcs|stk|h|min|%)[\])]?", re.I
)


@dataclass(frozen=True)
class HeaderFinding:
    """The header's row (0 when there is none: columns are then known by number), its names and the title rows above.

    A header over two rows stands at the lower one; `units` is what that row says beside it ("tkr").
    """

    row: int | None
    names: tuple[str, ...]
    titles: tuple[Record, ...] = ()
    question: Question | None = None


def find_header(sheet: str, records: Sequence[Record], answers: Answers) -> HeaderFinding:
    """Judge by the first records of the file."""
    filled = [record for record in records[:SEARCHED_ROWS] if any(cell.strip() for cell in record.cells)]
    if not filled:
        return HeaderFinding(0, ())
    width = _usual_width(filled)
    scores = [(_score(sheet, record, filled[place + 1 :], width), record) for place, record in enumerate(filled)]
    scores.sort(key=lambda item: (-item[0], item[1].row))
    best, found = scores[0]
    record = next(each for each in filled if each.cells == found.cells)
    rivals = [other for score, other in scores if score >= _CLEAR * best and score >= 1 and other.cells != record.cells]
    for other in rivals[:]:
        upper, lower = sorted((record, other), key=lambda each: each.row)
        if lower.row == upper.row + 1 and _continues(sheet, _list_names(upper), lower, _rows_below(filled, lower)):
            record = upper
            rivals.remove(other)
    question = _ask([record, *rivals[:4]])
    if (answer := find_answer(answers, question) or answers.get("header_row")) and answer != ASK_AGAIN:
        return _make(sheet, int(answer) if answer.isdigit() else 0, filled, width)
    if best < 0.5:
        return _make(sheet, 0, filled, width)
    if rivals:
        return HeaderFinding(None, (), question=question)
    return _make(sheet, record.row, filled, width)


def name_column(place: int, name: str, names: Sequence[str]) -> str:
    """Return the header, or "#3" for a column whose header is empty or stands twice."""
    return name if name and list(names).count(name) == 1 else f"#{place + 1}"


def _make(sheet: str, row: int, filled: Sequence[Record], width: int) -> HeaderFinding:
    place = next((place for place, record in enumerate(filled) if record.row == row), None)
    if place is None:
        return HeaderFinding(0, ("",) * width)
    names = _list_names(filled[place])
    above, under = filled[place - 1 : place], filled[place + 1 : place + 2]
    if above and above[0].row == row - 1:
        names = _join_above(sheet, names, _list_names(above[0]))
    if under and under[0].row == row + 1 and _continues(sheet, names, under[0], filled[place + 2 :]):
        more = _list_names(under[0])
        names = [f"{name} {more[at]}".strip() if at < len(more) else name for at, name in enumerate(names)]
        row += 1
    below = [len(record.cells) for record in filled if record.row > row]
    while names and not names[-1] and below and max(below) < len(names):
        names.pop()
    return HeaderFinding(row, tuple(names), tuple(record for record in filled[:place]))


def _rows_below(filled: Sequence[Record], record: Record) -> list[Record]:
    return [each for each in filled if each.row > record.row]


def _list_names(record: Record) -> list[str]:
    return [re.sub(r"\s+", " ", cell.removeprefix(TYPED)).strip() for cell in record.cells]


def _join_above(sheet: str, names: list[str], above: list[str]) -> list[str]:
    """Put the row above in front of a name where that makes a known word of it ("Kund" over "nr")."""
    if sum(map(bool, above)) < 2 or len(above) > len(names) or any(is_value(name) for name in above if name):
        return names
    joined, group = [], ""
    for place, name in enumerate(names):
        group = (above[place] if place < len(above) else "") or group
        whole = f"{group} {name}".strip()
        own, better = score_headers(sheet, [name]), score_headers(sheet, [whole])
        joined.append(whole if better > own or (names.count(name) > 1 and better >= own) else name)
    return joined


def _continues(sheet: str, names: Sequence[str], record: Record, below: Sequence[Record]) -> bool:
    """Say whether a row belongs to the header above it: units or the ends of names, no values, over rows of values."""
    more = _list_names(record)
    filled = [name for name in more if name]
    values = [row for row in below[:5] if any(is_value(cell) for cell in row.cells)]
    if not filled or len(more) > len(names) or not values or any(is_value(cell) for cell in record.cells if cell):
        return False
    if all(_UNITS.fullmatch(name) for name in filled):
        return True
    gaps = all(not names[at] or at >= len(more) or not more[at] for at in range(len(names)))
    joined = [f"{name} {more[at]}".strip() if at < len(more) else name for at, name in enumerate(names)]
    gain = score_headers(sheet, joined) - score_headers(sheet, names)
    return (gaps or gain > 0) if len(filled) < len(names) else gain > 0.3


def _usual_width(records: Sequence[Record]) -> int:
    widths = Counter(len(_trim(record.cells)) for record in records)
    return max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))[0]


def _trim(cells: Sequence[str]) -> list[str]:
    kept = list(cells)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept


def _score(sheet: str, record: Record, below: Sequence[Record], width: int) -> float:
    """Add known words, take away values, and demand rows of values below."""
    cells = [cell for cell in record.cells if cell.strip()]
    if len(cells) < max(2, 0.5 * min(width, 4)) and width > 1:
        return 0.0
    values = sum(is_value(cell) for cell in cells)
    if values > 0.3 * len(cells):
        return 0.0
    known = score_headers(sheet, record.cells)
    rows = below[:10]
    filled_below = sum(any(is_value(cell) for cell in row.cells) for row in rows) / len(rows) if rows else 0.0
    plain = 0.5 if values == 0 and len(set(cells)) == len(cells) else 0.0
    return (known + plain * (len(cells) >= width - 1)) * (0.3 + 0.7 * filled_below)


def is_value(cell: str) -> bool:
    """Say whether a cell holds a number or a day rather than a name."""
    return cell.startswith((TYPED, TYPED_DATE)) or is_number_shape(cell) or is_date(cell)


def _ask(records: Sequence[Record]) -> Question:
    return Question(
        "header_row",
        "",
        tuple(
            Candidate(str(record.row), ((" │ ".join(record.cells)[:120], ""),), place == 0)
            for place, record in enumerate(records)
        ),
    )
