"""A small instrument with a condition of every kind, and answers to try it with."""

import random
from collections.abc import Iterator
from functools import lru_cache

from assessment.domain.answers import Answers
from assessment.domain.cells import CellKind, list_cells, parse_cell_key
from assessment.domain.instrument import Instrument
from assessment.domain.reading import read_instrument

YAML = """
key: conditional
version: 1
title: {sv: Villkor, en: Conditions}
intro: {sv: Intro, en: Intro}
scales:
- key: level
  title: {sv: Nivå, en: Level}
  options:
  - {key: none, label: {sv: Ingen, en: None}, points: 0}
  - {key: full, label: {sv: Full, en: Full}, points: 100}
sections:
- key: first
  title: {sv: Först, en: First}
  blocks:
  - key: base
    items:
    - {key: has_club, kind: yes_no, label: {sv: Klubb, en: Club}}
    - {key: club_name, kind: short_text, label: {sv: Namn, en: Name}, relevant: has_club = 'yes'}
    - {key: members, kind: whole_number, label: {sv: Medlemmar, en: Members}, relevant: answered(club_name)}
    - {key: share, kind: percent, label: {sv: Andel, en: Share}, required: true}
    - key: channels
      kind: matrix
      scale: level
      label: {sv: Kanaler, en: Channels}
      rows: [{key: web, label: {sv: Webb, en: Web}}, {key: shop, label: {sv: Butik, en: Shop}}]
    - key: ways
      kind: multi
      label: {sv: Vägar, en: Ways}
      options: [{key: mail, label: {sv: Brev, en: Letter}}, {key: chat, label: {sv: Chatt, en: Chat}}]
- key: second
  title: {sv: Sedan, en: Then}
  relevant: not (has_club = 'no' and share < 10)
  blocks:
  - key: more
    relevant: count(channels, 'full') > 0 or ways:chat = 'yes'
    items:
    - {key: plan, kind: long_text, rating: level, label: {sv: Plan, en: Plan}}
    - key: split
      kind: percent_group
      label: {sv: Delar, en: Parts}
      rows: [{key: a, label: {sv: A, en: A}}, {key: b, label: {sv: B, en: B}}]
      relevant: plan@rating != 'none'
  - key: last
    items:
    - {key: large, kind: yes_no, label: {sv: Stor, en: Large}, relevant: split:a + split:b >= 50 - share}
    - {key: other, kind: yes_no, label: {sv: Annat, en: Other}, relevant: ways:mail = 'no' or not answered(share)}
areas:
- key: area
  title: {sv: Område, en: Area}
  question: {sv: Hur, en: How}
  rules:
  - {item: has_club, rule: yes_no}
  - {item: plan, rule: rating}
  - {item: large, rule: yes_no}
  bands: [{below: 101, level: {sv: Nivå, en: Level}, advice: {sv: Råd, en: Advice}}]
contradictions:
- {key: odd, when: has_club = 'no' and answered(club_name), text: {sv: Varför, en: Why}}
"""

SAMPLES: tuple[dict[str, str], ...] = (
    {},
    {"has_club": "yes"},
    {"has_club": "yes", "club_name": "Guld"},
    {"has_club": "no", "share": "5", "channels:web": "full"},
    {"has_club": "yes", "share": "5", "channels:web": "full", "channels:shop": "none", "plan@rating": "full"},
    {"share": "40", "ways:chat": "yes", "plan@rating": "full", "split:a": "10", "split:b": "0"},
    {"share": "40", "ways:chat": "yes", "plan@rating": "full", "split:a": "4", "split:b": "5"},
    {"share": "40", "ways:mail": "yes", "ways:chat": "no"},
    {"has_club": "no", "share": "10", "channels:web": "none", "ways:chat": "yes", "plan@rating": "none"},
)


@lru_cache
def instrument() -> Instrument:
    """Return the instrument."""
    return read_instrument(YAML)


def answers(texts: dict[str, str]) -> Answers:
    """Return answers by the keys of their cells."""
    return Answers({key: text for name, text in texts.items() if (key := parse_cell_key(name))})


def draw_samples(count: int) -> Iterator[dict[str, str]]:
    """Return random answers, to questions that are not asked as well; of check boxes none or at least one is ticked."""
    drawn = random.Random(4)
    for _ in range(count):
        sample: dict[str, str] = {}
        for item in instrument().list_items():
            cells = list_cells(instrument(), item)
            texts = {str(cell.key): _draw(drawn, cell.kind, cell.options) for cell in cells if drawn.random() < 0.7}
            ticks = [text for text in texts.values() if text in {"yes", "no"}]
            if item.kind != "multi" or "yes" in ticks:
                sample |= texts
        yield sample


def _draw(drawn: random.Random, kind: CellKind, options: tuple[str, ...]) -> str:
    if options:
        return drawn.choice(options)
    is_number = kind in {CellKind.PERCENT, CellKind.WHOLE_NUMBER}
    return str(drawn.choice((0, 5, 10, 30, 45))) if is_number else "Guld"
