"""Customers that are probably one: the same name but for case, blanks, punctuation, accents and legal form."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

_FORMS = re.compile(
    r"\b(?:ab|aktiebolag(?:et)?|hb|handelsbolag(?:et)?|kb|kommanditbolag(?:et)?|publ|ef|ek ?för|enskild firma"
    r"|as|asa|aps|a s|i s|k s"
    r"|gmbh(?: co kg)?|ag|kg|ug|ohg|ltd|limited|plc|llc|inc|corp|co|company|oy|oyj|bv|nv|sa|sarl|srl)\b"
)

_PREFIXED = re.compile(r"[a-z]{1,3}0*([1-9][0-9]{2,})")


def reduce_name(name: str) -> str:
    """Return what is left of a company's name when case, marks, accents and legal form are taken away."""
    text = unicodedata.normalize("NFKC", name).casefold().replace("&", " och ").replace(" and ", " och ")
    text = re.sub(r"[^\w]+", " ", text)
    text = re.sub(r"\s+", " ", _FORMS.sub(" ", text)).strip()
    plain = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).replace(" ", "")


def find_alike(customers: Iterable[tuple[int, str, str]]) -> list[tuple[int, str, str, int]]:
    """Return (row, id, name, first row) of customers whose reduced name an earlier row with another id has.

    `customers` are (row, id, name). The order is that of the rows.
    """
    seen: dict[str, tuple[int, str]] = {}
    alike = []
    for row, customer_id, name in customers:
        key = reduce_name(name or "")
        if len(key) < 3:
            continue
        first = seen.setdefault(key, (row, customer_id))
        if first[1] != customer_id:
            alike.append((row, customer_id, name, first[0]))
    return alike


def find_alike_ids(ids: Iterable[tuple[int, str]]) -> list[tuple[int, str, str]]:
    """Return (row, id, other id) of numbers that differ only by case, blanks, hyphens, leading zeros or a prefix."""
    groups: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row, text in ids:
        key = re.sub(r"[\s\-._/()]", "", text).casefold().lstrip("0")
        groups[key].append((row, text))
    for key in [each for each in groups if not each.isdigit()]:
        bare = _PREFIXED.fullmatch(key)
        if bare and bare[1] in groups:
            groups[bare[1]] = sorted(groups[bare[1]] + groups.pop(key))
    return sorted(
        (row, text, members[0][1]) for members in groups.values() for row, text in members[1:] if text != members[0][1]
    )
