"""What an instrument holds, counted by kind."""

from collections import Counter
from dataclasses import dataclass

from assessment.domain.instrument import (
    LANGUAGES,
    Instrument,
    LongText,
    Matrix,
    Multi,
    NumberGroup,
    PercentGroup,
    Text,
)
from assessment.domain.reading import hash_content
from assessment.domain.texts import list_texts


@dataclass(frozen=True)
class InstrumentSummary:
    """Counts of questions to answer: a group counts its rows, `multi` its check boxes.

    Distributions are told apart from other percentages.
    """

    key: str
    version: int
    hash: str
    languages: tuple[str, ...]
    yes_no: int
    number: int
    percent: int
    text: int
    choice: int
    rating: int
    date: int
    short_text: int
    people: int
    matrix_rows: tuple[tuple[str, int], ...]
    multi: int
    distribution: tuple[tuple[str, int], ...]


def summarise(instrument: Instrument) -> InstrumentSummary:
    """Return the counts of `instrument` and the languages that every text has."""
    items = list(instrument.list_items())
    kinds = Counter(item.kind for item in items)
    groups = [item for item in items if isinstance(item, PercentGroup)]
    return InstrumentSummary(
        key=instrument.key,
        version=instrument.version,
        hash=hash_content(instrument),
        languages=list_languages(instrument),
        yes_no=kinds["yes_no"],
        number=kinds["whole_number"] + sum(len(item.rows) for item in items if isinstance(item, NumberGroup)),
        percent=kinds["percent"] + sum(len(group.rows) for group in groups if not group.is_distribution),
        text=kinds["long_text"],
        choice=kinds["choice"],
        rating=sum(isinstance(item, LongText) and item.rating is not None for item in items),
        date=kinds["date"],
        short_text=kinds["short_text"],
        people=kinds["people"],
        matrix_rows=tuple((item.key, len(item.rows)) for item in items if isinstance(item, Matrix)),
        multi=sum(len(item.options) for item in items if isinstance(item, Multi)),
        distribution=tuple((group.key, len(group.rows)) for group in groups if group.is_distribution),
    )


def list_languages(instrument: Instrument) -> tuple[str, ...]:
    """Return the languages in which no text is missing."""
    texts = [text for _path, text in list_texts(instrument)]
    return tuple(language for language in LANGUAGES if all(_has(text, language) for text in texts))


def _has(text: Text, language: str) -> bool:
    return bool(getattr(text, language))
