"""Read a column of numbers one way as a whole: which marks it uses is proved by its shapes, or asked.

A shape is all values that are alike but for their digits; the readings of a column depend on one sample of each.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from profitability.intake.question import Answers, Candidate, Question, find_answer

BLANKS = "\u0020\u00a0\u202f\u2009\u2007"
MINUS = "-\u2212\u2013\u2010\u2011\u2012\uff0d"
TYPED = "\x01"
_LONGEST = 100
"""Stands before the text of a cell that a workbook holds as a number: its decimal mark is a point, beyond doubt."""

_CODES = r"sek|nok|dkk|isk|eur|usd|gbp|chf|pln|czk|huf|jpy|cny|cad|aud|€|\$|£|¥"
UNIT = rf"(?:kr\.?|:-|{_CODES})"
"""A currency beside an amount, as a regular expression of RE2 and Python alike."""

_CURRENCY = re.compile(rf"(?<![a-zåäö])(?:{_CODES}|kr)(?![a-zåäö])", re.IGNORECASE)
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY"}
_CROWNS = {"SEK", "NOK", "DKK", "ISK"}
_CREDIT = re.compile(r"(?:^|\s)(cr|dr)\.?$|^(cr|dr)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Shape:
    """A value that stands for all of its shape, how many cells have that, and the first row."""

    sample: str
    count: int
    row: int


@dataclass(frozen=True)
class NumberFormat:
    """How a column writes numbers: decimal mark ("" = whole numbers only), thousands mark, whether CR is minus."""

    decimal: str = ""
    group: str = ""
    credit_is_negative: bool = False
    is_percent: bool = False

    @property
    def name(self) -> str:
        return f"{self.decimal or 'none'}{self.group}"


@dataclass(frozen=True)
class NumberFinding:
    """The format; None when it must be asked for."""

    format: NumberFormat | None
    questions: tuple[Question, ...] = ()
    sign_styles: tuple[str, ...] = ()


def normalise(text: str) -> str:
    """Return the text with plain blanks, minus and apostrophe, without currency; the sign style is kept."""
    text = re.sub(f"[{BLANKS}]", " ", text.lstrip(TYPED)).strip()
    text = re.sub(f"[{MINUS}]", "-", text).replace("’", "'").removesuffix("%").rstrip()
    text = re.sub(rf"^([-+(]?) ?{UNIT} ?", r"\1", text, flags=re.IGNORECASE)
    return re.sub(rf" ?{UNIT} ?(\)?-?)$", r"\1", text, flags=re.IGNORECASE).strip()


def split_sign(text: str) -> tuple[str, str, str]:
    """Return the digits with their marks, the sign ("-" or ""), and how it is written."""
    text = normalise(text)
    if mark := _CREDIT.search(text):
        word = (mark[1] or mark[2]).lower()
        body, sign, style = split_sign(_CREDIT.sub("", text).strip(" ."))
        return body, sign, f"{word}{style if style != 'plain' else ''}"
    if text.startswith("(") and text.endswith(")"):
        return normalise(text[1:-1]), "-", "parentheses"
    if text.startswith("-"):
        return text[1:].lstrip(), "-", "leading"
    if text.endswith("-"):
        return text[:-1].rstrip(), "-", "trailing"
    return text.removeprefix("+").lstrip(), "", "plain"


def find_currencies(shapes: Sequence[Shape]) -> tuple[str, ...]:
    """Return the currencies beside the amounts of a column; "" where a foreign one stands beside the fewer of them."""
    counts: Counter[str] = Counter()
    bare = 0
    for shape in shapes:
        found = list_currencies(shape.sample)
        counts.update(dict.fromkeys(found, shape.count))
        bare += shape.count * (not found and bool(set("123456789") & set(shape.sample)))
    if _CROWNS & set(counts):
        counts["SEK" if "SEK" in counts else next(iter(_CROWNS & set(counts)))] += counts.pop("KR", 0)
    if set(counts) - {"KR", "SEK"} and bare > counts.total():
        counts[""] = bare
    return tuple(sorted(counts))


def list_currencies(text: str) -> set[str]:
    """Return the codes of the currencies that a text names; crowns of no country are KR."""
    return {_SIGNS.get(sign, sign.upper()) for sign in _CURRENCY.findall(text)}


def is_number_shape(text: str) -> bool:
    """Say whether some reading makes the text a number."""
    return text.startswith(TYPED) or (len(text) <= _LONGEST and bool(_readings(split_sign(text)[0])))


def read_shape(text: str, format_: NumberFormat) -> str | None:
    """Return plain decimal text ("-1234.5"), or None when the text is no number in this format."""
    body, sign, style = split_sign(text)
    if text.startswith(TYPED):
        format_ = NumberFormat(".", "")
    if not _fits(body, format_.decimal, format_.group) or (text.endswith("%") and not format_.is_percent):
        return None
    if style.startswith("cr"):
        sign = "-" if format_.credit_is_negative else ""
    elif style.startswith("dr"):
        sign = "" if format_.credit_is_negative else "-"
    plain = body.replace(format_.group, "") if format_.group else body
    return sign + (plain.replace(format_.decimal, ".") if format_.decimal else plain)


def find_format(
    column: str, shapes: Sequence[Shape], answers: Answers, hint: str = "", *, is_percent: bool = False
) -> NumberFinding:
    """Find the one format that all number shapes of a column share; ask when more than one does.

    `hint` is the decimal mark of other columns: it makes a candidate likely and decides nothing.
    """
    numbers = [shape for shape in shapes if not shape.sample.startswith(TYPED) and is_number_shape(shape.sample)]
    styles = tuple(dict.fromkeys(split_sign(shape.sample)[2] for shape in numbers))
    possible = _find_common(numbers)
    credit = _ask_credit(column, numbers, styles, answers)
    credit_is_negative = credit is None or find_answer(answers, credit) != "credit_positive"
    open_credit = (credit,) if credit and find_answer(answers, credit) is None else ()
    named = tuple(style for style in styles if style != "plain")
    if len(possible) > 1:
        question = _ask_decimal(column, numbers, possible, hint)
        answer = find_answer(answers, question)
        if answer is None:
            return NumberFinding(None, (question, *open_credit), named)
        possible = [each for each in possible if each.name == answer]
    if open_credit:
        return NumberFinding(None, open_credit, named)
    chosen = possible[0] if possible else NumberFormat(".", "")
    return NumberFinding(replace(chosen, credit_is_negative=credit_is_negative, is_percent=is_percent), (), named)


def _readings(body: str) -> list[NumberFormat]:
    return [
        NumberFormat(decimal, group)
        for decimal in ("", ",", ".")
        for group in ("", " ", ".", ",", "'")
        if decimal != group or not decimal
        if _fits(body, decimal, group)
    ]


def _fits(body: str, decimal: str, group: str) -> bool:
    return _pattern(decimal, group).fullmatch(body) is not None


@cache
def _pattern(decimal: str, group: str) -> re.Pattern[str]:
    return re.compile(digits_pattern(decimal, group), re.ASCII)


def digits_pattern(decimal: str, group: str) -> str:
    """Return the regular expression (of RE2 and Python alike) for unsigned digits in a format."""
    point, part = re.escape(decimal), re.escape(group)
    whole = rf"(?:[0-9]+|[1-9][0-9]{{0,2}}(?:{part}[0-9]{{3}})+)" if group else "[0-9]+"
    return rf"(?:{whole}(?:{point}[0-9]*)?|{point}[0-9]+)" if decimal else whole


def _find_common(shapes: Sequence[Shape]) -> list[NumberFormat]:
    """Return the formats that read the most cells; fewer marks first."""
    bodies = [(split_sign(shape.sample)[0], shape.count) for shape in shapes]
    formats = [
        NumberFormat(decimal, group)
        for decimal in ("", ",", ".")
        for group in ("", " ", "'", ".", ",")
        if decimal != group or not decimal
    ]
    counts = {each: sum(count for body, count in bodies if _fits(body, each.decimal, each.group)) for each in formats}
    most = max(counts.values(), default=0)
    if not most:
        return []
    best = [each for each in formats if counts[each] >= most - _stray(most)]
    top = [each for each in best if counts[each] == most] if len(best) > 1 else best
    return _drop_idle(top if not _contradict(best, top, bodies) else best, bodies)


def _stray(most: int) -> int:
    """Return how many cells may be slips of the pen before they count as evidence for another format."""
    return 0 if most < 50 else most // 50


def _contradict(best: list[NumberFormat], top: list[NumberFormat], bodies: list[tuple[str, int]]) -> bool:
    """Say whether the few cells that only `top` reads are too few to decide a mark that the others leave open."""
    return (
        len({each.decimal for each in best if each.decimal}) > 1
        and len({each.decimal for each in top}) == 1
        and any(re.fullmatch(r"[0-9]{1,3}(?:[.,][0-9]{3})", body) for body, _ in bodies)
    )


def _drop_idle(formats: list[NumberFormat], bodies: list[tuple[str, int]]) -> list[NumberFormat]:
    """Keep one format of those that read every cell alike: marks that no cell uses say nothing."""
    kept: dict[tuple[str, ...], NumberFormat] = {}
    for each in sorted(formats, key=lambda item: (len(item.decimal) + len(item.group), item.decimal, item.group)):
        meaning = tuple(_meaning(body, each) for body, _ in bodies)
        kept.setdefault(meaning, each)
    return list(kept.values())


def _meaning(body: str, format_: NumberFormat) -> str:
    if not _fits(body, format_.decimal, format_.group):
        return "?"
    plain = body.replace(format_.group, "") if format_.group else body
    return plain.replace(format_.decimal, ".") if format_.decimal else plain


def _ask_decimal(column: str, shapes: Sequence[Shape], possible: Sequence[NumberFormat], hint: str) -> Question:
    telling = [shape for shape in shapes if len({_meaning(split_sign(shape.sample)[0], each) for each in possible}) > 1]
    samples = tuple(shape.sample.lstrip(TYPED) for shape in telling[:3])
    return Question(
        "decimal",
        column,
        tuple(
            Candidate(
                each.name,
                tuple((sample, read_shape(sample, each) or "?") for sample in samples),
                bool(hint) and (each.decimal == hint or (not each.decimal and each.group != hint)),
            )
            for each in possible
        ),
        samples,
    )


def _ask_credit(column: str, shapes: Sequence[Shape], styles: Sequence[str], answers: Answers) -> Question | None:
    if not any(style.startswith(("cr", "dr")) for style in styles):
        return None
    samples = tuple(shape.sample for shape in shapes if _CREDIT.search(normalise(shape.sample)))[:3]
    return Question("sign", column, (Candidate("credit_positive"), Candidate("credit_negative")), samples)
