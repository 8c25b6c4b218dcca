"""Rows of a large file that are like an earlier one: found by hashes, compared to the byte."""

from pathlib import Path

import numpy as np

from profitability.intake.line_index import LineIndex
from profitability.intake.seen_customers import Numbers

_TOP_BITS = 24
_PART = 1 << 20


def find_doubles(path: Path, rare: Numbers) -> tuple[Numbers, Numbers]:
    """Return the ordinals of plain rows whose hash an earlier one has, and of the first such.

    The upper halves are sorted, which costs half of sorting all; only rows in whose neighbourhood two halves are alike
    are compared whole.
    """
    upper = np.fromfile(path, "<u4")[1::2].copy()
    upper.sort()
    twice = upper[1:][upper[1:] == upper[:-1]]
    del upper
    if not len(twice):
        return np.array([], np.int64), np.array([], np.int64)
    may_be = np.zeros(1 << _TOP_BITS, np.bool_)
    may_be[twice >> np.uint32(32 - _TOP_BITS)] = True
    hashes = np.fromfile(path, "<u8")
    parts = (hashes[begin : begin + _PART] >> np.uint64(64 - _TOP_BITS) for begin in range(0, len(hashes), _PART))
    places = np.concatenate([np.flatnonzero(may_be[part]) + at * _PART for at, part in enumerate(parts)])
    some = np.sort(hashes[places])
    doubled = np.unique(some[1:][some[1:] == some[:-1]])
    places = places[np.isin(hashes[places], doubled)]
    places = places[~np.isin(places, rare)]
    if not len(places):
        return np.array([], np.int64), np.array([], np.int64)
    values = hashes[places]
    order = np.argsort(values, kind="stable")
    places, values = places[order], values[order]
    starts = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]]))
    first = np.repeat(places[starts], np.diff([*starts, len(places)]))
    later = places != first
    by_row = np.argsort(places[later], kind="stable")
    return places[later][by_row], first[later][by_row]


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
