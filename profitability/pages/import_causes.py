"""What is wrong with a file of an import by cause, each with the ways it can be mended at once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from profitability.domain.problem import Level, Problem
from profitability.imports.record import FileRecord
from profitability.intake.left_causes import CODES, UNREADABLE
from profitability.intake.texts import NAMED_ROWS
from profitability.intake_texts import describe_finding
from profitability.pages.problems import ProblemGroup, group_problems
from profitability.selectors.import_customers import suggest_customers

MAP, REPLACE, MERGE, SKIP = "map", "replace", "merge", "skip"
SHOWN_VALUES = 12
_REPLACEABLE = {
    "number_not_read",
    "date_not_read",
    "line_unknown",
    "stands_for_nothing",
    "id_lost_digits",
    "formula_error",
    "negative_quantity",
    "too_many_decimals",
}
_MORE = "more_of_the_same"
_UNREAD = "column_not_read"


@dataclass(frozen=True)
class ValueLine:
    """One value with how often it stands; `other` is what it is likely to mean."""

    value: str
    count: int
    other: str


@dataclass(frozen=True)
class PairLine:
    """Two customers that may be one: the row and number to merge into the other's."""

    row: int
    written: str
    text: str
    other: str
    other_text: str


@dataclass(frozen=True)
class Cause:
    """One cause: how many rows, and what can be done about all of them at once; `way` is empty for nothing.

    `kind` says what the sheet holds, where that is not told by the file.
    """

    group: ProblemGroup
    count: int
    way: str
    values: tuple[ValueLine, ...]
    pairs: tuple[PairLine, ...]
    can_skip: bool
    place: int | None
    kind: str = ""


def list_causes(
    problems: Sequence[Problem],
    record: FileRecord | None,
    rows: Mapping[int, tuple[str, ...]],
    customers: Mapping[str, str],
) -> tuple[Cause, ...]:
    """Return the causes, errors first; the number of those that are not named one by one is counted in."""
    problems = [_of_the_file(each) for each in problems]
    more = {(each.column, dict(each.params).get("kind", "")): _count(each) for each in problems if each.code == _MORE}
    groups = group_problems([each for each in problems if each.code != _MORE], describe_finding)
    return tuple(_cause(group, problems, record, rows, customers, more) for group in groups)


def find_whole_cause(problems: Sequence[Problem], code: str, column: str) -> str:
    """Return the cause by which all rows are left out when not each of them is named; nothing when rows are enough."""
    cause = "cell" if code in UNREADABLE else code
    named = sum((each.code, each.column) == (code, column) for each in problems)
    kinds = {dict(each.params).get("kind", "") for each in problems if (each.code, each.column) == (_MORE, column)}
    is_more = named >= NAMED_ROWS or kinds & {"cell", code}
    return cause if is_more and cause in CODES else ""


def _of_the_file(problem: Problem) -> Problem:
    """Let the columns that are not read be one cause of the file, not one each."""
    return replace(problem, row=None, column="", value=problem.column) if problem.code == _UNREAD else problem


def _cause(
    group: ProblemGroup,
    problems: Sequence[Problem],
    record: FileRecord | None,
    rows: Mapping[int, tuple[str, ...]],
    customers: Mapping[str, str],
    more: Mapping[tuple[str, str], int],
) -> Cause:
    members = [each for each in problems if (each.code, each.column, each.level) == _key(group)]
    place = _find_place(record, group.column)
    way = _find_way(group.code, place, customers)
    counts = Counter(each.value for each in members if each.value)
    values = [value for value, _count in counts.most_common(SHOWN_VALUES)] if way in (MAP, REPLACE) else []
    likely = suggest_customers(customers, values) if way == MAP else {}
    hidden = more.get((group.column, group.code), 0) or more.get((group.column, "cell"), 0) if members else 0
    pairs = tuple(_list_pairs(group.code, members, record, rows)) if way == MERGE else ()
    return Cause(
        group=group,
        count=group.count + hidden,
        way=way if way != MERGE or pairs else "",
        values=tuple(ValueLine(value, counts[value], likely.get(value, "")) for value in values),
        pairs=pairs,
        can_skip=any(each.row in rows for each in members) and group.level != Level.NOTE.value,
        place=place,
    )


def _key(group: ProblemGroup) -> tuple[str, str, str]:
    return group.code, group.column, group.level


def _count(problem: Problem) -> int:
    text = dict(problem.params).get("count", "0")
    return int(text) if text.isdecimal() else 0


def _find_place(record: FileRecord | None, column: str) -> int | None:
    return record.names.index(column) if record and column in record.names else None


def _find_way(code: str, place: int | None, customers: Mapping[str, str]) -> str:
    if code == "unknown_customer":
        return MAP if customers else ""
    if code in ("customers_alike", "ids_alike"):
        return MERGE
    return REPLACE if code in _REPLACEABLE and place is not None else ""


def _list_pairs(
    code: str, members: Sequence[Problem], record: FileRecord | None, rows: Mapping[int, tuple[str, ...]]
) -> list[PairLine]:
    place = next((each.place for each in record.columns if each.field == "customer_id"), None) if record else None
    pairs: list[PairLine] = []
    if place is None:
        return pairs
    for each in members[:SHOWN_VALUES]:
        params = dict(each.params)
        row, first = each.row or 0, int(params.get("first", "0") or 0)
        cells, others = rows.get(row, ()), rows.get(first, ())
        if code == "ids_alike":
            other = params.get("other", "")
            pairs.append(PairLine(row, each.value, " · ".join(filter(None, cells)) or each.value, other, other))
        elif len(cells) > place and len(others) > place:
            texts = [" · ".join(cell for cell in line if cell)[:120] for line in (cells, others)]
            pairs.append(PairLine(row, cells[place], texts[0], others[place], texts[1]))
    return pairs
