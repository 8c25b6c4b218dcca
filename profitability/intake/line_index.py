"""Where the lines of a large text file begin: counted once by blocks, so that any line can be fetched by its number."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

_BLOCK = 1 << 20
_LINE_FEED = 10
MOST_BLANK = 100_000


@dataclass(frozen=True)
class LineIndex:
    """`before` counts the line ends before each block, `quotes` the quotation signs.

    `is_regular` says that every line ends the same way and that there are no bytes of zero, `has_number_sign` that
    there is a "#" somewhere.
    """

    path: Path
    before: tuple[int, ...]
    lines: int
    quotes: int
    is_regular: bool
    has_number_sign: bool

    def find_blank(self) -> list[int]:
        """Return the numbers (from 1) of the empty lines, the first `MOST_BLANK` of them."""
        blank, last = list[int](), b"\n"
        for before, block in zip(self.before, _read(self.path), strict=True):
            if b"\n\n" in block or b"\n\r\n" in block or (last == b"\n" and block[:1] in b"\r\n"):
                blank += _find_blank(block, before, last)
            last = block[-1:]
            if len(blank) > MOST_BLANK:
                break
        return blank

    def read_stretches(self, stretches: Iterable[tuple[int, int]]) -> Iterator[tuple[int, list[bytes]]]:
        """Yield (first line, its lines) for each stretch of (first line, how many), which come in rising order."""
        with self.path.open("rb") as handle:
            upcoming, first, kept = 1, 1, list[bytes]()
            for line, count in stretches:
                kept = kept[line - first :] if first <= line < upcoming else []
                first = line
                if not kept:
                    upcoming = self._go_to(handle, line, upcoming)
                while len(kept) < count and (text := handle.readline()):
                    kept.append(text)
                    upcoming += 1
                yield line, kept[:count]

    def find_offsets(self, lines: Iterable[int]) -> Iterator[int]:
        """Yield the byte at which each line begins; the lines come in rising order, the last may be one too far."""
        with self.path.open("rb") as handle:
            upcoming = 1
            for line in lines:
                upcoming = self._go_to(handle, line, upcoming)
                yield handle.tell()

    def _go_to(self, handle: BinaryIO, line: int, upcoming: int) -> int:
        """Place the handle at the start of the line, from the line that would come next; return the line."""
        block = max(bisect_right(self.before, line - 2) - 1, 0)
        start = self.before[block] + 2 if block else 1
        if start > upcoming:
            handle.seek(block * _BLOCK)
            if block:
                handle.readline()
            upcoming = start
        for _ in range(upcoming, line):
            handle.readline()
        return line


def index_lines(path: Path, quote: bytes) -> LineIndex:
    """Read the bytes of the file once."""
    before = [0]
    returns = quotes = zeros = 0
    has_number_sign = False
    last = b"\n"
    for block in _read(path):
        signs = np.frombuffer(block, np.uint8)
        before.append(before[-1] + int(np.count_nonzero(signs == _LINE_FEED)))
        returns += block.count(b"\r") if b"\r" in block else 0
        quotes += block.count(quote) if quote in block else 0
        zeros += b"\x00" in block
        has_number_sign = has_number_sign or b"#" in block
        last = block[-1:]
    is_regular = not zeros and returns in (0, before[-1]) and (not returns or _ends_alike(path))
    return LineIndex(path, tuple(before[:-1]), before[-1] + (last != b"\n"), quotes, is_regular, has_number_sign)


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as handle:
        while block := handle.read(_BLOCK):
            yield block


def _find_blank(block: bytes, before: int, last: bytes) -> Iterable[int]:
    """Yield the numbers of the empty lines that begin in the block or, at its very start, after the block before."""
    parts = block.split(b"\n")
    for place, part in enumerate(parts[:-1]):
        if part in (b"", b"\r") and (place or last == b"\n"):
            yield before + place + 1


def _ends_alike(path: Path) -> bool:
    """Say whether every carriage return stands before a line feed."""
    last = b""
    for block in _read(path):
        whole = last + block
        if whole.count(b"\r") - whole.endswith(b"\r") != whole.count(b"\r\n"):
            return False
        last = b"\r" if whole.endswith(b"\r") else b""
    return True
