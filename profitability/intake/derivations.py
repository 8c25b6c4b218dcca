"""Where an amount does not stand in one column: the ways to derive it, of which a person chooses one."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from profitability.intake.matching import is_general
from profitability.intake.numbers import split_sign
from profitability.intake.plans import Derivation
from profitability.intake.profile import ColumnProfile
from profitability.intake.question import Answers, Candidate, Question, find_answer

type _Way = tuple[str, tuple[str, ...]]

_SALES: tuple[_Way, ...] = (
    ("net", ("net_amount",)),
    ("net_plus_discount", ("net_amount", "discount")),
    ("with_vat_less_vat", ("with_vat", "vat")),
    ("price_times_quantity", ("unit_price", "quantity")),
    ("credit_less_debit", ("credit", "debit")),
    ("with_vat_as_is", ("with_vat",)),
)
_COSTS: tuple[_Way, ...] = (("debit_less_credit", ("debit", "credit")),)
CREDIT_NOTES = tuple(
    "kredit|kreditfaktura|kredit-faktura|kreditnota|kreditering|kreditorder|credit|credit memo|credit note|creditnote|"
    "credit invoice|credit_memo|sales credit memo|gutschrift|rechnungskorrektur|storno|retur|return|refund|refunded|"
    "återbetalning|kreditnotat|salgskreditnota|hyvityslasku|hyvitys".split("|")
)
"""What a row that takes an invoice back is called, in a column that says what each row is."""

_MARKS = {
    "price_times_quantity": " × ",
    "with_vat_less_vat": " − ",
    "credit_less_debit": " − ",
    "less_returns": " − ",
    "debit_less_credit": " − ",
    "marked_credit": ", ",
    "marked_debit": ", ",
    "credit_note_turned": ", ",
}
_TURNING = {"credit_mark", "credit_note", "returns"}
"""Fields beside the amount that may change it."""

_MOST_KINDS = 20
_MAIN = {"transactions": "gross_sales", "pools": "amount", "direct_costs": "amount"}


@dataclass(frozen=True)
class DerivationFinding:
    """The derivations in force, and what must be asked."""

    derivations: tuple[Derivation, ...]
    questions: tuple[Question, ...]


def find_derivations(
    sheet: str, fields: Collection[str], doubts: tuple[bool, bool], headers: Mapping[str, str], answers: Answers
) -> DerivationFinding:
    """Say how the sheet's main amount comes about; `fields` are those matched.

    `doubts` says whether the amount's own column is sure, and whether the table speaks of VAT.

    An amount by a general word ("Total") beside VAT may be with it or without it: that is always asked.
    """
    is_sure, tells_of_vat = doubts
    target = _MAIN.get(sheet)
    if target is None:
        return DerivationFinding((), ())
    ways = [
        (rule, parts) for rule, parts in (_SALES if sheet == "transactions" else _COSTS) if set(parts) <= set(fields)
    ]
    if target in fields:
        may_hold_vat = tells_of_vat and target == "gross_sales" and is_general(sheet, target, headers[target])
        ways = _with_own_column(target, fields, ways)
        if may_hold_vat:
            ways.insert(1, _with_vat(target, fields))
        if not may_hold_vat and not _TURNING & set(fields) and (is_sure or len(ways) == 1):
            return DerivationFinding((), ())
    if not ways:
        return DerivationFinding((), ())
    if _is_plainly_net([rule for rule, _ in ways], fields):
        return DerivationFinding((Derivation(target, *ways[0]),), ())
    question = _ask_way(target, ways, headers)
    answer = find_answer(answers, question)
    if answer is None:
        return DerivationFinding((Derivation(target, *ways[0]),), (question,))
    rule, parts = next(way for way in ways if way[0] == answer)
    return DerivationFinding((Derivation(target, rule, parts),) if rule != "column" else (), ())


def _is_plainly_net(rules: Sequence[str], fields: Collection[str]) -> bool:
    """Say whether the net amount is the sales: nothing else derives them, or VAT and the sum of both stand beside."""
    apart = {"with_vat_less_vat", "with_vat_as_is"} if "vat" in fields else set()
    return set(rules) - apart == {"net"} and not {"discount", "discount_share"} & set(fields)


def _ask_way(target: str, ways: Sequence[_Way], headers: Mapping[str, str]) -> Question:
    return Question(
        "amount",
        target,
        tuple(
            Candidate(rule, ((_spell(rule, [headers.get(part, part) for part in parts]), ""),), place == 0)
            for place, (rule, parts) in enumerate(ways)
        ),
    )


def _spell(rule: str, names: Sequence[str]) -> str:
    return _MARKS.get(rule, " + ").join(names)


def _with_vat(target: str, fields: Collection[str]) -> _Way:
    return ("with_vat_less_vat", (target, "vat")) if "vat" in fields else ("with_vat_as_is", (target,))


def _with_own_column(
    target: str, fields: Collection[str], ways: list[tuple[str, tuple[str, ...]]]
) -> list[tuple[str, tuple[str, ...]]]:
    if "credit_mark" in fields:
        marked = ("marked_credit", "marked_debit")
        return [(rule, (target, "credit_mark")) for rule in marked] + ways
    if "credit_note" in fields:
        return [("credit_note_turned", (target, "credit_note")), ("column", (target,)), *ways]
    if "returns" in fields:
        return [("column", (target,)), ("less_returns", (target, "returns")), *ways]
    return [("column", (target,)), *ways]


def find_cost(fields: Collection[str], headers: Mapping[str, str], answers: Answers) -> DerivationFinding:
    """Ask whether a cost is that of a unit, where its column is called a price and no other holds the cost."""
    if "unit_cost" not in fields or "cost_of_goods" in fields:
        return DerivationFinding((), ())
    ways: list[_Way] = [("column", ("unit_cost",)), ("unread", ("unit_cost",))]
    if "quantity" in fields:
        ways.insert(0, ("price_times_quantity", ("unit_cost", "quantity")))
    question = _ask_way("cost_of_goods", ways, headers)
    answer = find_answer(answers, question)
    if answer == "unread":
        return DerivationFinding((), ())
    rule, parts = next((way for way in ways if way[0] == answer), ways[0])
    return DerivationFinding((Derivation("cost_of_goods", rule, parts),), () if answer else (question,))


def find_discount(
    fields: Mapping[str, int], profiles: Sequence[ColumnProfile], answers: Answers, *, shows_percent: bool = False
) -> DerivationFinding:
    """Ask what a discount is when it is written or shown as percent or lies between 0 and 1 throughout."""
    if "discount" in fields:
        field, profile = "discount", profiles[fields["discount"]]
    elif "discount_share" in fields:
        field, profile = "discount_share", profiles[fields["discount_share"]]
    else:
        return DerivationFinding((), ())
    if profile.shapes and not any(set("123456789") & set(shape.sample) for shape in profile.shapes):
        return DerivationFinding((), ())
    has_percent = any("%" in shape.sample for shape in profile.shapes)
    is_share = shows_percent or _lies_within_one(profile)
    if field == "discount" and not has_percent and not is_share and not _may_be_percent(profile):
        return DerivationFinding((), ())
    is_percent = has_percent or (field == "discount" and _may_be_percent(profile))
    rules = ["percent_of_gross"] if is_percent else ["percent_of_gross", "share_of_gross"]
    if is_share:
        rules = ["share_of_gross", "percent_of_gross"]
    if field == "discount" and not has_percent:
        rules.append("column")
    rules.append("unread")
    samples = profile.samples[:3]
    question = Question(
        "discount",
        "discount",
        tuple(Candidate(rule, (), place == 0) for place, rule in enumerate(rules)),
        samples,
    )
    answer = find_answer(answers, question)
    if answer is None:
        return DerivationFinding((Derivation("discount", rules[0], (field,)),), (question,))
    if answer == "column":
        return DerivationFinding((), ())
    return DerivationFinding((Derivation("discount", answer, (field,)),), ())


def find_credit_notes(amount: ColumnProfile, profiles: Sequence[ColumnProfile], taken: Collection[int]) -> int | None:
    """Return the column that says which rows are credit notes, when the amounts themselves never are negative."""
    if any(split_sign(shape.sample)[1] for shape in amount.shapes):
        return None
    for profile in profiles:
        words = [shape.sample.strip().casefold() for shape in profile.shapes]
        if profile.place not in taken and 2 <= len(words) <= _MOST_KINDS and set(words) & set(CREDIT_NOTES):
            return profile.place
    return None


def _lies_within_one(profile: ColumnProfile) -> bool:
    """Say whether every value is 0, 1 or a fraction of one, and some are fractions."""
    texts = [shape.sample.lstrip("\x01").replace(",", ".") for shape in profile.shapes]
    fractions = [text for text in texts if text.startswith(("0.", "."))]
    return any(set("123456789") & set(text) for text in fractions) and all(
        text in ("0", "1") or text in fractions or len(text) == 1 for text in texts
    )


def _may_be_percent(profile: ColumnProfile) -> bool:
    """Say whether every value is below a hundred with one decimal at most, and some have two digits before it."""
    texts = [shape.sample.lstrip("\x01").removesuffix(".0") for shape in profile.shapes]
    wholes = [re.fullmatch("([0-9]{1,2})(?:[.,][0-9])?", text) for text in texts]
    return all(wholes) and any(len(whole[1]) == 2 for whole in wholes if whole)


def derivation_sql(rule: Derivation, expressions: Mapping[str, str]) -> str:
    """Return the SQL of a derived amount over the values v_FIELD; `expressions` are those of columns already there."""
    first, second = (f"v_{field}" for field in (rule.fields * 2)[:2])
    match rule.rule:
        case "with_vat_less_vat" | "credit_less_debit" | "debit_less_credit":
            return f"(coalesce({first}, 0) - coalesce({second}, 0))"
        case "less_returns":
            return f"({first} - abs(coalesce({second}, 0)))"
        case "net_plus_discount":
            return f"({first} + coalesce({second}, 0))"
        case "price_times_quantity":
            return f"(CAST({first} AS DECIMAL(18, 6)) * CAST({second} AS DECIMAL(18, 6)))"
        case "marked_credit" | "marked_debit":
            marks = (
                "('s', 'soll', 'd', 'debet', 'debit', 'dr')"
                if rule.rule == "marked_credit"
                else ("('h', 'haben', 'k', 'kredit', 'c', 'credit', 'cr')")
            )
            return f"(CASE WHEN lower({second}) IN {marks} THEN -{first} ELSE {first} END)"
        case "credit_note_turned":
            return f"(CASE WHEN lower({second}) IN {CREDIT_NOTES} THEN -{first} ELSE {first} END)"
        case "share_of_gross" | "percent_of_gross":
            gross = expressions.get("gross_sales", "NULL")
            share = f"CAST({first} AS DECIMAL(12, 6))" + (" * 0.01" if rule.rule == "percent_of_gross" else "")
            return f"({gross} * {share})"
        case _:
            return first
