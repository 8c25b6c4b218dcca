"""Find out in which encoding a file is written: what its bytes prove, and a question where they prove nothing."""

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from profitability.domain.problem import Problem, error, note
from profitability.intake.question import Answers, Candidate, Question, find_answer

_CHUNK = 1 << 20
_SAMPLE_WORDS = 4_000
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SINGLE_BYTE = ("cp1252", "mac_roman", "cp850")
_WORD = re.compile(
    rb"[0-9][\x80-\xff][0-9]{3}(?![0-9])|(?<![A-Za-z\x80-\xff])[\x80-\xff] ?[0-9]"
    rb"|[0-9] ?[\x80-\xff](?![A-Za-z\x80-\xff])"
    rb"|[A-Za-z\x80-\xff]{0,40}[\x80-\xff][A-Za-z\x80-\xff]{0,40}"
)
_AT_HOME = frozenset("åäöÅÄÖéÉüÜøØæÆßàèêëçáíóúñôîâÁÈÓÍÑÇÊËÀ")
_USUAL = frozenset("åäöÅÄÖéüÜøØæÆß")
_BESIDE_DIGITS = frozenset("\u00a0’£€´½°–")
_SIGNS = frozenset("\u00a0§£€°–—’‘“”»«·½´®©")


@dataclass(frozen=True)
class EncodingFinding:
    """The codec's name; None when it must be asked for (`question`) or cannot be read (`problems`)."""

    name: str | None
    has_mark: bool = False
    question: Question | None = None
    problems: tuple[Problem, ...] = ()


def find_encoding(path: Path, sheet: str, answers: Answers, *, whole: bool = True) -> EncodingFinding:
    """Name the encoding of the file, by its bytes alone; not `whole`, UTF-8 is named when the beginning is."""
    with path.open("rb") as handle:
        head = handle.read(_CHUNK)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return _check_marked(path, name, sheet)
    if b"\x00" in head:
        wide = _find_utf16(head)
        return EncodingFinding(wide) if wide else EncodingFinding(None, problems=(error("nul_bytes", sheet),))
    twice = _find_twice(_WORD.findall(head)) if b"\xc3\x83\xc2" in head else ""
    if _is_clean_utf8(path, whole=whole):
        return EncodingFinding("utf-8", problems=(note("encoded_twice", sheet, value=twice),) if twice else ())
    survey = _survey(path)
    if survey.has_nul:
        return EncodingFinding(None, problems=(error("nul_bytes", sheet),))
    if survey.valid_sequences > 3 * max(survey.broken_sequences, 1):
        found = error("mixed_encodings", sheet, survey.first_broken_row, count=survey.broken_sequences)
        return EncodingFinding(None, problems=(found,))
    return _weigh(survey.words, answers)


def _check_marked(path: Path, name: str, sheet: str) -> EncodingFinding:
    decoder = codecs.getincrementaldecoder(name)()
    row = 1
    try:
        for chunk in _read(path):
            row += decoder.decode(chunk).count("\n")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return EncodingFinding(None, problems=(error("broken_encoding", sheet, row, encoding=name),))
    return EncodingFinding(name, has_mark=True)


def _find_utf16(head: bytes) -> str | None:
    """Return the byte order of UTF-16 without a mark: every other byte of western text is zero."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) / 2
    if odd > 0.6 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


@dataclass
class _Survey:
    """What a pass over the bytes found; `words` are the distinct words with bytes above 127, in order."""

    valid_sequences: int
    broken_sequences: int
    first_broken_row: int
    has_nul: bool
    words: tuple[bytes, ...]


_TWO_BYTES = re.compile(rb"[\xc3\xc2][\x80-\xbf]|[\xe2][\x80-\xbf]{2}")


def _survey(path: Path) -> _Survey:
    words: dict[bytes, None] = {}
    valid = broken = first = 0
    row, has_nul = 1, False
    for chunk in _read(path):
        has_nul = has_nul or b"\x00" in chunk
        if not chunk.isascii():
            if len(words) < _SAMPLE_WORDS:
                words.update(dict.fromkeys(_WORD.findall(chunk)[: 10 * _SAMPLE_WORDS]))
            good = _TWO_BYTES.findall(chunk)
            rest = _TWO_BYTES.sub(b"", chunk)
            bad = len(re.findall(rb"[\x80-\xff]+", rest))
            valid, broken = valid + len(good), broken + bad
            if bad and not first:
                first = row + _rows_before_broken(chunk)
        row += chunk.count(b"\n")
    return _Survey(valid, broken, first, has_nul, tuple(words)[:_SAMPLE_WORDS])


def _is_clean_utf8(path: Path, *, whole: bool) -> bool:
    """Say whether the file decodes and holds no NUL."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in _read(path):
            decoder.decode(chunk)
            if b"\x00" in chunk:
                return False
            if not whole:
                return True
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _rows_before_broken(chunk: bytes) -> int:
    try:
        chunk.decode("utf-8")
    except UnicodeDecodeError as broken:
        return chunk[: broken.start].count(b"\n")
    return 0


def _find_twice(words: Iterable[bytes]) -> str:
    """Return a word that was encoded as UTF-8 twice ("Ã¥" for "å"), or nothing."""
    for word in words:
        if b"\xc3\x83\xc2" in word:
            return word.decode("utf-8", "replace")[:40]
    return ""


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as handle:
        while chunk := handle.read(_CHUNK):
            yield chunk


def _weigh(words: tuple[bytes, ...], answers: Answers) -> EncodingFinding:
    """Choose among the one-byte encodings by which one makes words; ask when two do."""
    scores = {name: _score(words, name) for name in SINGLE_BYTE}
    ranked = sorted(scores, key=lambda name: -scores[name])
    best, second = scores[ranked[0]], scores[ranked[1]]
    shown = words[:3]
    possible = [name for name in ranked if scores[name] > float("-inf")]
    question = Question(
        "encoding",
        "",
        tuple(
            Candidate(
                name, tuple((_bytes_shown(word), word.decode(name, "replace")) for word in shown), name == ranked[0]
            )
            for name in possible
        ),
        tuple(word.decode(ranked[0], "replace") for word in shown),
    )
    if answer := find_answer(answers, question):
        return EncodingFinding(answer)
    if best > 0 and best - second > 0.5 * len(words):
        return EncodingFinding(ranked[0])
    return EncodingFinding(None, question=question)


def _bytes_shown(word: bytes) -> str:
    return "".join(chr(byte) if byte < 128 else "?" for byte in word)


def _score(words: tuple[bytes, ...], encoding: str) -> float:
    """Add up how natural the words look in the encoding; minus infinity when a byte has no meaning there."""
    total = 0.0
    for word in words:
        try:
            text = word.decode(encoding)
        except UnicodeDecodeError:
            return float("-inf")
        total += _score_word(text)
    return total


def _score_word(text: str) -> float:
    if any(sign.isdigit() for sign in text):
        return 1.0 if _BESIDE_DIGITS & set(text) else -1.0
    scores = [_score_letter(text, place, letter) for place, letter in enumerate(text) if not letter.isascii()]
    return min(scores, default=0.0)


def _score_letter(text: str, place: int, letter: str) -> float:
    before = text[place - 1] if place else ""
    if letter in _SIGNS:
        return 0.5 if len(text) == 1 or not before.isalpha() else -1.0
    if letter not in _AT_HOME:
        return -2.0
    if before.islower() and letter.isupper():
        return -1.5
    return 1.0 if letter in _USUAL else 0.2
