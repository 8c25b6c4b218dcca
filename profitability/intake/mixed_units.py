"""Amounts that do not add up as they stand: in several units, at exchange rates, or of a whole invoice on every row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from profitability.intake.headers import name_column
from profitability.intake.matching import fold
from profitability.intake.profile import ColumnProfile, trimmed
from profitability.intake.question import Candidate, Question
from profitability.intake.row_kinds import MOST_WORDS, cell_sql, list_values, literal
from profitability.intake.row_words import FAMILIES, MONEY, RATE_HEADINGS, UNIT_HEADINGS, UNITS

ONLY = "only "
"""What begins the answer that rows of one unit alone count: "only min"."""

_MEASURED = ("volumes", "services", "time_equations")
_KEYS = {"volumes": "driver", "services": "from_pool"}
"""What is measured, per sheet; elsewhere all rows are added up."""

_MINUS = r"^[\x01]?[-−–(]|[0-9]-$"
_FEW_SIGNS = 0.002
_FEW_ORDERS, _FEW_SHARE, _SAME_SHARE = 3, 0.05, 0.9


@dataclass(frozen=True)
class MixedUnits:
    """A column of units in which one measure has several: the words of each unit, and the factor to a common one."""

    place: int
    header: str
    words: Mapping[str, Sequence[str]]
    base: str
    factors: Mapping[str, int]

    @property
    def question(self) -> Question:
        """Return what a person is asked: whether to convert, to add as they are, or to read one unit alone."""
        convert = (Candidate("convert", ((self.base, ""),), True),) if self.base else ()
        only = tuple(Candidate(f"{ONLY}{unit}") for unit in self.words) if len(self.words) > 1 else ()
        return Question("unit", self.header, (*convert, Candidate("keep"), *only), tuple(self.words)[:5])

    def factor_sql(self) -> str:
        """Return the SQL of the factor of a row."""
        cases = " ".join(
            f"WHEN {cell_sql(self.place)} IN ({', '.join(map(literal, self.words[unit]))}) THEN {factor}"
            for unit, factor in self.factors.items()
        )
        return f"CASE {cases} ELSE 1 END"

    def other_sql(self, unit: str) -> str:
        """Return the SQL that finds the rows of other units than this one."""
        return f"NOT coalesce({cell_sql(self.place)} IN ({', '.join(map(literal, self.words[unit]))}), false)"


def find_mixed_units(
    connection: duckdb.DuckDBPyConnection,
    sheet: str,
    names: Sequence[str],
    profiles: Sequence[ColumnProfile],
    fields: Mapping[str, int],
) -> Iterator[MixedUnits]:
    """Yield the unread columns whose units do not add up: of volumes any two, of amounts those of money."""
    for place, name in enumerate(names):
        if place in fields.values() or not profiles[place].shapes or len(profiles[place].shapes) > MOST_WORDS:
            continue
        values = [word for word in list_values(connection, place) if word]
        words: dict[str, list[str]] = {}
        for word in values:
            words.setdefault(UNITS.get(word, word), []).append(word)
        is_measured = sheet in _MEASURED
        if is_measured:
            is_unit = fold(name) in UNIT_HEADINGS or all(word in UNITS for word in values)
            differs = len(words) > 1 and _differ_within(connection, place, words, fields.get(_KEYS.get(sheet, "")))
        else:
            is_unit, differs = set(words) <= set(MONEY), set(words) != {"kr"}
        if is_unit and differs:
            yield _make(place, name_column(place, name, names), words)


def _make(place: int, header: str, words: Mapping[str, Sequence[str]]) -> MixedUnits:
    family = next((each for each in FAMILIES if set(words) <= set(each)), {})
    base = "kr" if family is MONEY else min(words, key=lambda unit: family[unit]) if family else ""
    factors = {unit: family[unit] // family[base] for unit in words} if base else {}
    return MixedUnits(place, header, words, base, factors)


def _differ_within(
    connection: duckdb.DuckDBPyConnection, place: int, words: Mapping[str, Sequence[str]], measured: int | None
) -> bool:
    """Say whether what is measured (a driver) has more than one unit."""
    cases = " ".join(
        f"WHEN {cell_sql(place)} IN ({', '.join(map(literal, members))}) THEN {literal(unit)}"
        for unit, members in words.items()
    )
    key = cell_sql(measured) if measured is not None else "''"
    sql = f"SELECT 1 FROM texts GROUP BY {key} HAVING count(DISTINCT CASE {cases} END) > 1 LIMIT 1"
    return bool(connection.execute(sql).fetchall())


def find_rates(
    connection: duckdb.DuckDBPyConnection,
    names: Sequence[str],
    profiles: Sequence[ColumnProfile],
    fields: Mapping[str, int],
) -> Iterator[Question]:
    """Ask about an unread column of exchange rates that are not all one: the amounts may be of several currencies."""
    for place, name in enumerate(names):
        if fold(name) not in RATE_HEADINGS or place in fields.values() or not profiles[place].look.filled:
            continue
        rates = [rate for rate in list_values(connection, place) if rate]
        if len({rate.rstrip("0").rstrip(".,") if set(rate) & set(".,") else rate for rate in rates}) > 1:
            yield Question(
                "rate", name_column(place, name, names), (Candidate("keep"), Candidate("refuse")), tuple(rates[:3])
            )


def find_repeated(
    connection: duckdb.DuckDBPyConnection, names: Sequence[str], fields: Mapping[str, int]
) -> tuple[Question, str] | None:
    """Ask about amounts that are the same on all rows of an invoice; return the SQL of the first row of each, too."""
    amount = next((fields[name] for name in ("gross_sales", "net_amount", "with_vat") if name in fields), None)
    if amount is None or "order_id" not in fields:
        return None
    orders = connection.execute(f"SELECT count(*), count(DISTINCT c{fields['order_id']}) FROM texts").fetchall()[0]
    if orders[1] > (1 - _FEW_SHARE) * orders[0]:
        return None
    order = f"coalesce({trimmed(fields['order_id'])}, CAST(source_row AS VARCHAR))"
    cells = ", ".join(f"c{place}" for place in range(len(names)))
    found = connection.execute(f"""
        SELECT count(*) FILTER (rows > 1), count(*) FILTER (rows > 1 AND amounts = 1),
            count(DISTINCT amount) FILTER (rows > 1), count(*)
        FROM (
            SELECT count(DISTINCT hash({cells})) AS rows, count(DISTINCT {trimmed(amount)}) AS amounts,
                min({trimmed(amount)}) AS amount
            FROM texts GROUP BY {order}
        )
    """).fetchall()
    several, same, different, all_orders = found[0]
    if several < max(_FEW_ORDERS, _FEW_SHARE * all_orders) or same < _SAME_SHARE * several or different < _FEW_ORDERS:
        return None
    header = name_column(amount, names[amount], names)
    question = Question("repeated", header, (Candidate("once"), Candidate("keep")))
    return question, f"source_row IN (SELECT min(source_row) FROM texts GROUP BY {order})"


def find_mixed_signs(
    connection: duckdb.DuckDBPyConnection, names: Sequence[str], fields: Mapping[str, int]
) -> tuple[Question, str] | None:
    """Ask about discounts with and without a minus on rows that sell; return the SQL of the rows with one, too.

    A row that takes sales back takes its discount back with them.
    """
    amount = next((fields[name] for name in ("gross_sales", "net_amount", "with_vat") if name in fields), None)
    if amount is None or "discount" not in fields:
        return None
    sells = f"NOT coalesce(regexp_matches({trimmed(amount)}, '{_MINUS}'), false)"
    minus = f"coalesce(regexp_matches({trimmed(fields['discount'])}, '{_MINUS}'), false)"
    counts = connection.execute(f"""
        SELECT count(*) FILTER ({minus}), count(*) FROM texts
        WHERE regexp_matches({trimmed(fields["discount"])}, '[1-9]') AND {sells}
    """).fetchall()
    below, total = counts[0]
    if not _FEW_SIGNS * total < below < total:
        return None
    header = name_column(fields["discount"], names[fields["discount"]], names)
    question = Question("discount_sign", header, (Candidate("lowers", (), True), Candidate("keep")))
    return question, f"{minus} AND {sells}"
