"""Answers as they were typed, and what can be read from them.

An answer is kept as text, exactly as typed. Numbers, dates and options are read from it each time they are needed, so
that a slip of the pen is asked about instead of being lost.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assessment.domain.cells import CellKey, CellKind

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009']+")
_UNIT = re.compile(r"(%|procent|percent|st|kr)\.?$", re.IGNORECASE)
_DIGITS = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")
_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}(\.[0-9]{3})+")


@dataclass(frozen=True)
class Answers:
    """Every answer of a sheet, by cell. A cell without an entry is unanswered."""

    texts: Mapping[CellKey, str]

    def get_text(self, key: CellKey) -> str:
        """Return the answer without the blanks around it; empty when unanswered."""
        return self.texts.get(key, "").strip()

    def has(self, key: CellKey) -> bool:
        """Say whether the cell is answered."""
        return bool(self.get_text(key))

    def only(self, items: frozenset[str]) -> "Answers":
        """Return the answers of these items alone."""
        return Answers({key: text for key, text in self.texts.items() if key.item in items})

    def without(self, items: Collection[str]) -> "Answers":
        """Return the answers of all other items."""
        return Answers({key: text for key, text in self.texts.items() if key.item not in items})

    def get_percent(self, key: CellKey) -> Decimal | None:
        """Return the percentage as typed (40 for 40 %), or None when absent or unreadable."""
        return parse_number(self.get_text(key), CellKind.PERCENT)

    def get_count(self, key: CellKey) -> Decimal | None:
        """Return the number as typed, or None when absent or unreadable."""
        return parse_number(self.get_text(key), CellKind.WHOLE_NUMBER)


def parse_number(text: str, kind: CellKind) -> Decimal | None:
    """Read a number typed the Nordic or the English way; None when it is no number.

    Spaces of all kinds separate thousands, U+2212 is a minus, a unit at the end is ignored. Where both `.` and `,`
    stand, the last is the decimal sign. A lone `,` is a decimal sign. A lone `.` before groups of three digits
    separates thousands in a whole number and is a decimal sign in a percentage.
    """
    plain = _SPACES.sub("", text).replace("\u2212", "-")
    plain = _UNIT.sub("", plain)
    if "," in plain and "." in plain:
        thousands, decimal = (",", ".") if plain.rfind(".") > plain.rfind(",") else (".", ",")
        plain = plain.replace(thousands, "").replace(decimal, ".")
    elif kind == CellKind.WHOLE_NUMBER and _THOUSANDS.fullmatch(plain.replace(",", "x")):
        plain = plain.replace(".", "")
    else:
        plain = plain.replace(",", ".")
    return Decimal(plain) if _DIGITS.fullmatch(plain) else None


def parse_date(text: str) -> date | None:
    """Read a date written 2026-11-22; None for anything else."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
