"""Look at every value of every column once: shapes of numbers, distinct days, how much is filled."""

import re
from dataclasses import dataclass

import duckdb

from profitability.intake.dates import TYPED_DATE, looks_like_date
from profitability.intake.matching import Look
from profitability.intake.numbers import TYPED, Shape, is_number_shape

MOST_SHAPES = 2_000
_MOST_DAYS = 50_000
_ERROR = re.compile(r"#(?:[A-ZÅÄÖÆØÜ0-9/]{1,20}[!?]|N/A|NV|I/T|#+)")
BLANKS = " \t\r\n\u00a0\u202f\u2007\ufeff"
_NAME = re.compile(r"[^\W\d_][^\d_#]*[^\W\d_][. ]*[^\d]*[ &][^\d]*")
"""Several words of letters."""

_CUT_TIME = r"[T ][0-9]{1,2}[:.][0-9]{2}.*$"


@dataclass(frozen=True)
class ColumnProfile:
    """What a column holds; `days` are the distinct texts without time with their counts, for columns of dates only."""

    place: int
    look: Look
    shapes: tuple[Shape, ...]
    days: tuple[tuple[str, int], ...]
    samples: tuple[str, ...]


def trimmed(place: int) -> str:
    """Return the SQL for a cell without blanks around it, NULL when nothing is left."""
    return f"nullif(trim(c{place}, '{BLANKS}'), '')"


def unguarded(text: str) -> str:
    """Return the SQL for a text without the apostrophe that exports put before what a spreadsheet would run."""
    return f"regexp_replace({text}, '^''([=+@＝＋－＠\\-])', '\\1')"


def day_key(place: int) -> str:
    """Return the SQL for the part of a cell that says the day."""
    cell = trimmed(place)
    return f"CASE WHEN contains({cell}, ':') THEN regexp_replace({cell}, '{_CUT_TIME}', '') ELSE {cell} END"


def each_once(place: int) -> str:
    """Return the SQL of a column's different texts in the view `texts`, with how many rows have each and the first."""
    return f"(SELECT c{place}, count(*) AS count, min(source_row) AS first FROM texts GROUP BY 1)"


def _hold(place: int, weight: str) -> str:
    """Return the like of `each_once` where rows stand for several: then each row by itself."""
    return (
        each_once(place) if weight == "1" else f"(SELECT c{place}, {weight} AS count, source_row AS first FROM texts)"
    )


def profile_columns(connection: duckdb.DuckDBPyConnection, width: int, weight: str = "1") -> tuple[ColumnProfile, ...]:
    """Profile the columns of the view `texts`; `weight` is the SQL of how many rows a row stands for."""
    return tuple(_profile(connection, place, weight) for place in range(width))


def _profile(connection: duckdb.DuckDBPyConnection, place: int, weight: str) -> ColumnProfile:
    shapes = _find_shapes(connection, place, weight)
    filled = sum(shape.count for shape in shapes)
    days: tuple[tuple[str, int], ...] = ()
    if shapes and len(shapes) < MOST_SHAPES:
        hopeful = sum(shape.count for shape in shapes if _may_be_day(shape.sample))
        if hopeful >= 0.5 * filled:
            days = _find_days(connection, place, weight)
    look = _look(shapes, filled, days)
    samples = tuple(_shown(shape.sample) for shape in sorted(shapes, key=lambda shape: (-shape.count, shape.row))[:5])
    return ColumnProfile(place, look, shapes, days, samples)


def _find_shapes(connection: duckdb.DuckDBPyConnection, place: int, weight: str) -> tuple[Shape, ...]:
    cell = trimmed(place)
    sql = f"""
        SELECT min(cell), ceil(sum(count)), min(first)
        FROM (SELECT {cell} AS cell, count, first FROM {_hold(place, weight)})
        WHERE cell IS NOT NULL
        GROUP BY translate(left(cell, 40), '012345678', '999999999'), left(cell, 1) = '0', left(cell, 2) IN ('-0', '(0')
        ORDER BY 2 DESC, 3 LIMIT {MOST_SHAPES}
    """
    return tuple(Shape(str(sample), int(count), row) for sample, count, row in connection.execute(sql).fetchall())


def _find_days(connection: duckdb.DuckDBPyConnection, place: int, weight: str) -> tuple[tuple[str, int], ...]:
    sql = f"""
        SELECT {day_key(place)}, ceil(sum(count)) FROM {_hold(place, weight)} WHERE {trimmed(place)} IS NOT NULL
        GROUP BY 1 ORDER BY min(first) LIMIT {_MOST_DAYS}
    """
    return tuple((str(text), int(count)) for text, count in connection.execute(sql).fetchall())


def _look(shapes: tuple[Shape, ...], filled: int, days: tuple[tuple[str, int], ...]) -> Look:
    if not filled:
        return Look(0, 0.0, 0.0, 0.0)
    errors = sum(shape.count for shape in shapes if _ERROR.fullmatch(shape.sample))
    told = max(filled - errors, 1)
    numbers = sum(shape.count for shape in shapes if is_number_shape(shape.sample))
    decimals = sum(shape.count for shape in shapes if is_number_shape(shape.sample) and _has_mark(shape.sample))
    dates = sum(count for text, count in days if looks_like_date(text) or _may_be_serial(text))
    named = sum(shape.count for shape in shapes if _NAME.fullmatch(_shown(shape.sample)))
    digits = sum(shape.count * _count_digits(shape.sample) for shape in shapes if is_number_shape(shape.sample))
    return Look(filled, numbers / told, dates / told, decimals / told, named / told, digits / max(numbers, 1))


def _count_digits(sample: str) -> int:
    bare = sample.partition(".")[0] if sample.startswith(TYPED) else re.sub(r"[.,][0-9]{1,2}$", "", sample)
    return sum(sign.isdigit() for sign in bare)


def _has_mark(sample: str) -> bool:
    """Say whether a number shows decimals or thousands; 17850.0 is a whole number that passed through a float."""
    return any(sign in sample for sign in ".,") and not re.fullmatch(r"\x01?[0-9]+\.0", sample)


def _may_be_day(sample: str) -> bool:
    return looks_like_date(sample) or _may_be_serial(sample)


def _may_be_serial(text: str) -> bool:
    number = text.removeprefix(TYPED).partition(".")[0]
    return len(number) == 5 and number.isdigit() and 20_000 <= int(number) <= 60_000


def _shown(text: str) -> str:
    return text.lstrip(TYPED + TYPED_DATE)[:60]
