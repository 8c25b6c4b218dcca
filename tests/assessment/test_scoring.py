"""Readiness: each rule by hand, the range of what is unanswered, and properties of the whole."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.domain.answers import Answers
from assessment.domain.cells import Cell, CellKind, list_cells, parse_cell_key
from assessment.domain.instrument import Instrument
from assessment.domain.reading import read_instrument
from assessment.domain.scoring import AreaScore, Readiness, round_points, score_readiness
from assessment.readers import find_shipped

SMALL = """
key: small
version: 1
title: {sv: Liten}
intro: {sv: Två områden}
scales:
  - key: support
    title: {sv: IT-stöd}
    options:
      - {key: integrated, label: {sv: Integrerat}, points: 100}
      - {key: standalone, label: {sv: Fristående}, points: 50}
      - {key: without, label: {sv: Inget}, points: 0}
      - {key: unused, label: {sv: Används inte}}
sections:
  - key: only
    title: {sv: Enda}
    blocks:
      - key: only
        items:
          - {key: mapped, kind: yes_no, label: {sv: Kartlagda}}
          - {key: loyal, kind: percent, label: {sv: Lojala}}
          - key: channels
            kind: matrix
            label: {sv: Kanaler}
            scale: support
            rows: [{key: web, label: {sv: Webb}}, {key: shop, label: {sv: Butik}}, {key: fair, label: {sv: Mässa}}]
          - key: volume
            kind: number_group
            label: {sv: Antal}
            rows: [{key: active, label: {sv: Aktiva}}, {key: passive, label: {sv: Passiva}}]
areas:
  - key: knowledge
    title: {sv: Kännedom}
    question: {sv: 'Känner ni dem?'}
    weight: 3
    rules:
      - {item: mapped, rule: yes_no, weight: 1}
      - {item: loyal, rule: share, weight: 2, zero_at: 10, full_at: 60}
    bands: [{below: 101, level: {sv: Nivå}, advice: {sv: Råd}}]
  - key: contact
    title: {sv: Kontakt}
    question: {sv: 'Möter ni dem?'}
    rules:
      - {item: channels, rule: matrix}
      - {item: volume, rule: ratio, rows: [active], out_of: [active, passive]}
    bands: [{below: 101, level: {sv: Nivå}, advice: {sv: Råd}}]
"""


def _answers(**texts: str) -> Answers:
    return Answers({key: text for name, text in texts.items() if (key := parse_cell_key(name.replace("__", ":")))})


@pytest.fixture
def small() -> Instrument:
    return read_instrument(SMALL)


def test_the_worked_example_of_the_method_page(small: Instrument) -> None:
    answers = _answers(
        mapped="yes", loyal="25", channels__web="integrated", channels__shop="unused", volume__active="300"
    )
    readiness = score_readiness(small, answers)
    knowledge, contact = readiness.areas
    assert (knowledge.low, knowledge.high, knowledge.score) == (Fraction(160, 3), Fraction(160, 3), Fraction(160, 3))
    # Channels: web 100, shop left out, fair open: 50 to 100, known 100. Volume: passive is missing, so 0 to 100.
    assert (contact.low, contact.high, contact.score) == (Fraction(25), Fraction(100), Fraction(100))
    assert readiness.low == (3 * Fraction(160, 3) + 25) / 4
    assert readiness.high == (3 * Fraction(160, 3) + 100) / 4
    assert round_points(readiness.low) == Decimal("46.3")


def test_nothing_answered_spans_everything_and_scores_nothing(small: Instrument) -> None:
    readiness = score_readiness(small, Answers({}))
    assert (readiness.low, readiness.high, readiness.score) == (Fraction(0), Fraction(100), None)


def test_each_open_answer_says_how_far_it_can_move_the_total(small: Instrument) -> None:
    readiness = score_readiness(small, _answers(mapped="no"))
    effects = {rule.rule.item: rule.effect for area in readiness.areas for rule in area.rules}
    assert effects == {"mapped": 0, "loyal": 50, "channels": Fraction(25, 2), "volume": Fraction(25, 2)}
    assert sum(effects.values()) == readiness.high - readiness.low


@pytest.mark.parametrize(
    ("typed", "points"), [("5", 0), ("10", 0), ("35", 50), ("35 %", 50), ("60", 100), ("140", 100)]
)
def test_a_share_scores_on_a_line_that_is_cut_at_both_ends(small: Instrument, typed: str, points: int) -> None:
    area = score_readiness(small, _answers(mapped="yes", loyal=typed)).areas[0]
    assert area.rules[1].points.low == points


def test_a_group_half_filled_in_can_only_grow() -> None:
    answers = _answers(ten_largest__largest_1="40", ten_largest__largest_2="20")
    (area,) = [area for area in score_readiness(CHECKLIST, answers).areas if area.key == "customer_value"]
    (rule,) = [rule for rule in area.rules if rule.rule.item == "ten_largest"]
    # 90 % scores 0 and 30 % scores 100, so at least 60 % is at most half.
    assert (rule.points.low, rule.points.high, rule.points.known) == (Fraction(0), Fraction(50), None)


def test_channels_that_nobody_uses_do_not_count(small: Instrument) -> None:
    unused = _answers(channels__web="unused", channels__shop="unused", channels__fair="unused", volume__active="1")
    rule = score_readiness(small, unused).areas[1].rules[0]
    assert not rule.points.counts


def test_a_number_that_cannot_be_read_stays_open(small: Instrument) -> None:
    rule = score_readiness(small, _answers(loyal="ganska många")).areas[0].rules[1]
    assert (rule.points.low, rule.points.high, rule.points.known) == (Fraction(0), Fraction(100), None)


_shipped = find_shipped("crm_strategy")
assert _shipped is not None
CHECKLIST = _shipped.instrument
CELLS = [
    cell
    for item in CHECKLIST.list_items()
    if item.kind not in {"people", "date", "short_text"}
    for cell in list_cells(CHECKLIST, item)
]


def _value(cell: Cell) -> st.SearchStrategy[str]:
    if cell.options:
        return st.sampled_from(cell.options)
    if cell.kind in (CellKind.PERCENT, CellKind.WHOLE_NUMBER):
        return st.integers(0, 120).map(str)
    return st.just("text")


CELL_VALUES = st.sampled_from(CELLS).flatmap(lambda cell: st.tuples(st.just(cell.key), _value(cell)))
ANSWERED = st.lists(CELL_VALUES, max_size=40).map(dict)


@settings(max_examples=25, deadline=None)
@given(ANSWERED)
def test_the_score_always_lies_in_its_range(texts: dict) -> None:  # type: ignore[type-arg]  # keys are cells
    readiness = score_readiness(CHECKLIST, Answers(texts))
    parts: tuple[Readiness | AreaScore, ...] = (readiness, *readiness.areas)
    for part in parts:
        assert 0 <= part.low <= part.high <= 100
        assert part.score is None or part.low <= part.score <= part.high
    open_points = sum((rule.effect for area in readiness.areas for rule in area.rules), Fraction(0))
    assert open_points == readiness.high - readiness.low


@settings(max_examples=25, deadline=None)
@given(ANSWERED, st.data())
def test_one_more_answer_never_leaves_the_range(texts: dict, data: st.DataObject) -> None:  # type: ignore[type-arg]  # as above
    before = score_readiness(CHECKLIST, Answers(texts))
    open_cells = [cell for cell in CELLS if cell.key not in texts and cell.kind != CellKind.TICK]
    if not open_cells:
        return
    cell = data.draw(st.sampled_from(open_cells))
    after = score_readiness(CHECKLIST, Answers({**texts, cell.key: data.draw(_value(cell))}))
    if all(rule.points.counts for area in after.areas for rule in area.rules):
        assert before.low <= after.low <= after.high <= before.high
