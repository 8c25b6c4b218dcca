"""The canonical sheet of a large file, written along with the pass that looks at it, in the hope that all is well.

When it is, the file is read once. At the first row that casts doubt on it the writing stops, so that a file with errors
loses little: unless the sample has such rows too, or hardly any row is left. What was written counts only when it was
written to the end.
"""

import re
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
from pyarrow import csv

from profitability.intake.bulk_layout import Layout
from profitability.intake.disguises import show_padding
from profitability.intake.profile import BLANKS
from profitability.intake.records import part_records
from profitability.intake.seen_customers import Flags

_LITTLE_LEFT = 0.1
_WORTH_A_NEW_START = 0.15
_MOST_DOUBTFUL = 5_000
_ROWS_AT_ONCE = 8_192
_PLAIN = csv.WriteOptions(include_header=False, batch_size=_ROWS_AT_ONCE, quoting_style="none")
_QUOTED = (b",", b'"', b"#", b"\n", b"\r")
"""What DuckDB quotes a text for when it writes CSV, beside an empty one."""

_GUARDED = re.compile("'[=+@＝＋－＠-]")
type Places = np.ndarray[tuple[int], np.dtype[np.int32]]
type Bytes = np.ndarray[tuple[int], np.dtype[np.uint8]]


def path_along(target: Path) -> Path:
    """Return where the plain rows are written before they are the target."""
    return target.with_suffix(".plain")


class SheetAlong:
    """Writes plain rows to `path`; `cells` are the SQL of each canonical column, `bare` those written as they stand."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        layout: Layout,
        path: Path,
        cells: Mapping[str, str],
        bare: frozenset[str],
    ) -> None:
        self.path, self.names, self.is_stopped = path, tuple(cells), False
        self.select = [f"{sql} AS w{place}" for place, sql in enumerate(cells.values())]
        self._cursor, self._layout = connection.cursor(), layout
        self._bare = [place for place, name in enumerate(cells) if name in bare]
        self._handle = path.open("wb")
        self._handle.write(",".join(self.names).encode() + b"\n")

    def take(self, batch: pa.RecordBatch, plain: Flags, rows: int, key: Sequence[int]) -> bool:
        """Write the plain rows of a batch that ends with the record number `rows`; False asks to begin anew without.

        `key` are the columns of the hash by which the last record is known to stand on the line of its number: else
        some line before it gave no record.
        """
        if self.is_stopped:
            return True
        if not self._layout.has_odd_rows and self._layout.index.lines - rows > _LITTLE_LEFT * self._layout.index.lines:
            last = int(np.frombuffer(batch.column("h").buffers()[1], np.uint64, 1, 8 * (batch.num_rows - 1))[0])
            self.is_stopped = not plain.all() or self._hash_line(self._layout.skipped + rows, key) != last
        if not self.is_stopped:
            self._write(batch, plain)
        return not self.is_stopped or rows > _WORTH_A_NEW_START * self._layout.index.lines

    def _write(self, batch: pa.RecordBatch, plain: Flags) -> None:
        kept = batch.select([f"w{place}" for place in range(len(self.names))])
        if not plain.all():
            kept = kept.filter(_mask(plain))
        texts = {place: _Texts(each) for place, each in enumerate(kept.columns) if pa.types.is_string(each.type)}
        if any(texts[place].has_padding() for place in self._bare):
            self.is_stopped = True
        elif any(each.has_quoted() for each in texts.values()):
            self._write_quoted(kept)
        else:
            csv.write_csv(kept, self._handle, _PLAIN)

    def finish(self) -> None:
        """Close the file."""
        self._handle.close()

    def _hash_line(self, line: int, key: Sequence[int]) -> int | None:
        _, lines = next(iter(self._layout.index.read_stretches([(line, 1)])))
        text = b"".join(lines).decode("utf-8")
        record = next(part_records(StringIO(text, newline=None), self._layout.dialect, self._layout.width))
        if len(record.cells) != self._layout.width:
            return None
        sql = ", ".join("CAST(? AS VARCHAR)" for _ in key)
        found = self._cursor.execute(f"SELECT hash({sql})", [record.cells[place] or None for place in key]).fetchone()
        return int(found[0]) if found else None

    def _write_quoted(self, kept: pa.RecordBatch) -> None:
        """Let DuckDB write a batch in which some text needs quotes."""
        part = self.path.with_suffix(".part")
        path = str(part).replace("'", "''")
        self._cursor.register("kept", pa.Table.from_batches([kept]))
        self._cursor.execute(f"COPY (SELECT * FROM kept) TO '{path}' (FORMAT csv, HEADER false)")
        self._cursor.unregister("kept")
        self._handle.write(part.read_bytes())
        part.unlink()


class _Texts:
    """The texts of a column by their bytes."""

    def __init__(self, column: pa.Array) -> None:
        _, offsets, data = column.buffers()
        places: Places = np.frombuffer(offsets, np.int32, len(column) + 1, column.offset * 4)
        self._nulls = column.null_count
        self._begins, self._ends = places[:-1], places[1:]
        self._bytes: Bytes = np.frombuffer(data, np.uint8) if data is not None else np.array([], np.uint8)

    def has_quoted(self) -> bool:
        """Say whether some text is empty or holds what it must be quoted for."""
        if np.count_nonzero(self._begins == self._ends) > self._nulls:
            return True
        held = self._bytes[self._begins[:1].sum() : self._ends[-1:].sum()].tobytes()
        return any(sign in held for sign in _QUOTED)

    def has_padding(self) -> bool:
        """Say whether some text has something around it that its canonical form goes without."""
        filled = self._begins < self._ends
        begins, ends = self._begins[filled], self._ends[filled]
        doubtful = np.flatnonzero(show_padding(self._bytes[begins], self._bytes[ends - 1]))
        if len(doubtful) > _MOST_DOUBTFUL:
            return True
        texts = {self._bytes[begins[place] : ends[place]].tobytes() for place in doubtful.tolist()}
        return not all(_is_bare(text.decode("utf-8")) for text in texts)


def _is_bare(text: str) -> bool:
    return text == text.strip(BLANKS).lstrip("\x01\x02") and _GUARDED.match(text) is None


def _mask(plain: Flags) -> pa.Array:
    return pa.Array.from_buffers(pa.bool_(), len(plain), [None, pa.py_buffer(np.packbits(plain, bitorder="little"))])
