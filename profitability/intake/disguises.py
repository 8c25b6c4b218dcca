"""What the bytes of a large file show and the reader would not tell.

Numbers that it takes in silence and a person would not (1e5, 1_000, more decimals than it keeps), and cells with
something around them that a canonical text goes without.
"""

from pathlib import Path

import numpy as np

_BLOCK = 1 << 20
KEPT_PLACES, FEW_PLACES = 6, 2
"""Decimals that the reader keeps, and those it keeps of a file that shows no more anywhere; with more it rounds."""

_LINE_FEED = 10
_ZERO, _LOWER, _E, _PLUS, _MINUS, _BAR = (ord(sign) for sign in "0 e+-_")
type _Bytes = np.ndarray[tuple[int], np.dtype[np.uint8]]
type _Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]
type _Places = np.ndarray[tuple[int], np.dtype[np.intp]]


def count_places(path: Path, mark: str) -> int:
    """Return how many decimals the reader must keep; 0 when it would misread some number.

    That is a digit before E or _ that goes on, or too many digits behind the decimal mark. Some article numbers are
    found too: then numbers are read as texts, or with decimals they do not have, which costs more and means the same.
    """
    last, places = b"", FEW_PLACES
    with path.open("rb") as handle:
        while block := handle.read(_BLOCK):
            signs = np.frombuffer(last + block, np.uint8)
            doubtful = np.flatnonzero((signs | _LOWER) == _E)
            if b"_" in block:
                doubtful = np.concatenate([doubtful, np.flatnonzero(signs == _BAR)])
            marks = _keep_long(signs, np.flatnonzero(signs == ord(mark)), FEW_PLACES)
            if _goes_on(signs, doubtful) or len(_keep_long(signs, marks, KEPT_PLACES)):
                return 0
            places = KEPT_PLACES if len(marks) else places
            last = block[-KEPT_PLACES - 2 :]
    return places


def has_padding(path: Path, delimiter: str) -> bool:
    """Say whether some cell begins or ends with a blank, a mark, an apostrophe, or a byte that a blank may have."""
    last = b"\n"
    begins, ends_badly = _BEGINS.copy(), _ENDS.copy()
    for table in (begins, ends_badly):
        table[[_LINE_FEED, ord(delimiter)]] = False
    with path.open("rb") as handle:
        while block := handle.read(_BLOCK):
            signs = np.frombuffer((last + block).replace(b"\r\n", b"\n"), np.uint8)
            ends = np.flatnonzero((signs == ord(delimiter)) | (signs == _LINE_FEED))
            after, before = signs[ends[ends < len(signs) - 1] + 1], signs[ends[ends > 0] - 1]
            if begins[after].any() or ends_badly[before].any():
                return True
            last = block[-1:]
    return False


def show_padding(first: _Bytes, last: _Bytes) -> _Flags:
    """Say of cells by their first and last bytes which may have something around them that they go without."""
    return _BEGINS[first] | _ENDS[last]


def _mark(signs: bytes) -> _Flags:
    """Return a table that says yes to these bytes, control signs and blanks."""
    table = np.zeros(256, np.bool_)
    table[:33] = True
    table[list(signs)] = True
    return table


_BEGINS, _ENDS = _mark(b"\xc2\xe2\xef'"), _mark(b"\xa0\xaf\x87\xbf")


def _goes_on(signs: _Bytes, places: _Places) -> bool:
    places = places[(places > 0) & (places < len(signs) - 1)]
    before, after = signs[places - 1], signs[places + 1]
    begins = _are_digits(before) | (before == ord(",")) | (before == ord("."))
    return bool(np.any(begins & (_are_digits(after) | (after == _PLUS) | (after == _MINUS))))


def _keep_long(signs: _Bytes, places: _Places, kept: int) -> _Places:
    """Return those marks that more digits than the reader keeps stand behind."""
    places = places[places < len(signs) - kept - 1]
    for step in (kept + 1, *range(1, kept + 1)):
        places = places[_are_digits(signs[places + step])]
    return places


def _are_digits(signs: _Bytes) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return (signs - np.uint8(_ZERO)) < 10
