"""Where the lines of a large text file begin: counted once by blocks, so that any line can be fetched by its number."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_BLOCK = 1 << 20
_MOST_BLANK = 100_000


@dataclass(frozen=True)
class LineIndex:
    """`before` counts the line ends before each block; `blank` are the numbers (from 1) of empty lines.

    `is_regular` says that every line ends the same way and that there are no bytes of zero.
    """

    path: Path
    before: tuple[int, ...]
    lines: int
    blank: tuple[int, ...]
    quotes: int
    is_regular: bool

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
    before, blank = [0], list[int]()
    returns = quotes = 0
    is_regular, size, last = True, 0, b"\n"
    for block in _read(path):
        count = block.count(b"\n")
        found = block.count(b"\r") if b"\r" in block else 0
        returns += found
        is_regular = is_regular and b"\x00" not in block
        quotes += block.count(quote) if quote in block else 0
        if b"\n\n" in block or b"\n\r\n" in block or (last == b"\n" and block[:1] in b"\r\n"):
            blank.extend(_find_blank(block, before[-1], last))
        before.append(before[-1] + count)
        size += len(block)
        last = block[-1:]
    lines = before[-1] + (last != b"\n")
    is_regular = is_regular and returns in (0, before[-1]) and len(blank) <= _MOST_BLANK and size > 0
    if returns and is_regular:
        is_regular = _ends_alike(path)
    return LineIndex(path, tuple(before[:-1]), lines, tuple(blank), quotes, is_regular)


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
