"""The order of names in the Nordic alphabets: å ä ö in Swedish, æ ø å in Danish and Norwegian.

Their bytes lie in another order (ä å æ ö ø), and capitals before small letters.
"""

from enum import StrEnum

import pyarrow as pa
import pyarrow.compute as pc


class Alphabet(StrEnum):
    """An alphabet by the language that it is best known from."""

    SWEDISH = "sv"
    DANISH = "da"


_LAST_LETTERS = {Alphabet.SWEDISH: ("å", "äæ", "öø"), Alphabet.DANISH: ("æä", "øö", "å")}
_AFTER_Z = "{|}"


def _places(alphabet: Alphabet) -> dict[str, str]:
    """Map each letter after z to a sign that lies where the letter belongs."""
    return {letter: sign for letters, sign in zip(_LAST_LETTERS[alphabet], _AFTER_Z, strict=True) for letter in letters}


def sorting_texts(texts: pa.Array, alphabet: Alphabet) -> pa.Array:
    """Return texts whose bytes sort as `texts` do in the alphabet; capital and small letters are alike."""
    keys = pc.utf8_lower(texts)
    for letter, sign in _places(alphabet).items():
        keys = pc.replace_substring(keys, letter, sign)
    return keys


def sorting_sql(column: str, alphabet: Alphabet) -> str:
    """Return the SQL (DuckDB) of the same key for a column."""
    places = _places(alphabet)
    return f"translate(lower({column}), '{''.join(places)}', '{''.join(places.values())}')"
