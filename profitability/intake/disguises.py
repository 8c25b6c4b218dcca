"""What the bytes of a large file show and the reader would not tell.

Numbers that it takes in silence and a person would not (1e5, 1_000, more decimals than it keeps), and cells with
something around them that a canonical text goes without.
"""

from pathlib import Path

import numpy as np

_BLOCK = 1 << 20
KEPT_PLACES = 6
"""Decimals that the reader keeps; with more it rounds."""

_LINE_FEED = 10
_ZERO, _LOWER, _E, _PLUS, _MINUS, _BAR = (ord(sign) for sign in "0 e+-_")
type _Bytes = np.ndarray[tuple[int], np.dtype[np.uint8]]
type _Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]
type _Places = np.ndarray[tuple[int], np.dtype[np.intp]]


def has_disguised(path: Path, mark: str) -> bool:
    """Say whether the bytes hold a digit before E or _ that goes on, or too many digits behind the decimal mark.

    It says yes to some article numbers too: then numbers are read as texts, which costs more and means the same.
    """
    last = b""
    with path.open("rb") as handle:
        while block := handle.read(_BLOCK):
            signs = np.frombuffer(last + block, np.uint8)
            places = np.flatnonzero((signs | _LOWER) == _E)
            if b"_" in block:
                places = np.concatenate([places, np.flatnonzero(signs == _BAR)])
            if _goes_on(signs, places) or _is_long(signs, np.flatnonzero(signs == ord(mark))):
                return True
            last = block[-KEPT_PLACES - 2 :]
    return False


def has_padding(path: Path, delimiter: str) -> bool:
    """Say whether some cell begins or ends with a blank, a mark, an apostrophe, or a byte that a blank may have."""
    last = b"\n"
    begins, ends_badly = _mark(b"\xc2\xe2\xef'", delimiter), _mark(b"\xa0\xaf\x87\xbf", delimiter)
    with path.open("rb") as handle:
        while block := handle.read(_BLOCK):
            signs = np.frombuffer((last + block).replace(b"\r\n", b"\n"), np.uint8)
            ends = np.flatnonzero((signs == ord(delimiter)) | (signs == _LINE_FEED))
            after, before = signs[ends[ends < len(signs) - 1] + 1], signs[ends[ends > 0] - 1]
            if begins[after].any() or ends_badly[before].any():
                return True
            last = block[-1:]
    return False


def _mark(signs: bytes, delimiter: str) -> _Flags:
    """Return a table that says yes to these bytes, control signs and blanks, but not to what ends a cell."""
    table = np.zeros(256, np.bool_)
    table[:33] = True
    table[list(signs)] = True
    table[[_LINE_FEED, ord(delimiter)]] = False
    return table


def _goes_on(signs: _Bytes, places: _Places) -> bool:
    places = places[(places > 0) & (places < len(signs) - 1)]
    before, after = signs[places - 1], signs[places + 1]
    begins = _are_digits(before) | (before == ord(",")) | (before == ord("."))
    return bool(np.any(begins & (_are_digits(after) | (after == _PLUS) | (after == _MINUS))))


def _is_long(signs: _Bytes, places: _Places) -> bool:
    places = places[places < len(signs) - KEPT_PLACES - 1]
    for step in (KEPT_PLACES + 1, *range(1, KEPT_PLACES + 1)):
        places = places[_are_digits(signs[places + step])]
    return len(places) > 0


def _are_digits(signs: _Bytes) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return (signs - np.uint8(_ZERO)) < 10
