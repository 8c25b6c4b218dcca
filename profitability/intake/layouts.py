"""Remember how a layout was read, so that the next file of the same layout needs no answer."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from profitability.intake.matching import fold

VERSION = 1


@dataclass(frozen=True)
class Layout:
    """A layout's fingerprint and the answers given for it; stored per client by whoever has a database.

    The fingerprint covers the sheet and the names and order of the columns, not the values, encoding or title rows.
    """

    fingerprint: str
    sheet: str
    columns: tuple[str, ...]
    answers: tuple[tuple[str, str], ...]

    def dump(self) -> str:
        """Return the record as JSON text."""
        record = {
            "version": VERSION,
            "fingerprint": self.fingerprint,
            "sheet": self.sheet,
            "columns": list(self.columns),
            "answers": dict(self.answers),
        }
        return json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True)


def load_layout(text: str) -> Layout:
    """Return the layout of a JSON text made by `Layout.dump`; raise ValueError for anything else."""
    record = json.loads(text)
    if not isinstance(record, dict) or record.get("version") != VERSION:
        raise ValueError("not a layout of this version")
    answers = cast("Mapping[str, str]", record["answers"])
    columns = tuple(str(name) for name in record["columns"])
    pairs = tuple(sorted((str(key), str(value)) for key, value in answers.items()))
    return Layout(str(record["fingerprint"]), str(record["sheet"]), columns, pairs)


def make_layout(sheet: str, columns: Sequence[str], answers: Mapping[str, str]) -> Layout:
    """Make the record of a reading and the answers that settled it."""
    kept = tuple(sorted((key, value) for key, value in answers.items() if key != "header_row"))
    return Layout(fingerprint_of(sheet, columns), sheet, tuple(columns), kept)


def fingerprint_of(sheet: str, columns: Sequence[str]) -> str:
    """Return the layout's fingerprint: 32 hexadecimal digits."""
    text = "\x1f".join([sheet, *(fold(name) for name in columns)])
    return hashlib.sha256(text.encode()).hexdigest()[:32]
