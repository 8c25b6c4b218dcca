"""The customers of a large file, met batch by batch: each with its first plain row, and those that are not plain.

A number without leading zeros comes as a number (0 where there is none) and is compared as one; all others as texts.
"""

import numpy as np
import pyarrow as pa

from profitability.intake.plain_rows import is_plain_id

type Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]
type Codes = np.ndarray[tuple[int], np.dtype[np.int32]]
type Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]
type Unsigned = np.ndarray[tuple[int], np.dtype[np.uint32]]
type Lengths = np.ndarray[tuple[int], np.dtype[np.uint8]]

_SMALL = 1 << 24
_TENS = tuple(10**power for power in range(1, 10))


def numeric_sql(cell: str) -> str:
    """Return the SQL of a cell's number, 0 where it begins with no digit from 1 to 9 or is too large."""
    return f"coalesce(CASE WHEN {cell} >= '1' AND {cell} < ':' THEN TRY_CAST({cell} AS UINTEGER) END, 0::UINTEGER)"


class SeenCustomers:
    """`ids` are the customers with the ordinal of their first plain row; `bad_ids` make a row not plain.

    `known` are all there are, when they are given: another is not plain.
    """

    def __init__(self, known: frozenset[str] | None) -> None:
        self.known = known
        self.ids: dict[str, int] = {}
        self.bad_ids: dict[str, None] = {}
        self._texts = pa.nulls(0, pa.string())
        self._small: Flags = np.zeros(_SMALL, np.bool_)
        self._small[0] = True
        self._large: Unsigned = np.array([], np.uint32)
        self._bad_numbers: Unsigned = np.array([], np.uint32)

    def take_numbers(self, numbers: Unsigned, lengths: Lengths, plain: Flags, begin: int) -> Flags:
        """Note new customers among the numbers; return which rows are plain when these are looked at too.

        `lengths` are those of the texts: one that differs from the number's own ("12 ", "12.0") is no plain number.
        """
        digits = np.ones(len(numbers), np.uint8)
        for ten in _TENS:
            digits += numbers >= ten
        plain = plain & ((numbers == 0) | (digits == lengths))
        new = self._list_new(numbers)
        if len(new) and self.known is not None:
            bad = np.array([each for each in new.tolist() if str(each) not in self.known], np.uint32)
            self.bad_ids |= {str(each): None for each in bad.tolist()}
            self._bad_numbers = np.union1d(self._bad_numbers, bad)
        if len(self._bad_numbers):
            plain = plain & ~np.isin(numbers, self._bad_numbers)
        if len(new):
            places = np.flatnonzero(plain & np.isin(numbers, new))
            firsts, at = np.unique(numbers[places], return_index=True)
            for each, place in zip(firsts.tolist(), places[at].tolist(), strict=True):
                self.ids.setdefault(str(each), begin + place)
        return plain

    def take_texts(self, column: pa.Array, plain: Flags, places: Numbers, begin: int) -> Flags:
        """Note new customers among the texts, which stand in the rows `places`; return which rows are plain."""
        import pyarrow.compute as pc  # most files have numbers for customers

        encoded = column.dictionary_encode()
        codes = np.frombuffer(encoded.indices.buffers()[1], np.int32, len(encoded), encoded.offset * 4)
        is_new = pc.invert(pc.is_in(encoded.dictionary, value_set=self._texts))
        new = encoded.dictionary.filter(is_new)
        if len(new):
            self._texts = pa.concat_arrays([self._texts, new])
            self.bad_ids |= {text: None for text in new.to_pylist() if not self._is_plain(text)}
        texts = encoded.dictionary.to_pylist()
        if self.bad_ids:
            is_bad = np.array([text in self.bad_ids for text in texts])
            plain = plain.copy()
            plain[places[is_bad[codes]]] = False
        if len(new):
            self._note_first(texts, np.array(is_new.to_pylist()), codes, plain[places], places + begin)
        return plain

    def _list_new(self, numbers: Unsigned) -> Unsigned:
        """Return the numbers that no earlier batch had, each once, and note them: small ones in a table."""
        are_large = not len(numbers) or int(numbers.max()) >= len(self._small)
        small = numbers[numbers < len(self._small)] if are_large else numbers
        new = np.unique(small[~self._small[small]])
        self._small[new] = True
        if are_large:
            large = np.setdiff1d(numbers[numbers >= len(self._small)], self._large)
            self._large = np.union1d(self._large, large)
            new = np.concatenate([new, large])
        return new

    def _is_plain(self, text: str) -> bool:
        return is_plain_id(text) and (self.known is None or text in self.known)

    def _note_first(self, texts: list[str], is_new: Flags, codes: Codes, plain: Flags, rows: Numbers) -> None:
        places = np.flatnonzero(is_new[codes] & plain)
        found, first = np.unique(codes[places], return_index=True)
        for code, at in zip(found.tolist(), places[first].tolist(), strict=True):
            self.ids.setdefault(texts[code], int(rows[at]))
