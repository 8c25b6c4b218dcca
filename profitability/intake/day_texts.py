"""Days written in one width (2025-01-31, 31.01.2025, 20250131): which cells of a column are one, by their bytes."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pyarrow as pa

_ZERO, _NO_DAY = ord("0"), -(10**8)
type Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]
type _Table = np.ndarray[tuple[int], np.dtype[np.int32]]
type _Pairs = np.ndarray[tuple[int, int], np.dtype[np.uint16]]


@dataclass(frozen=True)
class DayTexts:
    """A way to write days (`form`, as strptime has it, of an even width), and the first and last that count."""

    form: str
    first: date
    last: date
    may_be_empty: bool = False

    def find(self, column: pa.Array) -> Flags:
        """Say of each text whether it is a day that counts, or nothing where that may be."""
        validity, offsets, data = column.buffers()
        places = np.frombuffer(offsets, np.int32, len(column) + 1, column.offset * 4)
        signs = np.frombuffer(data, np.uint8) if data is not None else np.array([], np.uint8)
        width = 2 * len(self._tables)
        fits = np.diff(places) == width
        if fits.all():
            found: Flags = self._read(signs[places[0] : places[-1]].reshape(-1, width).view(np.uint16))
        else:
            found = np.zeros(len(column), np.bool_)
            cells = signs[places[:-1][fits, np.newaxis] + np.arange(width)]
            found[fits] = self._read(cells.view(np.uint16))
        if self.may_be_empty and column.null_count:
            bits = np.unpackbits(np.frombuffer(validity, np.uint8), bitorder="little")
            found = found | (bits[column.offset : column.offset + len(column)] == 0)
        return found

    def _read(self, pairs: _Pairs) -> Flags:
        """Return which rows are days: each pair of signs adds its part of a number, and the number is looked up."""
        code = self._tables[0][pairs[:, 0]]
        for place, table in enumerate(self._tables[1:], 1):
            code += table[pairs[:, place]]
        code -= self.first.year * 10_000
        code[(code < 0) | (code >= len(self._days))] = 0
        return self._days[code]

    @cached_property
    def _days(self) -> Flags:
        """The days that count, by 10 000 × years since the first + 100 × month + day."""
        counted = np.arange(np.datetime64(self.first), np.datetime64(self.last) + np.timedelta64(1, "D"))
        months = counted.astype("datetime64[M]")
        years = months.astype("datetime64[Y]").astype(np.int64) + 1970 - self.first.year
        month, day = months.astype(np.int64) % 12 + 1, (counted - months).astype(np.int64) + 1
        days = np.zeros((self.last.year - self.first.year + 1) * 10_000, np.bool_)
        days[years * 10_000 + month * 100 + day] = True
        return days

    @cached_property
    def _tables(self) -> tuple[_Table, ...]:
        """For each pair of signs what it adds to 10 000 × year + 100 × month + day; far below zero where none can."""
        signs = self.form.replace("%Y", "YYYY").replace("%m", "MM").replace("%d", "DD")
        left, parts = {"Y": 10_000_000, "M": 1_000, "D": 10}, list[dict[int, int]]()
        for sign in signs:
            weight = left.get(sign)
            parts.append({_ZERO + digit: digit * weight for digit in range(10)} if weight else {ord(sign): 0})
            left |= {sign: weight // 10} if weight else {}
        return tuple(map(_join, parts[::2], parts[1::2]))


def _join(before: dict[int, int], after: dict[int, int]) -> _Table:
    table = np.full(1 << 16, _NO_DAY, np.int32)
    for first, much in before.items():
        for second, little in after.items():
            table[first | second << 8] = much + little
    return table
