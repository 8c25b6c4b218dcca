"""Rows of a large file that are like an earlier one: found by hashes, compared to the byte."""

from pathlib import Path

import numpy as np

from profitability.intake.line_index import LineIndex
from profitability.intake.seen_customers import Numbers

_TOP_BITS = 20
_PART = 1 << 17
_MOST_PICKED = 2_000_000
type Halves = np.ndarray[tuple[int], np.dtype[np.uint32]]
type Hashes = np.ndarray[tuple[int], np.dtype[np.uint64]]


def find_doubles(path: Path, upper: Halves, rare: Numbers) -> tuple[Numbers, Numbers, int]:
    """Return the ordinals of plain rows whose hash, in the file, an earlier one has, of the first such, and how many.

    `upper` are the upper halves of the hashes: they are sorted in their place, which costs half of sorting all; only
    rows in whose neighbourhood two halves are alike are compared whole. `rare` rise. Of millions of rows that are all
    alike, the first are returned and the others counted.
    """
    upper.sort()
    twice = upper[1:][upper[1:] == upper[:-1]]
    nothing = np.array([], np.int64)
    if not len(twice):
        return nothing, nothing, 0
    places, values, count = _pick(path, twice, rare)
    if not count:
        return nothing, nothing, 0
    order = np.argsort(values, kind="stable")
    places, values = places[order], values[order]
    starts = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]]))
    first = np.repeat(places[starts], np.diff([*starts, len(places)]))
    later = places != first
    by_row = np.argsort(places[later], kind="stable")
    return places[later][by_row], first[later][by_row], count


def _pick(path: Path, twice: Halves, rare: Numbers) -> tuple[Numbers, Hashes, int]:
    """Return the rows that may be like another, the first of them: ordinals, hashes; and how many follow one alike."""
    may_be = np.zeros(1 << _TOP_BITS, np.bool_)
    may_be[twice >> np.uint32(32 - _TOP_BITS)] = True
    places, values, begin, kept = list[Numbers](), list[Hashes](), 0, 0
    with path.open("rb") as handle:
        while len(part := np.fromfile(handle, "<u8", _PART)):
            marked = may_be[part >> np.uint64(64 - _TOP_BITS)]
            within = np.searchsorted(rare, [begin, begin + len(part)])
            marked[rare[within[0] : within[1]] - begin] = False
            found = np.flatnonzero(marked)
            values.append(part[found])
            if kept < _MOST_PICKED:
                places.append(found + begin)
                kept += len(found)
            begin += len(part)
    picked = np.concatenate(values)
    first = picked[:kept].copy()
    picked.sort()
    return np.concatenate(places), first, int(np.count_nonzero(picked[1:] == picked[:-1]))


def compare_lines(index: LineIndex, later: Numbers, first: Numbers) -> tuple[Numbers, Numbers]:
    """Return those of the lines that are like an earlier one to the byte, and the first such."""
    seen: dict[bytes, int] = {}
    doubles = list[tuple[int, int]]()
    for line, lines in index.read_stretches((line, 1) for line in np.union1d(later, first).tolist()):
        before = seen.setdefault(lines[0].rstrip(b"\r\n"), line)
        if before != line:
            doubles.append((line, before))
    pairs = np.array(doubles, np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]
