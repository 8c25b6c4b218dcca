"""Customer numbers that lost their leading zeros in some rows: "0012" and "12" may be one customer, or two."""

from collections.abc import Collection, Iterable

import duckdb

from profitability.intake.plain import Plain
from profitability.intake.plans import FieldPlan
from profitability.intake.question import Answers, Candidate, Question, find_answer

FILL = "fill"
_KIND = "zeros"


def restore_zeros(
    connection: duckdb.DuckDBPyConnection,
    plan: FieldPlan | None,
    answers: Answers,
    plain: Plain,
    marks: Collection[str] = (),
) -> Question | None:
    """Ask whether such numbers are one customer; answered so, fill them up in the table `converted`.

    `marks` are what a workbook's numbers show: zeros that no value has ("00000" shows 12 as 00012) are asked about.
    """
    if plan is None or not plan.is_settled:
        return None
    sql = "SELECT DISTINCT customer_id FROM converted WHERE regexp_full_match(customer_id, '[0-9]+')"
    ids = {str(text) for (text,) in connection.execute(sql).fetchall()} | {text for text, _ in plain.ids}
    shown = max((len(mark) for mark in marks if not mark.strip("0")), default=0)
    width, samples = _find_shown(ids, shown) or _find_width(ids)
    if not width:
        return None
    question = Question(_KIND, plan.header, (Candidate(FILL, (), True), Candidate("keep")), samples)
    answer = find_answer(answers, question)
    if answer == FILL:
        connection.execute(
            f"UPDATE converted SET customer_id = lpad(customer_id, {width}, '0') "
            f"WHERE regexp_full_match(customer_id, '[0-9]{{1,{width - 1}}}')"
        )
    return question if answer is None else None


def fills_zeros(answers: Answers) -> bool:
    """Say whether a person said that numbers are to be filled up."""
    return any(name.startswith(f"{_KIND}:") and value == FILL for name, value in answers.items())


def _find_shown(ids: Iterable[str], shown: int) -> tuple[int, tuple[str, ...]] | None:
    short = min((text for text in ids if len(text) < shown), default="")
    return (shown, (short.zfill(shown), short)) if short else None


def _find_width(ids: Iterable[str]) -> tuple[int, tuple[str, ...]]:
    """Return the one width of the numbers that begin with a zero, and a pair; 0 when no other lacks its zeros."""
    digits = {text for text in ids if text.isdecimal()}
    led = {text for text in digits if text.startswith("0") and text.strip("0")}
    widths = {len(text) for text in led}
    if len(widths) != 1:
        return 0, ()
    pairs = sorted((text, text.lstrip("0")) for text in led if text.lstrip("0") in digits)
    return (widths.pop(), pairs[0]) if pairs else (0, ())
