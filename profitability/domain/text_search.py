"""Search many short texts that lie one after the other in memory: which of them contain, or begin with, some bytes?

In memory every text ends with END, a byte that no search holds, so that nothing is found across two of them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import prod
from mmap import mmap

import numpy as np
from numpy.typing import NDArray

from profitability.domain.allocation import Int64s

END = b"\0"
_FEW = 2_000
"""Up to so many hits are looked up one by one; a search that hits more often is done on all bytes at once."""
_SAMPLE = 200_000
_STRETCH_BITS = 4

type Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class Texts:
    """Texts in memory: text i is body[starts[i]:starts[i + 1]], its END included."""

    body: bytes | mmap
    starts: Int64s

    @cached_property
    def array(self) -> Bytes:
        """Return the body as bytes to compute with."""
        return np.frombuffer(self.body, dtype=np.uint8)

    def find_containing(self, wanted: bytes) -> NDArray[np.bool_]:
        """Mark the texts that contain `wanted`."""
        found = np.zeros(self.starts.size - 1, dtype=np.bool_)
        if not found.size or END in wanted:
            return found
        few = _find_few(wanted, self.body)
        for hits in _find_all(wanted, self.array) if few is None else [np.array(few, dtype=np.int64)]:
            found[self._find_texts(hits)] = True
        return found

    def find_starting(self, wanted: bytes) -> tuple[int, int]:
        """Return from and to which place texts begin with `wanted`, the texts being in rising order of their bytes."""

        def beginning(place: int) -> bytes:
            start = int(self.starts[place])
            return self.body[start : min(start + len(wanted), int(self.starts[place + 1]))]

        every = range(self.starts.size - 1)
        return bisect_left(every, wanted, key=beginning), bisect_right(every, wanted, key=beginning)

    @cached_property
    def _first_texts(self) -> NDArray[np.int32]:
        """Return for each stretch of bytes which text its first byte belongs to."""
        stretches = (len(self.body) >> _STRETCH_BITS) + 1
        begun = np.bincount((self.starts[:-1] + ((1 << _STRETCH_BITS) - 1)) >> _STRETCH_BITS, minlength=stretches)
        first: NDArray[np.int32] = (np.cumsum(begun) - 1).astype(np.int32)
        return first

    def _find_texts(self, hits: Int64s) -> NDArray[np.int32]:
        """Return the text of each hit: that at the beginning of its stretch, or one of the few that begin in it."""
        texts: NDArray[np.int32] = self._first_texts[hits >> _STRETCH_BITS]
        while (later := self.starts[texts + 1] <= hits).any():
            texts += later
        return texts


def _find_few(wanted: bytes, body: bytes | mmap) -> list[int] | None:
    """Return where `wanted` stands; None when that is in too many places, as a sample may tell beforehand."""
    if body[:_SAMPLE].count(wanted) * len(body) > 2 * _FEW * _SAMPLE:
        return None
    hits: list[int] = []
    place = body.find(wanted)
    while place >= 0:
        hits.append(place)
        if len(hits) > _FEW:
            return None
        place = body.find(wanted, place + 1)
    return hits


def _find_all(wanted: bytes, array: Bytes) -> Iterator[Int64s]:
    """Yield where `wanted` stands, part by part: look for its rarest two or four bytes, then for the others around."""
    width = 4 if len(wanted) >= 4 else min(len(wanted), 2)
    usual = np.bincount(array[:_SAMPLE], minlength=256).tolist()

    def how_usual(at: int) -> int:
        return prod(usual[byte] + 1 for byte in wanted[at : at + width])

    first = min(range(len(wanted) - width + 1), key=how_usual)
    inner = array[first : array.size - (len(wanted) - width - first)]
    others = [at for at in range(len(wanted)) if not first <= at < first + width]
    for found in _find_word(wanted[first : first + width], inner):
        places = found
        for offset in others:
            places = places[array[places + offset] == wanted[offset]]
        yield places


def _find_word(word: bytes, array: Bytes) -> Iterator[Int64s]:
    """Yield where one, two or four bytes stand, compared as one number at each of so many offsets."""
    width = len(word)
    number = np.frombuffer(word, dtype=f"u{width}")[0]
    for start in range(min(width, array.size)):
        words = array[start : start + (array.size - start) // width * width].view(f"u{width}")
        places = np.flatnonzero(words == number)
        places *= width
        places += start
        yield places
