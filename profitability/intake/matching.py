"""Match the columns of a file to fields: by the words people use, by likeness, and by the shape of the values.

Confidence is meant to hold: at `SURE` and above the match has an exact word that no other column competes for, and
values of the right shape. Everything below is a proposal that a person confirms.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz

from profitability.domain.template import Kind, find_sheet
from profitability.intake.fields import FIELDS
from profitability.intake.vocabulary import OTHERS, Words

SURE = 0.9
PROPOSED = 0.45
_RIVAL = 0.1
_SERIAL_DIGITS = 5
"""A spreadsheet's serial day has no more digits, and so have many customers' numbers."""

_OPENING = ("ingående saldo", "ingående balans", "ib", "opening balance", "primosaldo", "primo", "inngående saldo")
_CLOSING = ("utgående saldo", "utgående balans", "ub", "closing balance", "ultimosaldo", "ultimo", "saldo", "balance")
_SWAPPED = (0.05, 0.5)
"""Fewer decimals than amounts have, more than quantities have."""

_NUMBERED = re.compile("(?:nr|no|number|nummer|numero|nro|code|kode|kod|id)$")
_CUSTOMER_WORDS = ("kund", "customer", "kunde", "client", "debitor")
_BY_SHAPE = ("date", "gross_sales", "amount")
_OTHER_WAYS = ("net_amount", "with_vat", "debit", "credit", "unit_price")
_HELPERS = {
    "net_amount": Kind.AMOUNT,
    "vat": Kind.AMOUNT,
    "with_vat": Kind.AMOUNT,
    "unit_price": Kind.AMOUNT,
    "unit_cost": Kind.AMOUNT,
    "returns": Kind.AMOUNT,
    "debit": Kind.AMOUNT,
    "credit": Kind.AMOUNT,
    "discount_share": Kind.QUANTITY,
    "currency": Kind.TEXT,
    "credit_mark": Kind.TEXT,
    "credit_note": Kind.TEXT,
}


@dataclass(frozen=True)
class Look:
    """The shape of a column's values: shares (0–1) of the filled cells; names are words of letters, no digit.

    `digits` is how many digits a number has before its decimals, on average.
    """

    filled: int
    number_share: float
    date_share: float
    decimal_share: float
    name_share: float = 0.0
    digits: float = 0.0


@dataclass(frozen=True)
class Match:
    """A field, the index of the column proposed for it, and how sure that is (0–1)."""

    field: str
    column: int
    confidence: float

    @property
    def is_sure(self) -> bool:
        return self.confidence >= SURE


def kind_of(sheet: str, field: str) -> Kind:
    """Return what the field holds."""
    if field in _HELPERS:
        return _HELPERS[field]
    found = find_sheet(sheet)
    assert found is not None
    return next(column.kind for column in found.columns if column.name == field)


def match_columns(sheet: str, headers: Sequence[str], looks: Sequence[Look]) -> tuple[Match, ...]:
    """Propose at most one column per field and one field per column, the surest first."""
    scores = {
        (field, place): _weigh_look(_score_words(header, words), kind_of(sheet, field), field, looks[place], header)
        for field, words in FIELDS[sheet].items()
        for place, header in enumerate(headers)
        if header.strip()
    }
    scores = {key: score for key, score in scores.items() if score >= PROPOSED}
    scores = _lower_swapped(_lower_rivals(_lift_lonely(sheet, scores, headers, looks)), looks)
    scores = _lower_closing(scores, headers, looks)
    return _choose(_add_by_shape(sheet, scores, looks))


def score_headers(sheet: str, headers: Iterable[str]) -> float:
    """Say how much a row looks like the header of `sheet`: the sum of its best word scores."""
    return sum(
        max((score for words in FIELDS[sheet].values() if (score := _score_words(header, words)) >= 0.6), default=0.0)
        for header in headers
        if header.strip()
    )


@lru_cache(maxsize=1 << 14)
def fold(text: str) -> str:
    """Reduce a header to what matters for comparison: lower case, without marks, blanks, accents and units."""
    text = re.sub(r"(?<=[a-zåäöæøü])(?=[A-ZÅÄÖÆØÜ])", " ", text)
    text = re.sub(r"[\[(]\s*(?:sek|kr|tkr|ksek|eur|dkk|nok|chf|usd|gbp|st|lcy)\.?\s*[\])]", " ", text.casefold())
    text = re.sub(
        r"(?<=[^ ]) (?:sek|tkr|ksek|mkr|msek|kr|eur|teur|dkk|tdkk|nok|tnok|usd|gbp|chf)\.?$", "", text.strip()
    )
    text = text.replace("ø", "o").replace("æ", "a").replace("ß", "ss")
    text = unicodedata.normalize("NFKD", text)
    return re.sub(r"[^0-9a-z%#/]", "", "".join(sign for sign in text if not unicodedata.combining(sign)))


def is_general(sheet: str, field: str, header: str) -> bool:
    """Say whether the header names the field by a general word only ("Belopp", "Total")."""
    words, folded = FIELDS[sheet][field], fold(header)
    return folded in _folded(words.likely) and folded not in _folded(words.sure)


@lru_cache(maxsize=1 << 14)
def _score_words(header: str, words: Words) -> float:
    folded = fold(header)
    if not folded:
        return 0.0
    sure, likely = _folded(words.sure), _folded(words.likely)
    if folded in sure:
        return 0.98 - 0.001 * min(sure.index(folded), 30)
    if folded in likely:
        return 0.82 - 0.002 * min(likely.index(folded), 30)
    if folded in _folded(OTHERS):
        return 0.0
    best = max((fuzz.ratio(folded, word) / 100 for word in sure if len(word) > 4), default=0.0)
    if best >= 0.85 and len(folded) > 4:
        return 0.85 * best
    inside = any(len(word) > 4 and (folded.startswith(word) or folded.endswith(word)) for word in sure)
    return 0.7 if inside else 0.0


@cache
def _folded(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fold(word) for word in words))


def _weigh_look(score: float, kind: Kind, field: str, look: Look, header: str) -> float:
    """Lower a score where the values contradict the words."""
    if not score or not look.filled:
        return score * 0.5
    if kind is Kind.DATE:
        return score if look.date_share >= 0.6 else score * 0.3
    if field == "returns" and look.decimal_share < 0.2:
        return score * 0.3
    if kind in (Kind.AMOUNT, Kind.QUANTITY):
        return score if look.number_share >= 0.6 else score * 0.3
    if look.date_share > 0.9 and look.number_share < 0.9:
        return score * 0.3
    if field == "customer_id" and look.name_share > 0.8 and _NUMBERED.search(fold(header)):
        return score * 0.6
    if field in ("customer_id", "pool_id") and look.decimal_share > 0.5:
        return score * 0.4
    if field in ("name", "segment", "line") and look.number_share > 0.9:
        return score * 0.4
    return score


def _lift_lonely(
    sheet: str, scores: dict[tuple[str, int], float], headers: Sequence[str], looks: Sequence[Look]
) -> dict[tuple[str, int], float]:
    """Trust a general word ("Belopp") when no other column could be the field."""
    lifted = dict(scores)
    for (field, place), score in scores.items():
        if not 0.75 <= score < SURE or field in _HELPERS:
            continue
        elsewhere = {at for (other, at), rival in scores.items() if other != field and at != place and rival >= SURE}
        rivals = [key for key in scores if key != (field, place) and (key[0] == field or key[1] == place)]
        rivals = [key for key in rivals if key[1] not in elsewhere]
        if field == "customer_id" and sheet != "customers" and fold(headers[place]) not in _folded(_CUSTOMER_WORDS):
            continue
        named = {at for (_, at), rival in scores.items() if at != place and rival >= SURE}
        named |= {at for at, header in enumerate(headers) if fold(header) in _folded(OTHERS)}
        if any(scores[key] >= 0.6 for key in rivals) or not _is_only_one(sheet, field, place, looks, named):
            continue
        lifted[field, place] = 0.91
    return lifted


def _is_only_one(sheet: str, field: str, place: int, looks: Sequence[Look], named: Collection[int]) -> bool:
    """Say whether no other column, but for those `named` by exact words, could hold the field by its values."""
    kind = kind_of(sheet, field)
    others = [look for index, look in enumerate(looks) if index != place and index not in named and look.filled]
    if field == "customer_id":
        look = looks[place]
        is_day = look.date_share >= 0.5 and look.digits > _SERIAL_DIGITS
        return look.number_share > 0.9 and look.decimal_share == 0 and not is_day
    if kind is Kind.DATE:
        return all(look.date_share < 0.6 for look in others)
    if kind is Kind.AMOUNT:
        return all(look.decimal_share < 0.2 for look in others)
    return False


def _add_by_shape(
    sheet: str, scores: dict[tuple[str, int], float], looks: Sequence[Look]
) -> dict[tuple[str, int], float]:
    """Propose the only column of dates, or of decimals, for a required field that no word names."""
    added = dict(scores)
    for field in FIELDS[sheet]:
        kind = kind_of(sheet, field)
        has_other_way = field == "gross_sales" and any(key[0] in _OTHER_WAYS for key in scores)
        if field not in _BY_SHAPE or has_other_way or any(key[0] == field for key in scores):
            continue
        free = [place for place in range(len(looks)) if all(key[1] != place for key in scores)]
        fitting = [place for place in free if _fits_kind(looks[place], kind)]
        if len(fitting) == 1:
            added[field, fitting[0]] = PROPOSED
    return added


def _fits_kind(look: Look, kind: Kind) -> bool:
    if kind is Kind.DATE:
        return look.date_share > 0.9
    return look.decimal_share > 0.5 and look.number_share > 0.9


def _lower_rivals(scores: dict[tuple[str, int], float]) -> dict[tuple[str, int], float]:
    """Take the sureness away where two columns compete for a field, or two fields for a column."""
    lowered = dict(scores)
    for (field, place), score in scores.items():
        for (other_field, other_place), rival in scores.items():
            same_field = other_field == field and other_place != place
            same_place = other_place == place and other_field != field
            if (same_field or same_place) and rival > score - _RIVAL and score >= SURE:
                lowered[field, place] = min(lowered[field, place], 0.8 if rival < score else 0.78)
    return lowered


def _lower_swapped(scores: dict[tuple[str, int], float], looks: Sequence[Look]) -> dict[tuple[str, int], float]:
    """Take the sureness away where the quantity looks like an amount and the amount like a quantity."""
    amounts = [key for key in scores if key[0] == "gross_sales" and looks[key[1]].decimal_share < _SWAPPED[0]]
    counts = [key for key in scores if key[0] == "quantity" and looks[key[1]].decimal_share > _SWAPPED[1]]
    pairs = [(one, other) for one in amounts for other in counts if looks[other[1]].digits > looks[one[1]].digits + 0.5]
    return scores | {key: min(scores[key], 0.8) for pair in pairs for key in pair}


def _lower_closing(
    scores: dict[tuple[str, int], float], headers: Sequence[str], looks: Sequence[Look]
) -> dict[tuple[str, int], float]:
    """Take the sureness away from a closing balance beside an opening one: the cost may be what lies between."""
    opens = any(fold(name) in _folded(_OPENING) and looks[place].filled for place, name in enumerate(headers))
    closing = [key for key in scores if opens and key[0] == "amount" and fold(headers[key[1]]) in _folded(_CLOSING)]
    return scores | {key: min(scores[key], 0.8) for key in closing}


def _choose(scores: Mapping[tuple[str, int], float]) -> tuple[Match, ...]:
    chosen: list[Match] = []
    for (field, place), score in sorted(scores.items(), key=lambda item: (-item[1], item[0][1], item[0][0])):
        if all(match.field != field and match.column != place for match in chosen):
            chosen.append(Match(field, place, round(score, 3)))
    return tuple(chosen)
