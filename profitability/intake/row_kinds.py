"""Find columns that say that some rows may not count as they stand: cancelled, offered, credited, of another level."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from profitability.intake.headers import name_column
from profitability.intake.matching import fold
from profitability.intake.profile import MOST_SHAPES, ColumnProfile, each_once, trimmed
from profitability.intake.question import Candidate, Question
from profitability.intake.row_words import (
    ACCOUNT_HEADINGS,
    ALWAYS,
    BESIDE,
    CODES,
    CREDIT_HEADINGS,
    CREDITED,
    DOUBTFUL_CODES,
    KIND_HEADINGS,
    LEVEL_HEADINGS,
    NO,
    SALES,
    SOUND_HEADINGS,
    STRUCK,
    STRUCK_HEADINGS,
    TOTALS,
    UNSTRUCK,
    VAT_HEADINGS,
    YES,
)

MOST_WORDS = 20
"""A column of more different texts says something else of each row than its kind."""

LEAVE, KEEP, MINUS = "leave", "keep", "minus"
_REMARK = f"^({STRUCK})"
_REMARKS = ("product", "text")
_NAMING = ("customer_id", "name", "pool_id", "driver", "segment", "order_id")
_NEVER = "^$"
_ACCOUNT_DIGITS = 4
_SUM_BEGINS = "^((del|mellan|slut|total)?summa|sub ?total|total|totalt|sum|i alt|gesamt|zwischensumme) "
"""What the name of a cost centre begins with that is the sum of others; a customer may be called so."""

_AMOUNTS = ("gross_sales", "amount", "net_amount", "with_vat", "unit_price")


@dataclass(frozen=True)
class RowKind:
    """Rows that `where` (SQL) finds in a column; `is_credit` says that they look like sales taken back."""

    header: str
    value: str
    where: str
    count: int
    is_credit: bool = False

    @property
    def question(self) -> Question:
        """Return what a person is asked: whether the rows count, are left out, or count as minus."""
        order = (MINUS, KEEP, LEAVE) if self.is_credit else (LEAVE, KEEP)
        candidates = tuple(
            Candidate(each, ((str(self.count), ""),) if each == LEAVE else (), each == order[0]) for each in order
        )
        return Question("rows", f"{self.header} = {self.value}" if self.value else self.header, candidates)


@dataclass(frozen=True)
class _Column:
    place: int
    header: str
    values: dict[str, int]
    blank: int

    @property
    def heading(self) -> str:
        return fold(self.header)

    @property
    def cell(self) -> str:
        return cell_sql(self.place)


def cell_sql(place: int) -> str:
    """Return the SQL of a cell as words are compared: lower case, one blank between, no marks of a workbook."""
    return f"lower(regexp_replace(ltrim({trimmed(place)}, chr(1) || chr(2)), '\\s+', ' ', 'g'))"


def find_row_kinds(
    connection: duckdb.DuckDBPyConnection,
    names: Sequence[str],
    profiles: Sequence[ColumnProfile],
    fields: Mapping[str, int],
) -> Iterator[RowKind]:
    """Yield the doubtful kinds of rows in the view `texts`; `fields` are the columns that are read.

    What the column of `credit_note` says of credited rows is settled by the derivation of the amount.
    """
    amount = next((fields[name] for name in _AMOUNTS if name in fields), None)
    for place, name in enumerate(names):
        field = next((each for each, at in fields.items() if at == place), "")
        if field == "name" and "pool_id" in fields:
            yield from _judge_remarks(connection, place, name_column(place, name, names), _SUM_BEGINS, TOTALS)
        elif field in _NAMING and _may_hold(profiles[place], TOTALS):
            yield from _judge_remarks(connection, place, name_column(place, name, names), _NEVER, TOTALS)
        if not profiles[place].look.filled or field not in ("", "credit_note", *_REMARKS):
            continue
        header = name_column(place, name, names)
        values = list_values(connection, place) if len(profiles[place].shapes) <= 3 * MOST_WORDS else None
        if field in _REMARKS:
            yield from _judge_remarks(connection, place, header, f"^(?:{STRUCK})[a-zåäöæø]*$", TOTALS)
        elif values is None or len(values) - ("" in values) > MOST_WORDS:
            if not _may_hold_letters(profiles[place]):
                continue
            yield from _judge_remarks(connection, place, header, _REMARK, TOTALS)
        else:
            blank = values.pop("", 0)
            for kind in _judge(_Column(place, header, values, blank)):
                if not kind.is_credit or not (field or _has_minus(connection, kind, amount)):
                    yield kind


def list_values(connection: duckdb.DuckDBPyConnection, place: int) -> dict[str, int]:
    """Return the different texts of a column with their counts, blank as ""; one too many when there are more."""
    sql = f"SELECT coalesce({cell_sql(place)}, ''), sum(count) FROM {each_once(place)} GROUP BY 1 ORDER BY min(first)"
    return {word: int(count) for word, count in connection.execute(f"{sql} LIMIT {MOST_WORDS + 2}").fetchall()}


def _may_hold(profile: ColumnProfile, words: Collection[str]) -> bool:
    """Say whether some cell may be one of the words: each text without digits is a shape, if they are not too many."""
    shapes = profile.shapes
    return len(shapes) >= MOST_SHAPES or any(shape.sample.casefold() in words for shape in shapes)


def _may_hold_letters(profile: ColumnProfile) -> bool:
    """Say whether some cell may begin with a word: shapes are texts but for their digits, all if not too many."""
    shapes = profile.shapes
    return len(shapes) >= MOST_SHAPES or any(sign.isalpha() for shape in shapes for sign in shape.sample)


def _judge_remarks(
    connection: duckdb.DuckDBPyConnection, place: int, header: str, pattern: str, words: Collection[str]
) -> Iterator[RowKind]:
    found = f"(SELECT {cell_sql(place)} AS cell, count FROM {each_once(place)})"
    sql = f"SELECT sum(count), min(cell) FROM {found} WHERE {_find_words('cell', pattern, words)}"
    count, first = connection.execute(sql).fetchall()[0]
    if count:
        where = _find_words(cell_sql(place), pattern, words)
        yield RowKind(header, str(first)[:40], f"coalesce({where}, false)", int(count))


def _find_words(cell: str, pattern: str, words: Collection[str]) -> str:
    where = f"regexp_matches({cell}, {literal(pattern)})"
    return f"({where} OR {cell} IN ({_list(words)}))" if words else where


def _judge(column: _Column) -> Iterator[RowKind]:
    """Yield the kinds that a column of few words tells, by its heading or by the words themselves."""
    words = column.values
    is_flag = set(words) <= YES | NO
    if column.heading in STRUCK_HEADINGS:
        yield from _gather(column, [word for word in words if word not in NO])
    elif is_flag and column.heading in SOUND_HEADINGS:
        yield from _gather(column, [word for word in words if word in NO], takes_blank=bool(set(words) & YES))
    elif is_flag and column.heading in CREDIT_HEADINGS:
        yield from _gather(column, [word for word in words if word in YES], is_credit=True)
    elif is_flag and column.heading in VAT_HEADINGS and (len(words) > 1 or column.blank):
        yield from _gather(column, [word for word in words if word in YES])
    elif column.heading in ACCOUNT_HEADINGS and _mixes_accounts(words):
        yield from _gather(column, [word for word in words if not word.startswith("3")])
    elif column.heading in LEVEL_HEADINGS and len(words) > 1 and all(word.isdigit() for word in words):
        yield from _gather(column, sorted(words, key=int)[:-1])
    elif set(words) <= {"+", "-", "−"} and set(words) & {"-", "−"}:
        yield from _gather(column, [word for word in words if word != "+"], is_credit=True)
    else:
        yield from _judge_words(column)


def _mixes_accounts(words: Collection[str]) -> bool:
    """Say whether accounts of sales stand beside others: VAT, receivables, costs."""
    bare = [word.removesuffix(".0") for word in words]
    are_accounts = all(len(word) == _ACCOUNT_DIGITS and word.isdecimal() for word in bare)
    return are_accounts and 0 < sum(word.startswith("3") for word in bare) < len(bare)


def _judge_words(column: _Column) -> Iterator[RowKind]:
    words = column.values
    is_alone = len(words) == 1 and not column.blank
    tells_kinds = column.heading in KIND_HEADINGS
    is_code = tells_kinds and set(words) <= CODES and len(words) > 1
    for word in words:
        is_struck = re.search(STRUCK, word) and not re.match(UNSTRUCK, word)
        beside = not is_alone and (word in TOTALS or (word in BESIDE and (tells_kinds or bool(set(words) & SALES))))
        if is_struck or word in ALWAYS or beside or (is_code and word in DOUBTFUL_CODES["out"]):
            yield from _gather(column, [word])
        elif (word in CREDITED and (tells_kinds or len(words) > 1)) or (is_code and word in DOUBTFUL_CODES["minus"]):
            yield from _gather(column, [word], is_credit=True)


def _gather(
    column: _Column, words: Sequence[str], *, is_credit: bool = False, takes_blank: bool = False
) -> Iterator[RowKind]:
    """Make one kind of several words of a column; the blank is named by no word."""
    count = sum(column.values[word] for word in words) + (column.blank if takes_blank else 0)
    if not count:
        return
    conditions = [f"{column.cell} IN ({_list(words)})"] if words else []
    conditions += [f"{column.cell} IS NULL"] if takes_blank and column.blank else []
    where = f"coalesce({' OR '.join(conditions)}, false)"
    yield RowKind(column.header, ", ".join(words[:3]), where, count, is_credit)


def _has_minus(connection: duckdb.DuckDBPyConnection, kind: RowKind, amount: int | None) -> bool:
    """Say whether every credited row has its minus already, or there is no amount to turn."""
    if amount is None:
        return True
    bare = f"NOT regexp_matches({trimmed(amount)}, '[-−–(]|^[0., ]+$')"
    found = connection.execute(f"SELECT count(*) FILTER ({bare}) FROM texts WHERE {kind.where}").fetchall()
    return not found[0][0]


def _list(words: Collection[str]) -> str:
    return ", ".join(literal(word) for word in sorted(words))


def literal(text: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
