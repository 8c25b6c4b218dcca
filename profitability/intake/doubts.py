"""What a table says about whole rows and only a person can settle: which of them count, and how."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import duckdb

from profitability.domain.problem import Problem, error, note
from profitability.domain.template import Kind
from profitability.intake.interpretation import Interpretation, Seen
from profitability.intake.mixed_units import ONLY, find_mixed_signs, find_mixed_units, find_rates, find_repeated
from profitability.intake.plans import FieldPlan
from profitability.intake.question import Answers, Question, find_answer
from profitability.intake.row_kinds import LEAVE, MINUS, RowKind, find_row_kinds
from profitability.intake.summed_rows import find_summed

_SHEETS = ("transactions", "volumes", "direct_costs", "pools", "services", "time_equations")
_AMOUNTS = ("gross_sales", "amount", "net_amount", "with_vat", "discount", "cost_of_goods", "vat")
_TWO_SIDES = ("debit", "credit")


@dataclass
class Doubts:
    """What is asked, and what the answers do: rows left out (column, which, SQL, count), rows that count as minus
    (SQL), factors of fields (SQL), errors."""

    questions: list[Question] = field(default_factory=list)
    left_out: list[RowKind] = field(default_factory=list)
    minus: list[str] = field(default_factory=list)
    factors: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def adjust(self, plan: FieldPlan) -> FieldPlan:
        """Return the plan with what the answers say of its numbers."""
        takes_minus = plan.kind is Kind.AMOUNT and plan.field not in _TWO_SIDES
        return replace(
            plan,
            minus_where=" OR ".join(self.minus) if takes_minus else "",
            factor_sql=self.factors.get(plan.field, ""),
        )


def find_doubts(
    connection: duckdb.DuckDBPyConnection,
    sheet: str,
    found: Interpretation,
    seen: Seen,
    answers: Answers,
    *,
    in_order: bool,
) -> Doubts:
    """Look at the view `texts` for rows that may not count as they stand; follow the answers that are given.

    `in_order` says whether its rows stand one below the other as in the file, or here and there.
    """
    doubts = Doubts()
    if sheet not in _SHEETS:
        return doubts
    fields = {plan.field: plan.place for plan in found.plans if plan.place is not None}
    kinds = list(find_row_kinds(connection, seen.names, seen.profiles, fields))
    for kind in kinds:
        answer = _settle(kind.question, answers, doubts)
        if answer == LEAVE:
            doubts.left_out.append(kind)
        elif answer == MINUS:
            doubts.minus.append(kind.where)
    apart = [kind.where for kind in kinds if not kind.is_credit]
    summed = find_summed(connection, found.plans, apart) if in_order else None
    if summed and _settle(summed[0], answers, doubts) == LEAVE:
        doubts.left_out.append(summed[1])
    _settle_units(connection, sheet, seen, fields, answers, doubts)
    for question in find_rates(connection, seen.names, seen.profiles, fields):
        if _settle(question, answers, doubts) == "refuse":
            doubts.problems.append(error("several_currencies", sheet, None, question.subject))
    repeated = find_repeated(connection, seen.names, fields) if sheet == "transactions" else None
    if repeated and _settle(repeated[0], answers, doubts) == "once":
        once = f"CASE WHEN {repeated[1]} THEN 1 ELSE 0 END"
        doubts.factors |= dict.fromkeys(("gross_sales", "net_amount", "with_vat"), once)
    signs = find_mixed_signs(connection, seen.names, fields) if sheet == "transactions" else None
    is_turn_asked = signs and f"negative:{signs[0].subject}" in {*answers, *(each.id for each in found.questions)}
    if signs and not is_turn_asked and _settle(signs[0], answers, doubts) == "lowers":
        doubts.factors["discount"] = f"CASE WHEN {signs[1]} THEN -1 ELSE 1 END"
    return doubts


def _settle(question: Question, answers: Answers, doubts: Doubts) -> str | None:
    answer = find_answer(answers, question)
    if answer is None:
        doubts.questions.append(question)
    return answer


def _settle_units(
    connection: duckdb.DuckDBPyConnection,
    sheet: str,
    seen: Seen,
    fields: Mapping[str, int],
    answers: Answers,
    doubts: Doubts,
) -> None:
    measured = [name for name in ("quantity", "per_unit") if name in fields]
    for mixed in find_mixed_units(connection, sheet, seen.names, seen.profiles, fields):
        answer = _settle(mixed.question, answers, doubts)
        if answer == "convert":
            targets = _AMOUNTS if sheet in ("transactions", "direct_costs", "pools") else measured
            doubts.factors |= dict.fromkeys(targets, mixed.factor_sql())
        elif answer and answer.startswith(ONLY):
            unit = answer.removeprefix(ONLY)
            where = mixed.other_sql(unit)
            count = connection.execute(f"SELECT count(*) FROM texts WHERE {where}").fetchall()[0][0]
            doubts.left_out.append(RowKind(mixed.header, f"≠ {unit}", where, count))


def name_left_out(sheet: str, left_out: Sequence[RowKind]) -> Iterator[Problem]:
    """Say which rows a person left out, and how many they are."""
    for kind in left_out:
        yield note("rows_set_aside", sheet, None, kind.header, kind.value, count=kind.count)
