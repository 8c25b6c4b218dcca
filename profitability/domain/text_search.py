"""Search many short texts that lie one after the other in memory: which of them contain, or begin with, some bytes?

In memory every text ends with END, a byte that no search holds, so that nothing is found across two of them.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from mmap import mmap

import numpy as np
from numpy.typing import NDArray

from profitability.domain.allocation import Int64s

END = b"\0"
_SAMPLE = 200_000
_STRETCH_BITS = 4
_WORD_BITS = 6
"""Hits are counted in machine words of 64 bytes of text."""
_MANY = 16
"""Where a word stands in more than every so many texts, all bytes are gone through instead of its hits."""
_PART, _TEXTS = 1 << 18, 1 << 14
"""So many bytes, and so many texts, are gone through at a time: what is made of them stays in the processor's cache."""

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
        """Mark the texts that contain `wanted`, which is not empty."""
        if self.starts.size < 2 or END in wanted or len(wanted) > len(self.body):
            return np.zeros(self.starts.size - 1, dtype=np.bool_)
        if _MANY * self._expect_hits(wanted) > self.starts.size:
            return self._count_hits(wanted)
        found = np.zeros(self.starts.size - 1, dtype=np.bool_)
        found[self._find_texts(self._find_hits(wanted))] = True
        return found

    def find_starting(self, wanted: bytes) -> tuple[int, int]:
        """Return from and to which place texts begin with `wanted`, the texts being in rising order of their bytes."""

        def beginning(place: int) -> bytes:
            start = int(self.starts[place])
            return self.body[start : min(start + len(wanted), int(self.starts[place + 1]))]

        every = range(self.starts.size - 1)
        return bisect_left(every, wanted, key=beginning), bisect_right(every, wanted, key=beginning)

    @cached_property
    def _pairs(self) -> Int64s:
        """Count each pair of neighbouring bytes in a sample, first byte by second."""
        sample = self.array[:_SAMPLE].astype(np.int64)
        pairs: Int64s = np.bincount((sample[:-1] << 8) | sample[1:], minlength=1 << 16).reshape(256, 256)
        return pairs

    def _rarest(self, wanted: bytes) -> int:
        """Return where in `wanted` its rarest pair of bytes begins."""
        return min(range(len(wanted) - 1), key=lambda at: int(self._pairs[wanted[at], wanted[at + 1]]))

    def _expect_hits(self, wanted: bytes) -> float:
        """Return about how often the rarest pair of bytes of `wanted` (or its only byte) stands in all texts."""
        at = self._rarest(wanted) if len(wanted) > 1 else 0
        known = self._pairs[wanted[at], wanted[at + 1]] if len(wanted) > 1 else self._pairs[wanted[0]].sum()
        return float(known) * len(self.body) / min(_SAMPLE, len(self.body))

    def _find_hits(self, wanted: bytes) -> Int64s:
        """Return where `wanted` stands: look for its rarest pair of bytes, then for the others around it."""
        if len(wanted) == 1:
            return np.flatnonzero(self.array == wanted[0])
        at = self._rarest(wanted)
        inner = self.array[at : self.array.size - (len(wanted) - 2 - at)]
        hits = np.concatenate([_find_pair(wanted[at : at + 2], inner, start) for start in (0, 1)])
        for offset in range(len(wanted)):
            if not at <= offset < at + 2:
                hits = hits[self.array[hits + offset] == wanted[offset]]
        return hits

    def _count_hits(self, wanted: bytes) -> NDArray[np.bool_]:
        """Mark the texts that contain `wanted`, however many do: hits before each text's beginning are counted."""
        words = self._mark_hits(wanted)
        before = np.zeros(words.size + 1, dtype=np.int64)
        np.cumsum(np.bitwise_count(words), out=before[1:])
        has_hit = np.zeros(self.starts.size - 1, dtype=np.bool_)
        for first in range(0, has_hit.size, _TEXTS):
            starts = self.starts[first : first + _TEXTS + 1]
            at = starts >> _WORD_BITS
            within = (np.uint64(1) << (starts & ((1 << _WORD_BITS) - 1)).view(np.uint64)) - np.uint64(1)
            counted = before[at] + np.bitwise_count(words[at] & within)
            np.greater(counted[1:], counted[:-1], out=has_hit[first : first + _TEXTS])
        return has_hit

    def _mark_hits(self, wanted: bytes) -> NDArray[np.uint64]:
        """Return a bit for each byte of the body: whether `wanted` stands there. Part by part, in the cache."""
        words = np.zeros((len(self.body) >> _WORD_BITS) + 2, dtype=np.uint64)
        bits = words.view(np.uint8)
        for start in range(0, len(self.body) - len(wanted) + 1, _PART):
            marked = _mark_all(wanted, self.array[start : start + _PART + len(wanted) - 1])
            bits[start >> 3 : (start + marked.size + 7) >> 3] = np.packbits(marked, bitorder="little")
        return words

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


def _mark_all(wanted: bytes, array: Bytes) -> NDArray[np.bool_]:
    """Mark where `wanted` stands, byte by byte."""
    places = array.size - len(wanted) + 1
    marked: NDArray[np.bool_] = array[:places] == wanted[0]
    for offset in range(1, len(wanted)):
        marked &= array[offset : offset + places] == wanted[offset]
    return marked


def _find_pair(pair: bytes, array: Bytes, start: int) -> Int64s:
    """Return where two bytes stand at an even distance from `start`, compared as one number."""
    pairs = array[start : start + max(array.size - start, 0) // 2 * 2].view(np.uint16)
    places = np.flatnonzero(pairs == np.frombuffer(pair, dtype=np.uint16)[0])
    places *= 2
    places += start
    return places
