"""Decide how every matched column is read, and collect what only a person can say."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from profitability.domain.problem import Problem
from profitability.domain.template import Column, Kind, Sheet, find_sheet
from profitability.intake.cell_sql import LOST_DAY
from profitability.intake.cell_styles import Shown
from profitability.intake.dates import find_order
from profitability.intake.derivations import (
    DerivationFinding,
    find_cost,
    find_credit_notes,
    find_derivations,
    find_discount,
)
from profitability.intake.fields import FIELDS
from profitability.intake.headers import name_column
from profitability.intake.matching import PROPOSED, Match, fold, kind_of, match_columns
from profitability.intake.numbers import TYPED, find_format, is_number_shape, split_sign
from profitability.intake.plans import Derivation, FieldPlan
from profitability.intake.profile import ColumnProfile
from profitability.intake.question import Answers, Candidate, Question, find_answer
from profitability.intake.row_kinds import RowKind
from profitability.intake.row_words import ISO, VAT_RATE_HEADINGS
from profitability.intake.scales import ask_scale, list_marks, shows_percent
from profitability.intake.words import LINES, read_words

UNREAD = "-"
"""The answer that a field has no column in this file."""

_ASKED_OPTIONALS = {"discount", "cost_of_goods"}
_FEW = 20
_MOST_DAYS = 0.9
"""Where more of a column are days, it is no column of numbers."""

_WITH_VAT = re.compile(
    r"\b(?:inkl(?:usive|usiv|\.)?|incl(?:uding|udes?|\.)?|includes?|med|with) *(?:av |[0-9]{1,2} ?% )?"
    r"(?:moms|mva|vat|mwst|ust|tax)\b|\b(?:moms|mva|vat|mwst)(?:en)? (?:ingår|included|inkluder[ea]t|enthalten)\b|"
    r"\bbrutto(?:belopp|beløp|beløb|beträge|preise|priser)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Interpretation:
    """The plan of a reading; `matches` are all proposals, also those that await an answer.

    `left_out` are the rows that a person says do not count.
    """

    plans: tuple[FieldPlan, ...]
    derivations: tuple[Derivation, ...]
    questions: tuple[Question, ...]
    matches: tuple[Match, ...]
    left_out: tuple[RowKind, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Seen:
    """What is known of the table: its column names, their profiles, the texts above them, how serials count, and what
    a workbook's numbers show beside their value."""

    names: tuple[str, ...]
    profiles: tuple[ColumnProfile, ...]
    titles: str
    system: str
    shown: tuple[Shown, ...] = ()


def interpret(sheet: str, seen: Seen, answers: Answers) -> Interpretation:
    """Match, then settle number formats, date orders, signs, scales and derivations, or ask."""
    format_ = find_sheet(sheet)
    assert format_ is not None
    matches = match_columns(sheet, seen.names, [profile.look for profile in seen.profiles])
    chosen, constants, questions = _choose_columns(format_, matches, seen, answers)
    if "gross_sales" in chosen and "credit_mark" not in chosen:
        place = find_credit_notes(seen.profiles[chosen["gross_sales"]], seen.profiles, set(chosen.values()))
        chosen |= {} if place is None else {"credit_note": place}
    if "currency" in FIELDS[sheet] and "currency" not in chosen and answers.get("column:currency") != UNREAD:
        place = _find_currencies(seen, chosen.values())
        chosen |= {} if place is None else {"currency": place}
    amounts = _derive(sheet, chosen, matches, seen, answers)
    questions += amounts.questions
    covered = {each.target for each in amounts.derivations}
    questions = [each for each in questions if not (each.kind == "column" and each.subject in covered)]
    needed = _find_needed(format_, chosen, amounts)
    plans = []
    for field in needed:
        match = next((each for each in matches if each.field == field and each.column == chosen[field]), None)
        plan, found = _plan(sheet, field, chosen[field], match, seen, answers)
        plans.append(plan)
        questions += found
    plans += [
        FieldPlan(field, kind_of(sheet, field), None, "", 1.0, constant=text) for field, text in constants.items()
    ]
    return Interpretation(tuple(plans), amounts.derivations, tuple(questions), matches)


def _derive(
    sheet: str, chosen: Mapping[str, int], matches: Sequence[Match], seen: Seen, answers: Answers
) -> DerivationFinding:
    headers = {field: name_column(place, seen.names[place], seen.names) for field, place in chosen.items()}
    main = "gross_sales" if sheet == "transactions" else "amount"
    is_sure = any(match.field == main and match.is_sure for match in matches) or f"column:{main}" in answers
    may_hold_vat = "vat" in chosen or _tells_of_vat(seen)
    found = find_derivations(sheet, chosen, (is_sure, may_hold_vat), headers, answers)
    if sheet != "transactions":
        return found
    discount_place = chosen.get("discount", chosen.get("discount_share"))
    discount = find_discount(chosen, seen.profiles, answers, shows_percent=shows_percent(seen.shown, discount_place))
    cost = find_cost(chosen, headers, answers)
    every = (found, discount, cost)
    return DerivationFinding(
        tuple(each for one in every for each in one.derivations), tuple(each for one in every for each in one.questions)
    )


def _find_currencies(seen: Seen, taken: Collection[int]) -> int | None:
    """Return a column in which every cell is the code of a currency, whatever its heading."""
    for profile in seen.profiles:
        words = {shape.sample.strip().casefold() for shape in profile.shapes}
        if words and words <= ISO and profile.place not in taken:
            return profile.place
    return None


def _tells_of_vat(seen: Seen) -> bool:
    """Say whether the titles, or a column of rates, leave open whether amounts are with VAT."""
    rates = (name for name, profile in zip(seen.names, seen.profiles, strict=True) if profile.look.filled)
    return _WITH_VAT.search(seen.titles) is not None or any(fold(name) in VAT_RATE_HEADINGS for name in rates)


def _find_needed(format_: Sheet, chosen: Mapping[str, int], amounts: DerivationFinding) -> list[str]:
    """Return the fields to read: the format's own, and those that a derivation uses."""
    own = {column.name for column in format_.columns}
    used = {field for each in amounts.derivations for field in each.fields}
    unread = {each.target for each in amounts.derivations if each.rule == "unread"}
    return [field for field in chosen if (field in own or field in used or field == "currency") and field not in unread]


def _choose_columns(
    format_: Sheet, matches: Sequence[Match], seen: Seen, answers: Answers
) -> tuple[dict[str, int], dict[str, str], list[Question]]:
    """Return the column of each field, fixed texts, and questions about required or weighty fields that are unsure."""
    chosen: dict[str, int] = {}
    constants: dict[str, str] = {}
    questions: list[Question] = []
    columns = {column.name: column for column in format_.columns}
    taken = _read_answers(format_.name, seen, answers, chosen, constants)
    by_field = {match.field: match for match in matches if match.column not in taken}
    for field in FIELDS[format_.name]:
        if field in chosen or field in constants or answers.get(f"column:{field}") == UNREAD:
            continue
        match, column = by_field.get(field), columns.get(field)
        if match is not None and (match.is_sure or column is None):
            chosen[field] = match.column
        elif column is not None and (
            column.required or (match and field in _ASKED_OPTIONALS and match.confidence > 0.6)
        ):
            questions.append(_ask_column(column, matches, match, seen))
            if match is not None:
                chosen[field] = match.column
    return chosen, constants, questions


def _read_answers(
    sheet: str, seen: Seen, answers: Answers, chosen: dict[str, int], constants: dict[str, str]
) -> set[int]:
    """Take over the answers about columns; a text after "=" stands on every row."""
    places = {name_column(place, name, seen.names): place for place, name in enumerate(seen.names)}
    places |= {f"#{place + 1}": place for place in range(len(seen.names))}
    for field in FIELDS[sheet]:
        answer = answers.get(f"column:{field}", "")
        if answer.startswith("=") and kind_of(sheet, field) in (Kind.TEXT, Kind.ID):
            constants[field] = answer[1:]
        elif answer in places:
            chosen[field] = places[answer]
    return set(chosen.values())


def _ask_column(column: Column, matches: Sequence[Match], match: Match | None, seen: Seen) -> Question:
    taken = {each.column for each in matches if each.is_sure}
    order = sorted(range(len(seen.names)), key=lambda place: (match is None or place != match.column, place))
    candidates = [
        Candidate(
            name_column(place, seen.names[place], seen.names),
            tuple((sample, "") for sample in seen.profiles[place].samples[:2]),
            match is not None and place == match.column,
        )
        for place in order
        if place not in taken and seen.profiles[place].look.filled
    ]
    if not column.required:
        candidates.append(Candidate(UNREAD))
    if column.name == "line":
        candidates += [Candidate(f"={line}") for line in LINES]
    return Question("column", column.name, tuple(candidates))


def _plan(
    sheet: str, field: str, place: int, match: Match | None, seen: Seen, answers: Answers
) -> tuple[FieldPlan, list[Question]]:
    kind = kind_of(sheet, field)
    name = name_column(place, seen.names[place], seen.names)
    plan = FieldPlan(field, kind, place, name, match.confidence if match else 1.0)
    profile = seen.profiles[place]
    if kind in (Kind.AMOUNT, Kind.QUANTITY):
        return _plan_number(plan, profile, seen, answers)
    if kind is Kind.DATE:
        found = find_order(name, profile.days or _as_days(profile), answers, seen.system)
        return replace(plan, date_order=found.order or ""), [found.question] if found.question else []
    if field == "line":
        words, questions = read_words(profile, answers)
        return replace(plan, words=words), questions
    if field in ("customer_id", "pool_id"):
        days = sum(each.count for each in profile.shapes if re.fullmatch(LOST_DAY, each.sample))
        plan = replace(plan, refuses_days=0 < days < _MOST_DAYS * profile.look.filled)
    texts = [shape.sample.lstrip(TYPED) for shape in profile.shapes]
    whole = all(re.fullmatch(r"[0-9]+(?:\.0)?", text) for text in texts)
    return replace(plan, strips_point_zero=whole and any(text.endswith(".0") for text in texts)), []


def _as_days(profile: ColumnProfile) -> list[tuple[str, int]]:
    return [(shape.sample, shape.count) for shape in profile.shapes]


def _plan_number(
    plan: FieldPlan, profile: ColumnProfile, seen: Seen, answers: Answers
) -> tuple[FieldPlan, list[Question]]:
    is_percent = plan.field in ("discount", "discount_share") and any("%" in shape.sample for shape in profile.shapes)
    hint = _find_hint(plan.place, seen)
    found = find_format(plan.header, profile.shapes, answers, hint, is_percent=is_percent)
    questions = list(found.questions)
    plan = replace(plan, number=found.format, sign_styles=found.sign_styles)
    if plan.kind is Kind.QUANTITY:
        return plan, questions
    scale = ask_scale(plan.header, seen.titles, list_marks(seen.shown, plan.place))
    for question in (scale, _ask_turn(plan, profile)):
        if question is None:
            continue
        answer = find_answer(answers, question)
        if answer is None:
            questions.append(question)
        if question.kind == "scale":
            plan = replace(plan, scale=int(answer or question.candidates[0].value))
        elif answer is not None:
            plan = replace(plan, is_turned=answer == "turn")
    return replace(plan, rounds=answers.get(f"rounding:{plan.header}") == "round"), questions


def _find_hint(place: int | None, seen: Seen) -> str:
    """Return the decimal mark that other columns use beyond doubt, when they agree."""
    marks = set()
    for profile in seen.profiles:
        if profile.place != place and profile.look.decimal_share > 0 and profile.look.number_share > 0.8:
            found = find_format("", profile.shapes, {})
            if found.format and found.format.decimal:
                marks.add(found.format.decimal)
    return marks.pop() if len(marks) == 1 else ""


def _ask_turn(plan: FieldPlan, profile: ColumnProfile) -> Question | None:
    """Ask about a column in which most amounts are negative: a ledger may write sales as credit.

    A ledger writes its minus in one style; a short column that shows several is no such habit unless all are negative.
    """
    if plan.field not in ("gross_sales", "discount", "cost_of_goods", "amount", "net_amount"):
        return None
    numbers = [shape for shape in profile.shapes if is_number_shape(shape.sample)]
    negative = [shape for shape in numbers if split_sign(shape.sample)[1]]
    below, total = sum(shape.count for shape in negative), sum(shape.count for shape in numbers)
    most = 0.7 if total < _FEW else 0.5
    if below <= most * total or (total < _FEW and below < total and len(plan.sign_styles) > 1):
        return None
    samples = tuple(shape.sample.lstrip(TYPED) for shape in negative[:3])
    return Question("negative", plan.header, (Candidate("turn", (), True), Candidate("keep")), samples)


def list_unread(interpretation: Interpretation, seen: Seen) -> list[int]:
    """Return the columns that nothing is read from."""
    read = {plan.place for plan in interpretation.plans}
    return [place for place in range(len(seen.names)) if place not in read]


def find_proposal(interpretation: Interpretation, place: int) -> Match | None:
    """Return the field an unread column might be."""
    return next((m for m in interpretation.matches if m.column == place and m.confidence >= PROPOSED), None)
