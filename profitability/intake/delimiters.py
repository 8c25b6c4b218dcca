"""Find how a text file parts its columns: by the sign that gives every record the same number of clean values."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from profitability.intake.question import Answers, Candidate, Question, find_answer

WHITESPACE = "whitespace"
NAMES = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar", WHITESPACE: "whitespace", "": "none"}
_SIGNS = (";", "\t", "|", ",")
_CLEAN = re.compile(
    r'"?(?:|[+\-−]?\(?[0-9][0-9 \u00a0\u202f.,’\']*\)?-?(?: ?(?:kr|sek|eur|%))?'
    r'|[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}|[\w&.\-/@ åäöÅÄÖ()+%:"]+)"?',
    re.IGNORECASE,
)


@dataclass(frozen=True)
class DelimiterFinding:
    """The sign (`WHITESPACE` for runs of blanks, empty for a single column), or a question."""

    sign: str | None
    question: Question | None = None


def find_delimiter(lines: Sequence[str], answers: Answers) -> DelimiterFinding:
    """Judge by the first lines of a file (without line ends)."""
    filled = [line for line in lines if line.strip()]
    scores = {sign: _score(filled, sign) for sign in _SIGNS}
    possible = sorted((sign for sign in _SIGNS if scores[sign] > 0), key=lambda sign: -scores[sign])
    if not possible:
        return DelimiterFinding(WHITESPACE if _is_table(filled) else "")
    question = Question(
        "delimiter",
        "",
        tuple(Candidate(NAMES[sign], _examples(filled, sign), sign == possible[0]) for sign in possible),
        tuple(filled[:3]),
    )
    if answer := find_answer(answers, question):
        return DelimiterFinding(next(sign for sign, name in NAMES.items() if name == answer))
    if len(possible) > 1 and scores[possible[1]] > 0.85 * scores[possible[0]]:
        return DelimiterFinding(None, question)
    return DelimiterFinding(possible[0])


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
