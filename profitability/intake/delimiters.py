"""Find how a text file parts its columns: by the sign that gives every record the same number of clean values."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from profitability.intake.fixed_width import Gap, find_gaps, part_fixed
from profitability.intake.question import Answers, Candidate, Question, find_answer

WHITESPACE, FIXED = "whitespace", "fixed"
NAMES = {
    ";": "semicolon",
    ",": "comma",
    "\t": "tab",
    "|": "bar",
    "^": "caret",
    "~": "tilde",
    WHITESPACE: "whitespace",
    FIXED: "fixed",
    "": "none",
}
_SIGNS = (";", "\t", "|", ",", "^", "~")
_CLEAN = re.compile(
    r'"?(?:|[+\-−]?\(?[0-9][0-9 \u00a0\u202f.,’\']*\)?-?(?: ?(?:kr|sek|eur|%))?'
    r'|[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}|[\w&.\-/@ åäöÅÄÖ()+%:"\']+)"?',
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Dialect:
    """How lines part into cells: a sign (`WHITESPACE` for runs of blanks, `FIXED` for gaps, "" for a single column)."""

    sign: str = ""
    quote: str = '"'
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True)
class DelimiterFinding:
    """The dialect, or a question."""

    dialect: Dialect | None
    question: Question | None = None


def find_delimiter(lines: Sequence[str], answers: Answers) -> DelimiterFinding:
    """Judge by the first lines of a file (without line ends)."""
    filled = [line for line in lines if line.strip()]
    gaps = _find_fixed(filled)
    if gaps:
        return DelimiterFinding(Dialect(FIXED, gaps=gaps))
    scores = {sign: _score(filled, sign) for sign in _SIGNS}
    possible = sorted((sign for sign in _SIGNS if scores[sign] > 0), key=lambda sign: -scores[sign])
    if not possible:
        return DelimiterFinding(Dialect(WHITESPACE if _is_table(filled) else ""))
    question = Question(
        "delimiter",
        "",
        tuple(Candidate(NAMES[sign], _examples(filled, sign), sign == possible[0]) for sign in possible),
        tuple(filled[:3]),
    )
    if answer := find_answer(answers, question):
        return DelimiterFinding(_with_quote(next(sign for sign, name in NAMES.items() if name == answer), filled))
    if len(possible) > 1 and scores[possible[1]] > 0.85 * scores[possible[0]]:
        return DelimiterFinding(None, question)
    return DelimiterFinding(_with_quote(possible[0], filled))


def _find_fixed(lines: Sequence[str]) -> tuple[Gap, ...]:
    """Return the gaps of a table of fixed places: no sign parts its first lines as well, and no word count misses one.

    Where runs of blanks give every line the same number of words, single blanks part columns too: then the gaps must
    be as many as the words, or the words themselves are the columns.
    """
    gaps = find_gaps(lines)
    if not gaps or any(sign in line for line in lines for sign in ";\t|"):
        return ()
    widths = Counter(len(line.split()) for line in lines)
    width, count = widths.most_common(1)[0]
    if width > len(gaps) + 1 and count > 0.95 * len(lines):
        narrow = find_gaps(lines, narrowest=1)
        return narrow if len(narrow) + 1 == width and all(part_fixed(line, narrow) for line in lines) else ()
    if width == len(gaps) + 1 and count > 0.95 * len(lines) and not all(part_fixed(line, gaps) for line in lines):
        return ()
    by_comma = [len(split_plain(line, ",")) for line in lines]
    return () if by_comma[0] > 1 and len(set(by_comma)) == 1 else gaps


def _with_quote(sign: str, lines: Sequence[str]) -> Dialect:
    """Take the apostrophe as quote where it stands around most cells and no quotation mark does."""
    cells = [cell.strip() for line in lines for cell in line.split(sign)]
    around = sum(len(cell) > 1 and cell[0] == cell[-1] == "'" for cell in cells)
    return Dialect(sign, "'" if around > 0.3 * len(cells) and not any('"' in cell for cell in cells) else '"')


def split_plain(line: str, sign: str) -> list[str]:
    """Split one line; quotes shield the sign, blanks come in runs."""
    if sign == WHITESPACE:
        return line.split()
    if not sign:
        return [line]
    if '"' not in line:
        return line.split(sign)
    return [
        part.strip('"') for part in re.findall(rf'(?:^|{re.escape(sign)})("(?:[^"]|"")*"|[^{re.escape(sign)}]*)', line)
    ]


def _score(lines: Sequence[str], sign: str) -> float:
    """Return 0 for a sign that parts nothing; else share of records of the common width × share of clean values."""
    records = [split_plain(line, sign) for line in lines]
    widths = Counter(len(record) for record in records if len(record) > 1)
    if not widths:
        return 0.0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    if count < max(2, 0.5 * len(records)) and not (len(records) <= 2 and count):
        return 0.0
    common = [record for record in records if len(record) == width]
    cells = [cell.strip() for record in common for cell in record]
    clean = sum(bool(_CLEAN.fullmatch(cell)) for cell in cells) / len(cells)
    return (count / len(records)) * clean**2 * (1.0 if width > 2 else 0.9)


def _examples(lines: Sequence[str], sign: str) -> tuple[tuple[str, str], ...]:
    return tuple((line[:80], " │ ".join(split_plain(line, sign))[:80]) for line in lines[:2])


def _is_table(lines: Sequence[str]) -> bool:
    """Say whether blanks part the lines into the same number of columns throughout."""
    widths = Counter(len(line.split()) for line in lines)
    if not widths or len(lines) < 3:
        return False
    width, count = widths.most_common(1)[0]
    numbers = sum(bool(re.search(r"[0-9]", line)) for line in lines)
    return width > 1 and count > 0.95 * len(lines) and numbers > 0.5 * len(lines)
