"""What a workbook says of a cell by its looks alone: a currency, thousands, percent or a unit, or a line through it.

Nothing of that is in the value: 1500 shown as "1 500 tkr" or "1 500 €" is 1500, and 1 234 567 may show as 1 235.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape

PERCENT, THOUSANDS = "%", "0,"
_HOME = frozenset({"kr", "kr.", "sek"})
_BUILT_IN = {9: "0%", 10: "0.00%"}
_TAG = re.compile(r"<(?:\w+:)?numFmt\b[^<>]*+>")
_FONT = re.compile(r"<(?:\w+:)?font\b[^<>]*+(?:(?<=/)>|>(?:(?!<(?:\w+:)?font\b).)*?</(?:\w+:)?font>)", re.DOTALL)
_STRIKE = re.compile(r'<(?:\w+:)?strike\b(?![^<>]*\bval="(?:0|false)")')
_CELL_FORMATS = re.compile(r"<(?:\w+:)?cellXfs\b(?:(?!<(?:\w+:)?cellXfs\b).)*?</(?:\w+:)?cellXfs>", re.DOTALL)
_FORMAT = re.compile(r"<(?:\w+:)?xf\b[^<>]*+>")
_LITERAL = re.compile(r'"([^"]*)"|\[\$([^\]-]*)(?:-[^\]]*)?\]|\\(.)')
_DROPPED = re.compile(r"\[[^\]]*\]|[_*].")
_SCALED = re.compile(r"[0#?](,+)(?![0#?,])")


@dataclass(frozen=True)
class Shown:
    """What so many numbers of a column (its place from 0) show beside them: words, `PERCENT` or `THOUSANDS`."""

    place: int
    mark: str
    count: int


@dataclass(frozen=True)
class Styles:
    """By the number of a cell's style: the mark of its numbers, and whether there is a line through the cell."""

    marks: Mapping[str, str]
    struck: frozenset[str]

    @property
    def telling(self) -> frozenset[str]:
        """Return the styles that say anything."""
        return self.struck | set(self.marks)


def read_styles(text: str) -> Styles:
    """Read the part of a workbook that lists its styles; where crowns are the only words, they say nothing new."""
    codes = dict(_BUILT_IN)
    for tag in _TAG.findall(text):
        number = _attribute(tag, "numFmtId")
        if number.isdecimal():
            codes[int(number)] = unescape(_attribute(tag, "formatCode"))
    fonts = [_STRIKE.search(each) is not None for each in _FONT.findall(text.partition("<fills")[0])]
    formats = _CELL_FORMATS.search(text)
    marks, struck = {}, set()
    for place, tag in enumerate(_FORMAT.findall(formats[0]) if formats else ()):
        number, font = _attribute(tag, "numFmtId"), _attribute(tag, "fontId")
        if number.isdecimal() and (mark := read_mark(codes.get(int(number), ""))):
            marks[str(place)] = mark
        if font.isdecimal() and int(font) < len(fonts) and fonts[int(font)]:
            struck.add(str(place))
    return Styles({} if set(marks.values()) <= _HOME else marks, frozenset(struck))


def read_mark(code: str) -> str:
    """Return what a number format shows of a number: `PERCENT`, `THOUSANDS`, its zeros, or its words in lower case."""
    code = code.partition(";")[0]
    bare = _DROPPED.sub("", _LITERAL.sub(" ", code))
    if "%" in bare:
        return PERCENT
    if _SCALED.search(bare):
        return THOUSANDS
    if re.fullmatch("0{3,20}", code):
        return code
    words = "".join(quoted or symbol or sign for quoted, symbol, sign in _LITERAL.findall(code))
    words += re.sub("[^€$£¥]", "", bare)
    tells = re.search("[0#?]|general", bare.casefold()) and re.search(r"[^\W\d_]|[€$£¥]", words)
    return " ".join(words.casefold().split()) if tells else ""


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found[1] if found else ""


_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_TEXT = re.compile(rb'\bt="(?!n")')


@dataclass
class Looks:
    """Counts the cells of one sheet whose style tells something, as its XML streams by."""

    styles: Styles
    counts: Counter[tuple[bytes, str]] = field(default_factory=Counter)
    struck_rows: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        numbers = "|".join(sorted(self.styles.telling)).encode()
        self.pattern = re.compile(rb'<(?:\w+:)?c\b(?=[^<>/]*+>)([^<>/]*\bs="(' + numbers + rb')"[^<>/]*)>')

    def take(self, text: bytes) -> None:
        """Look at whole cells; empty ones say nothing."""
        if not self.styles.telling:
            return
        for attributes, style in self.pattern.findall(text):
            found = _PLACE.search(attributes)
            if found is None:
                continue
            if style.decode() in self.styles.struck:
                self.struck_rows.add(int(found[2]))
            mark = self.styles.marks.get(style.decode(), "")
            if mark and not _TEXT.search(attributes):
                self.counts[found[1], mark] += 1
