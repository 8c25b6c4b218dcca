"""Search many short texts that lie one after the other in memory: which of them contain, or begin with, some bytes?

In memory every text ends with END, a byte that no search holds, so that nothing is found across two of them.
"""

from bisect import bisect_left, bisect_right

import numpy as np
from numpy.typing import NDArray

from profitability.domain.allocation import Int64s

END = b"\0"
_FEW = 2_000
_SAMPLE = 200_000
"""Up to so many hits are looked up one by one; a search that hits more often is done on all bytes at once."""

type Bytes = NDArray[np.uint8]


def find_containing(wanted: bytes, body: bytes, starts: Int64s) -> NDArray[np.bool_]:
    """Mark the texts that contain `wanted`; text i is body[starts[i]:starts[i + 1]], its END included."""
    found = np.zeros(starts.size - 1, dtype=np.bool_)
    if not found.size or END in wanted:
        return found
    array = np.frombuffer(body, dtype=np.uint8)
    if len(wanted) == 1:
        hit = (array == wanted[0]).view(np.uint8)
        marks: NDArray[np.uint8] = np.bitwise_or.reduceat(hit, starts[:-1])
        found[np.flatnonzero(marks)] = True
        return found
    hits = _find_few(wanted, body)
    places = _find_all(wanted, array) if hits is None else np.array(hits, dtype=np.int64)
    found[np.searchsorted(starts, places, side="right") - 1] = True
    return found


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
    """Return where `wanted` stands, in no order: look for its rarest pair of bytes, then for the others around it."""
    usual = np.bincount(array[:_SAMPLE], minlength=256)
    first = min(range(len(wanted) - 1), key=lambda at: int(usual[wanted[at]]) * int(usual[wanted[at + 1]]))
    pair = np.frombuffer(wanted[first : first + 2], dtype=np.uint16)[0]
    even, odd = array[: array.size // 2 * 2].view(np.uint16), array[1 : 1 + (array.size - 1) // 2 * 2].view(np.uint16)
    found = np.concatenate([2 * np.flatnonzero(even == pair), 2 * np.flatnonzero(odd == pair) + 1]) - first
    places: Int64s = found[(found >= 0) & (found <= array.size - len(wanted))]
    for offset in (at for at in range(len(wanted)) if at not in (first, first + 1)):
        places = places[array[places + offset] == wanted[offset]]
    return places
