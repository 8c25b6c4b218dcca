"""reading.json: what was understood of a file, as data and in sentences."""

import json
from collections import Counter
from collections.abc import Mapping

from profitability.domain.template import Kind
from profitability.intake.delimiters import NAMES
from profitability.intake.headers import name_column
from profitability.intake.interpretation import find_proposal
from profitability.intake.layouts import make_layout
from profitability.intake.plans import RULES, FieldPlan
from profitability.intake.question import Question
from profitability.intake.reading import Reading
from profitability.intake_texts import word_candidate, word_question

type Json = str | int | float | bool | list[Json] | dict[str, Json] | None


def render_reading(reading: Reading, file: str, answers: Mapping[str, str]) -> str:
    """Return the JSON text; the same reading gives the same bytes."""
    record: dict[str, Json] = {
        "file": file,
        "as": reading.sheet,
        "status": reading.status,
        "encoding": reading.encoding or None,
        "byte_order_mark": reading.has_mark,
        "delimiter": None if reading.sheet_name else NAMES[reading.dialect.sign],
        "sheet": reading.sheet_name or None,
        "header_row": reading.header.row if reading.header else None,
        "skipped": [{"row": each.row, "kind": each.kind, "text": each.text} for each in reading.skipped],
        "rows": reading.rows,
        "sum": reading.sum_text or None,
        **_render_formats(reading),
        "mapping": _render_mapping(reading),
        "derivations": _render_derivations(reading),
        "columns": _render_columns(reading),
        "unread_columns": [_name(reading, place) for place in reading.unread],
        "questions": [_render_question(question) for question in reading.questions],
        "problems": _render_causes(reading),
        "layout": _render_layout(reading, answers),
    }
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def _name(reading: Reading, place: int) -> str:
    assert reading.header is not None
    return name_column(place, reading.header.names[place], reading.header.names)


def _plans(reading: Reading) -> tuple[FieldPlan, ...]:
    return reading.interpretation.plans if reading.interpretation else ()


def _render_formats(reading: Reading) -> dict[str, Json]:
    """Return the marks of the whole file: those of its first number column that uses any, and its first date column."""
    decimal = thousands = order = None
    styles: list[str] = []
    for plan in _plans(reading):
        if plan.number is not None:
            decimal = decimal or plan.number.decimal or None
            thousands = thousands or plan.number.group or None
            styles += [style for style in plan.sign_styles if style not in styles]
        order = order or plan.date_order or None
    return {"decimal": decimal, "thousands": thousands, "date_order": order, "signs": [*styles]}


def _render_mapping(reading: Reading) -> dict[str, Json]:
    if reading.interpretation is None:
        return {}
    mapping: dict[str, Json] = {}
    helpers: dict[str, Json] = {}
    own = set(reading.columns)
    asked = {question.subject for question in reading.questions if question.kind in ("column", "amount")}
    for plan in reading.interpretation.plans:
        if plan.field in own or plan.field in asked or plan.kind is Kind.DATE:
            mapping[plan.field] = _render_plan(plan, asked)
        else:
            helpers[plan.field] = _render_plan(plan, asked)
    for each in reading.interpretation.derivations:
        sources = [plan for plan in reading.interpretation.plans if plan.field in each.fields]
        if sources and each.rule != "unread":
            first = sources[0] if len(sources) == 1 else next(s for s in sources if s.field == each.fields[0])
            mapping[each.target] = {**_as_dict(_render_plan(first, {first.field})), "derived": each.rule, "sure": False}
    return {**mapping, **{name: value for name, value in helpers.items() if name not in mapping}}


def _as_dict(value: Json) -> dict[str, Json]:
    assert isinstance(value, dict)
    return value


def _render_plan(plan: FieldPlan, asked: set[str]) -> Json:
    if plan.place is None:
        return {"constant": plan.constant, "confidence": 1.0, "sure": True}
    is_sure = plan.confidence >= 0.9 and plan.field not in asked
    return {
        "column": plan.header,
        "index": plan.place,
        "confidence": min(plan.confidence, 0.89) if not is_sure else plan.confidence,
        "sure": is_sure,
    }


def _render_derivations(reading: Reading) -> list[Json]:
    found = reading.interpretation.derivations if reading.interpretation else ()
    return [
        {"target": each.target, "rule": each.rule, "meaning": RULES.get(each.rule, each.rule), "fields": [*each.fields]}
        for each in found
    ]


def _render_columns(reading: Reading) -> list[Json]:
    if reading.interpretation is None or reading.header is None:
        return []
    by_place = {plan.place: plan for plan in _plans(reading)}
    columns: list[Json] = []
    for place, name in enumerate(reading.header.names):
        plan = by_place.get(place)
        entry: dict[str, Json] = {"index": place, "header": name, "field": plan.field if plan else None}
        entry["samples"] = [*reading.profiles[place].samples]
        if plan and plan.number:
            entry |= {"decimal": plan.number.decimal or None, "thousands": plan.number.group or None}
            entry |= {"signs": [*plan.sign_styles], "scale": plan.scale, "turned": plan.is_turned}
        if plan and plan.date_order:
            entry["date_order"] = plan.date_order
        proposal = find_proposal(reading.interpretation, place)
        if plan is None and proposal:
            entry["proposal"] = {"field": proposal.field, "confidence": proposal.confidence}
        columns.append(entry)
    return columns


def _render_question(question: Question) -> Json:
    return {
        "id": question.id,
        "kind": question.kind,
        "subject": question.subject,
        "text": word_question(question),
        "samples": [*question.samples],
        "candidates": [
            {
                "value": each.value,
                "text": word_candidate(question, each),
                "likely": each.likely,
                "examples": [[written, read] for written, read in each.examples],
            }
            for each in question.candidates
        ],
    }


def _render_causes(reading: Reading) -> list[Json]:
    """Group the problems by cause: level, code and column, with how many and the first rows."""
    counts = Counter((each.level.value, each.code, each.column) for each in reading.problems)
    causes: list[Json] = []
    for (level, code, column), count in sorted(counts.items(), key=lambda item: (item[0][0], -item[1], item[0])):
        rows = [each.row for each in reading.problems if (each.code, each.column) == (code, column) and each.row]
        causes.append({"level": level, "code": code, "column": column, "count": count, "rows": [*sorted(rows)[:10]]})
    return causes


def _render_layout(reading: Reading, answers: Mapping[str, str]) -> Json:
    if reading.header is None or not reading.header.names:
        return None
    layout = make_layout(reading.sheet, reading.header.names, answers)
    return {"fingerprint": layout.fingerprint, "columns": [*layout.columns], "answers": dict(layout.answers)}
