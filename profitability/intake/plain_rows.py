"""Which cells of a large file can mean one thing only: a test and a value in SQL per column, both cheap.

A row is plain when all cells that are read pass their test. All other rows are looked at one by one, as in a small
file; so a test may refuse too much, but it never lets a cell pass that the careful reading would read otherwise.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from profitability.domain.template import Kind, Sheet
from profitability.intake.day_texts import DayTexts
from profitability.intake.numbers import NumberFormat
from profitability.intake.plans import FieldPlan
from profitability.intake.profile import ColumnProfile, trimmed, unguarded
from profitability.intake.row_words import TOTAL_SPELLINGS

_DATES = (
    ("ymd", r"\d{4}-\d{2}-\d{2}", "%Y-%m-%d"),
    ("ymd", r"\d{4}/\d{2}/\d{2}", "%Y/%m/%d"),
    ("ymd", r"\d{4}\.\d{2}\.\d{2}", "%Y.%m.%d"),
    ("ymd", r"\d{8}", "%Y%m%d"),
    ("dmy", r"\d{2}\.\d{2}\.\d{4}", "%d.%m.%Y"),
    ("dmy", r"\d{2}/\d{2}/\d{4}", "%d/%m/%Y"),
    ("dmy", r"\d{2}-\d{2}-\d{4}", "%d-%m-%Y"),
    ("mdy", r"\d{2}/\d{2}/\d{4}", "%m/%d/%Y"),
    ("mdy", r"\d{2}-\d{2}-\d{4}", "%m-%d-%Y"),
)
_TIME = r"([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?"
_WORDS = "undefined|summa|summe|total|gesamt|i alt|sum|grand|del|sub|mellan|slut|zwischen"
_LETTER = "A-Za-zÅÄÖÆØÜåäöæøü"
_ID = rf"[{_LETTER}]{{0,6}}-?[0-9]{{1,15}}|[{_LETTER}][{_LETTER}0-9 .&-]{{4,60}}[{_LETTER}]"
_REMARKS = ("product", "text")
_PLAIN_ID = re.compile(_ID)
_SUMS = re.compile(_WORDS, re.IGNORECASE)
_OUTER = "\\s\u00a0\u202f\u2007\ufeff\\x01\\x02"
_GROUPS = {"": "", " ": "[ \u00a0\u202f]", "'": "['’]", ".": "[.]", ",": "[,]"}


@dataclass(frozen=True)
class PlainColumn:
    """The test of a column's cell, and its canonical value where the test holds (amounts: DECIMAL(20,2)).

    `typed` are the test and value of a number that the reader itself has read, with the decimal mark `mark`; `few` the
    same where it has kept two decimals, which are all there are; `bare` is the test in a file without the sign that
    begins a spreadsheet's errors; `written` the canonical value where no cell has anything around it, or of a day that
    the reader itself has read; `days` tests what `test` does, of days in one width.
    """

    field: str
    place: int
    kind: Kind
    test: str
    value: str
    mark: str = ""
    typed: tuple[str, str] | None = None
    few: tuple[str, str] | None = None
    bare: str = ""
    written: str = ""
    days: DayTexts | None = None


def plan_plain(
    sheet: Sheet,
    plans: Sequence[FieldPlan],
    profiles: Sequence[ColumnProfile],
    quote: str,
    period: tuple[date | None, date | None] = (None, None),
) -> tuple[PlainColumn, ...] | None:
    """Return the columns' tests and values; None when a column's manner is none that can be tested cheaply.

    `quote` is the sign that no cell of a plain row may hold, or nothing when quotes are parted elsewhere.
    """
    required = {column.name for column in sheet.columns if column.required}
    columns = []
    for plan in plans:
        if plan.minus_where or plan.factor_sql:
            return None
        if plan.place is None:
            columns.append(PlainColumn(plan.field, -1, plan.kind, "true", _literal(plan.constant)))
            continue
        column = _plan_column(plan, profiles[plan.place], period, is_required=plan.field in required)
        if column is None:
            return None
        columns.append(column)
    if all(column.field != "customer_id" or column.place for column in columns):
        columns.append(_first_cell())
    if quote:
        texts = range(len(profiles))
        columns += [PlainColumn("", at, Kind.TEXT, _without(quote, at), "NULL", "", ("true", "NULL")) for at in texts]
    return tuple(columns)


def find_readable(columns: Sequence[PlainColumn]) -> tuple[str, frozenset[int]]:
    """Return the first amount's decimal mark and the places of the columns of numbers with it; the mark may be none."""
    mark = next((each.mark for each in columns if each.mark and each.kind is Kind.AMOUNT), "")
    return mark, frozenset(each.place for each in columns if each.mark and each.mark == mark)


def let_reader_read(
    columns: Sequence[PlainColumn], numbers: frozenset[int], *, are_few: bool
) -> tuple[PlainColumn, ...]:
    """Return the columns where the reader itself reads those of numbers, and keeps two decimals if `are_few`."""
    return tuple(_let_read(each, are_few=are_few) if _is_readable(each, numbers) else each for each in columns)


def _is_readable(column: PlainColumn, numbers: frozenset[int]) -> bool:
    return column.typed is not None and column.place in numbers


def _let_read(column: PlainColumn, *, are_few: bool) -> PlainColumn:
    pair = column.few if are_few and column.few else column.typed
    assert pair is not None
    return replace(column, test=pair[0], value=pair[1])


def drop_error_tests(columns: Iterable[PlainColumn]) -> tuple[PlainColumn, ...]:
    """Return the columns for a file that has no "#" anywhere."""
    return tuple(replace(each, test=each.bare) if each.bare else each for each in columns)


def join_tests(columns: Iterable[PlainColumn]) -> str:
    """Return the SQL that says whether a row is plain; never NULL."""
    return "coalesce(" + " AND ".join(dict.fromkeys(f"({each.test})" for each in columns)) + ", false)"


def _plan_column(
    plan: FieldPlan, profile: ColumnProfile, period: tuple[date | None, date | None], *, is_required: bool
) -> PlainColumn | None:
    cell = f"c{plan.place}"
    empty = "" if is_required else f"{cell} IS NULL OR "
    mark, typed, few, bare, written, days = "", None, None, "", "", None
    if plan.kind in (Kind.AMOUNT, Kind.QUANTITY):
        test, value = _plan_number(plan, cell)
        if plan.number is not None and plan.number.decimal and not plan.number.group:
            mark, typed = plan.number.decimal, _plan_typed(plan, cell, empty)
            few = _plan_few(plan, cell, empty)
    elif plan.kind is Kind.DATE:
        found = _plan_date(plan, profile, cell, period)
        if found is None:
            return None
        test, value, days = found
        days = replace(days, may_be_empty=not is_required) if days else None
        written = cell if days and days.form == "%Y-%m-%d" else ""
    elif plan.words or plan.field == "line":
        pairs = " ".join(f"WHEN {_literal(text)} THEN {_literal(line)}" for text, line in plan.words)
        value = f"CASE {cell} {pairs} END" if pairs else "NULL"
        test = is_one_of(cell, [text for text, _ in plan.words])
    else:
        value = unguarded(f"ltrim({trimmed(plan.place or 0)}, chr(1) || chr(2))")
        test, written = _plan_text(plan, cell), cell
        if test == f"NOT contains({cell}, '#')":
            bare = f"{cell} IS NOT NULL" if is_required else "true"
        if plan.field in _REMARKS:
            bare = sums_nothing(cell)
            test = f"{test} AND {bare}"
    test = f"{empty}{test}"
    return PlainColumn(plan.field, plan.place or 0, plan.kind, test, value, mark, typed, few, bare, written, days)


def _plan_number(plan: FieldPlan, cell: str) -> tuple[str, str]:
    format_ = plan.number or NumberFormat(".", "")
    most = 2 if plan.kind is Kind.AMOUNT else 6
    group = _GROUPS[format_.group]
    whole = f"([1-9][0-9]{{0,2}}({group}[0-9]{{3}}){{1,3}}|[0-9]{{1,12}})" if group else "[0-9]{1,12}"
    part = f"([{format_.decimal}][0-9]{{1,{most}}})?" if format_.decimal else ""
    test = f"regexp_full_match({cell}, {_literal(f'-?{whole}{part}')})"
    plain = cell
    for sign in {" ": " \u00a0\u202f", "'": "'’"}.get(format_.group, format_.group):
        plain = f"replace({plain}, {_literal(sign)}, '')"
    if format_.decimal == ",":
        plain = f"replace({plain}, ',', '.')"
    factor = plan.scale * (-1 if plan.is_turned else 1)
    if plan.kind is Kind.AMOUNT:
        value = f"CAST({plain} AS DECIMAL(18, 2))" + (f" * {factor}" if factor != 1 else "")
        return test, f"CAST({value} AS DECIMAL(20, 2))" if factor != 1 else value
    return test, _spell_quantity(f"CAST({plain} AS DECIMAL(18, 6))")


def _spell_quantity(number: str) -> str:
    """Return the SQL of a DECIMAL(18, 6) without needless zeros; whole numbers need no search for them."""
    whole = f"CAST({number} AS BIGINT)"
    return f"CASE WHEN {whole} = {number} THEN {whole}::VARCHAR ELSE rtrim({number}::VARCHAR, '0') END"


def _plan_typed(plan: FieldPlan, cell: str, empty: str) -> tuple[str, str]:
    """Return test and value of a cell that is a DECIMAL(18, 6) already."""
    if plan.kind is Kind.QUANTITY:
        return f"{empty}{cell} IS NOT NULL", _spell_quantity(cell)
    factor = plan.scale * (-1 if plan.is_turned else 1)
    value = f"CAST({cell} AS DECIMAL(18, 2))"
    return f"{empty}{value} = {cell}", value if factor == 1 else f"CAST({value} * {factor} AS DECIMAL(20, 2))"


def _plan_few(plan: FieldPlan, cell: str, empty: str) -> tuple[str, str] | None:
    """Return test and value of an amount that is a DECIMAL(14, 2) already, as it is."""
    if plan.kind is Kind.QUANTITY or plan.is_turned or plan.scale != 1:
        return None
    return f"{empty}{cell} IS NOT NULL", cell


def _plan_date(
    plan: FieldPlan, profile: ColumnProfile, cell: str, period: tuple[date | None, date | None]
) -> tuple[str, str, DayTexts | None] | None:
    counts: Counter[tuple[str, str]] = Counter()
    for text, count in profile.days:
        for order, pattern, form in _DATES:
            if order == plan.date_order and re.fullmatch(pattern, text, re.ASCII):
                counts[pattern, form] += count
    if not counts:
        return None
    (pattern, form), _ = counts.most_common(1)[0]
    has_times = any(":" in shape.sample for shape in profile.shapes)
    length = len(re.sub(r"\\d\{(\d)\}", lambda found: "9" * int(found[1]), pattern).replace("\\", ""))
    text = f"left({cell}, {length})" if has_times else cell
    day = f"TRY_CAST({text} AS DATE)" if form == "%Y-%m-%d" else f"CAST(try_strptime({text}, '{form}') AS DATE)"
    shape = f"regexp_full_match({cell}, '{pattern}{_TIME if has_times else ''}')"
    first, last = period[0] or date(1900, 1, 1), period[1] or date(2099, 12, 31)
    test = f"{shape} AND {day} BETWEEN DATE '{first}' AND DATE '{last}'"
    return test, day, None if has_times else DayTexts(form, first, last)


def _plan_text(plan: FieldPlan, cell: str) -> str:
    """An error of a spreadsheet begins with "#"; customers are tested by `is_plain_id` besides."""
    if plan.kind is Kind.ID:
        return f"{cell} IS NOT NULL" if plan.field == "customer_id" else f"regexp_full_match({cell}, '{_ID}')"
    return f"NOT contains({cell}, '#')"


def is_plain_id(text: str) -> bool:
    """Say whether a customer's number is nothing but that: no placeholder, no word for a sum, no lost digits."""
    return _PLAIN_ID.fullmatch(text) is not None and _SUMS.match(text) is None


def is_one_of(cell: str, texts: Sequence[str]) -> str:
    """Return the SQL that a cell is one of the texts.

    Of IN with more than a few texts DuckDB makes a join, and rows that come out of a join have lost their order.
    """
    if not texts:
        return "false"
    return f"CASE {cell} {' '.join(f'WHEN {_literal(text)} THEN true' for text in texts)} ELSE false END"


def sums_nothing(cell: str) -> str:
    """Return the SQL that a cell is no word for a sum; most cells' lengths tell without a look at their signs."""
    words = "|".join(map(re.escape, TOTAL_SPELLINGS))
    longest, shortest = (pick(len(word.encode()) for word in TOTAL_SPELLINGS) for pick in (max, min))
    is_word = f"regexp_full_match({cell}, {_literal(words)})"
    return f"CASE WHEN strlen({cell}) BETWEEN {shortest} AND {longest} THEN NOT {is_word} ELSE true END"


def plain_id_sql(cell: str) -> str:
    """Return the SQL of `is_plain_id`."""
    return f"regexp_full_match({cell}, '{_ID}') AND NOT regexp_matches({cell}, '^(?i:{_WORDS})')"


def _first_cell() -> PlainColumn:
    """A row whose first cell is filled and is no word for a sum sums nothing up."""
    test = f"c0 IS NOT NULL AND NOT regexp_matches(c0, '(?i)^[{_OUTER}]*({_WORDS})')"
    return PlainColumn(
        "", 0, Kind.TEXT, f"(c0 >= '0' AND c0 < ':') OR ({test})", "NULL", "", ("c0 IS NOT NULL", "NULL")
    )


def _without(quote: str, place: int) -> str:
    return f"c{place} IS NULL OR NOT contains(c{place}, {_literal(quote)})"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
