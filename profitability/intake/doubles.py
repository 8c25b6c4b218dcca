"""Rows of a large file that are like an earlier one: found by hashes, compared to the byte."""

from pathlib import Path

import numpy as np

from profitability.intake.line_index import LineIndex
from profitability.intake.seen_customers import Numbers

_TOP_BITS = 20
_PART = 1 << 17
type Halves = np.ndarray[tuple[int], np.dtype[np.uint32]]
type Hashes = np.ndarray[tuple[int], np.dtype[np.uint64]]


def find_doubles(path: Path, upper: Halves, rare: Numbers) -> tuple[Numbers, Numbers]:
    """Return the ordinals of plain rows whose hash, in the file, an earlier one has, and of the first such.

    `upper` are the upper halves of the hashes: they are sorted in their place, which costs half of sorting all; only
    rows in whose neighbourhood two halves are alike are compared whole.
    """
    upper.sort()
    twice = upper[1:][upper[1:] == upper[:-1]]
    if not len(twice):
        return np.array([], np.int64), np.array([], np.int64)
    places, values = _pick(path, twice)
    some = np.sort(values)
    doubled = np.unique(some[1:][some[1:] == some[:-1]])
    kept = np.isin(values, doubled) & ~np.isin(places, rare)
    places, values = places[kept], values[kept]
    if not len(places):
        return np.array([], np.int64), np.array([], np.int64)
    order = np.argsort(values, kind="stable")
    places, values = places[order], values[order]
    starts = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]]))
    first = np.repeat(places[starts], np.diff([*starts, len(places)]))
    later = places != first
    by_row = np.argsort(places[later], kind="stable")
    return places[later][by_row], first[later][by_row]


def _pick(path: Path, twice: Halves) -> tuple[Numbers, Hashes]:
    """Return the ordinals and hashes of the rows whose topmost bits are those of some half that is there twice."""
    may_be = np.zeros(1 << _TOP_BITS, np.bool_)
    may_be[twice >> np.uint32(32 - _TOP_BITS)] = True
    places, values, begin = [], [], 0
    with path.open("rb") as handle:
        while len(part := np.fromfile(handle, "<u8", _PART)):
            found = np.flatnonzero(may_be[part >> np.uint64(64 - _TOP_BITS)])
            places.append(found + begin)
            values.append(part[found])
            begin += len(part)
    return np.concatenate(places), np.concatenate(values)


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
