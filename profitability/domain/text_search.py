"""Search many short texts that lie one after the other in memory: which of them contain, or begin with, some bytes?

In memory every text ends with END, a byte that no search holds, so that nothing is found across two of them.
"""

from bisect import bisect_left, bisect_right
from math import prod

import numpy as np
from numpy.typing import NDArray

from profitability.domain.allocation import Int64s

END = b"\0"
_FEW = 2_000
"""Up to so many hits are looked up one by one; a search that hits more often is done on all bytes at once."""
_SAMPLE = 200_000
_MANY = 8
"""From one hit in so many texts on, all bytes are gone through instead of looking each hit's text up."""

type Bytes = NDArray[np.uint8]


def find_containing(wanted: bytes, body: bytes, starts: Int64s) -> NDArray[np.bool_]:
    """Mark the texts that contain `wanted`; text i is body[starts[i]:starts[i + 1]], its END included."""
    found = np.zeros(starts.size - 1, dtype=np.bool_)
    if not found.size or END in wanted:
        return found
    array = np.frombuffer(body, dtype=np.uint8)
    if len(wanted) == 1:
        return _mark(array == wanted[0], starts)
    hits = _find_few(wanted, body)
    places = _find_all(wanted, array) if hits is None else np.array(hits, dtype=np.int64)
    if places.size > found.size // _MANY:
        hit = np.zeros(array.size, dtype=np.bool_)
        hit[places] = True
        return _mark(hit, starts)
    found[np.searchsorted(starts, places, side="right") - 1] = True
    return found


def _mark(hit: NDArray[np.bool_], starts: Int64s) -> NDArray[np.bool_]:
    """Mark the texts that have a hit among their bytes."""
    marked: NDArray[np.bool_] = np.bitwise_or.reduceat(hit.view(np.uint8), starts[:-1]).view(np.bool_)
    return marked


def find_starting(wanted: bytes, body: Bytes, starts: Int64s) -> tuple[int, int]:
    """Return from and to which place texts begin with `wanted`, the texts being in rising order of their bytes."""

    def beginning(place: int) -> bytes:
        start = int(starts[place])
        return body[start : min(start + len(wanted), int(starts[place + 1]))].tobytes()

    every = range(starts.size - 1)
    return bisect_left(every, wanted, key=beginning), bisect_right(every, wanted, key=beginning)


def _find_few(wanted: bytes, body: bytes) -> list[int] | None:
    """Return where `wanted` stands; None when that is in too many places."""
    hits: list[int] = []
    place = body.find(wanted)
    while place >= 0:
        hits.append(place)
        if len(hits) > _FEW:
            return None
        place = body.find(wanted, place + 1)
    return hits


def _find_all(wanted: bytes, array: Bytes) -> Int64s:
    """Return where `wanted` stands, in no order: look for its rarest two or four bytes, then for the others around."""
    width = 4 if len(wanted) >= 4 else 2
    usual = np.bincount(array[:_SAMPLE], minlength=256).tolist()

    def how_usual(at: int) -> int:
        return prod(usual[byte] + 1 for byte in wanted[at : at + width])

    first = min(range(len(wanted) - width + 1), key=how_usual)
    places = _find_word(wanted[first : first + width], array) - first
    places = places[(places >= 0) & (places <= array.size - len(wanted))]
    for offset in (at for at in range(len(wanted)) if not first <= at < first + width):
        places = places[array[places + offset] == wanted[offset]]
    return places


def _find_word(word: bytes, array: Bytes) -> Int64s:
    """Return where two or four bytes stand, compared as one number at each of so many offsets."""
    width = len(word)
    number = np.frombuffer(word, dtype=f"u{width}")[0]
    found = [
        width * np.flatnonzero(array[start : start + (array.size - start) // width * width].view(f"u{width}") == number)
        + start
        for start in range(min(width, array.size))
    ]
    places: Int64s = np.concatenate(found)
    return places
