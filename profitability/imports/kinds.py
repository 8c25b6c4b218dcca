"""Tell what a dropped file is in the exchange format: by its columns' names, then by its own."""

import re
import tempfile
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

from profitability.domain.template import find_sheet
from profitability.intake.delimiters import Dialect, find_delimiter
from profitability.intake.encodings import find_encoding
from profitability.intake.fields import FIELDS
from profitability.intake.layouts import fingerprint_of
from profitability.intake.limits import IntakeLimits
from profitability.intake.matching import fold, score_headers
from profitability.intake.records import NoTableError, part_records
from profitability.intake.sie import is_sie
from profitability.intake.sources import Table, open_source, open_text

KINDS = ("customers", "transactions", "pools", "volumes", "direct_costs", "services", "time_equations")
_HEAD_BYTES = 65_536
_SEARCHED = 40
_INSTEAD = ("net_amount", "with_vat", "unit_price", "debit", "credit")
"""Columns that an amount can be made of."""

_CLEAR = 0.5
_WORDS = {
    "customers": "customers|kundregister|kundlista|kunder|kundekartotek|debitorer|kunden",
    "transactions": "transactions|faktur|försäljning|forsaljning|sales|invoice|order|salg|umsatz|reskontra|transaktion",
    "pools": "pools|pool|kostnadsställe|kostnadsstalle|resultatrapport|kostnader|costs",
    "volumes": "volumes|volym|aktivitet|drivare|besök|samtal|visits|calls",
    "direct_costs": "direct_costs|direkta|direktkostnad|särkostnad|direct",
    "services": "services|tjänster|interna tjänster|tjenester|internal services",
    "time_equations": "time_equations|tidsekvation|tider|time equation|tidsligning|tidslikning",
}


@dataclass(frozen=True)
class Guess:
    """What the file is; `sheet` is empty when a person must say, `kinds` are all kinds, the likeliest first."""

    sheet: str
    kinds: tuple[str, ...]


def guess_kind(path: Path, name: str, limits: IntakeLimits, known: Container[str] = ()) -> Guess:
    """Look at the first rows of the file, of every sheet of a workbook; nothing is raised for what it holds.

    `known` are the fingerprints of remembered layouts: such a layout is what it was the last time.
    """
    if is_sie(path):
        return Guess("pools", ("pools",))
    rows = list(_list_rows(path, limits))
    if any([fold(cell) for cell in row] == ["key", "value"] for row in rows):
        return Guess("settings", ("settings",))
    remembered = [kind for kind in KINDS for row in rows if row and fingerprint_of(kind, row) in known]
    if len(set(remembered)) == 1:
        return Guess(remembered[0], (remembered[0], *(kind for kind in KINDS if kind != remembered[0])))
    scores = {kind: _score(kind, name, rows) for kind in KINDS}
    ranked = sorted(KINDS, key=lambda kind: -scores[kind])
    best, second = scores[ranked[0]], scores[ranked[1]]
    return Guess(ranked[0] if best >= 1 and best - second >= _CLEAR else "", tuple(ranked))


def _score(kind: str, name: str, rows: list[list[str]]) -> float:
    sheet = find_sheet(kind)
    assert sheet is not None
    required = [column.name for column in sheet.columns if column.required]
    best = max((_score_row(kind, required, row) for row in rows), default=0.0)
    return best + (1.0 if re.search(_WORDS[kind], name.casefold()) else 0.0)


def _score_row(kind: str, required: list[str], row: list[str]) -> float:
    """Add the best word of each required column, and take away for each that is missing."""
    known = {fold(cell) for cell in row if cell.strip()}
    if len(known) < len(required) - 1:
        return 0.0
    total = sum(_score_field(kind, field, known) for field in required)
    if kind == "customers" and _score_field("transactions", "gross_sales", known) > 0:
        total -= 1.0 if _score_field("transactions", "date", known) > 0 else 0.5
    return total + 0.1 * min(score_headers(kind, row), 8.0) if total > 0 else 0.0


def _score_field(kind: str, field: str, known: set[str]) -> float:
    fields = FIELDS[kind]
    instead = _INSTEAD if field in ("gross_sales", "amount") else ()
    for words in (fields[field].sure, *(fields[each].sure for each in instead if each in fields)):
        if known & _fold(words):
            return 1.0
    begins = any(cell.startswith(word) for word in _fold(fields[field].sure) if len(word) > 5 for cell in known)
    return 0.7 if begins or known & _fold(fields[field].likely) else -0.8


@cache
def _fold(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)


def _list_rows(path: Path, limits: IntakeLimits) -> Iterator[list[str]]:
    with tempfile.TemporaryDirectory(prefix="kundverk-kind-") as temporary:
        folder = Path(temporary)
        with path.open("rb") as handle:
            head = handle.read(_HEAD_BYTES)
        if head.startswith(b"PK"):
            open_source(path, KINDS[0], folder, {}, limits, _SEARCHED)
            for each in sorted(folder.glob("*.csv")):
                yield from _part(Table(each, is_workbook=True), "", Dialect(","))
            return
        sample = folder / "head"
        sample.write_bytes(head[: head.rfind(b"\n") + 1] or head)
        encoding = find_encoding(sample, KINDS[0], {}).name or "cp1252"
        table = Table(sample)
        with open_text(table, encoding) as text:
            lines = [line.rstrip("\n") for line in islice(text, _SEARCHED)]
        yield from _part(table, encoding, find_delimiter(lines, {}).dialect or Dialect(";"))


def _part(table: Table, encoding: str, dialect: Dialect) -> Iterator[list[str]]:
    try:
        with open_text(table, encoding) as handle:
            for record in islice(part_records(handle, dialect), _SEARCHED):
                yield [cell.strip("\x01\x02 ") for cell in record.cells]
    except (NoTableError, UnicodeDecodeError):
        return
