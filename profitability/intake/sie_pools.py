"""Propose cost pools from a SIE file: by ranges of the BAS chart and by cost centre, with rules a person can edit.

The proposal is a starting point, never a secret: each rule says which accounts and which cost centre go to which pool,
and the tie shows that pools, income, goods and what stays outside sum to the file's own result.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from profitability.intake.sie import SieFile
from profitability.intake.words import find_line

INCOME, GOODS, OUTSIDE = "income", "goods", "outside"
"""Where amounts go that are no cost pool: sales, cost of goods (they come with the transactions), tax and year-end."""

_BAS: tuple[tuple[int, int, str, str, str], ...] = (
    (3000, 3999, INCOME, "Intäkter", ""),
    (4000, 4999, GOODS, "Kostnad för sålda varor", ""),
    (5000, 5299, "LOKAL", "Lokaler och hyror", "common"),
    (5300, 5599, "DRIFT", "Energi, inventarier och reparationer", "common"),
    (5600, 5799, "FRAKT", "Transporter och frakter", "logistics"),
    (5800, 5899, "RESOR", "Resor", "sales"),
    (5900, 5999, "REKLAM", "Reklam och marknadsföring", "marketing"),
    (6000, 6099, "FORSALJ", "Övriga försäljningskostnader", "sales"),
    (6100, 6299, "KONTOR", "Kontor, data och telefon", "common"),
    (6350, 6359, "KUNDFORL", "Kundförluster", "customer_sustaining"),
    (6300, 6999, "ADM", "Administration och tjänster", "common"),
    (7000, 7699, "PERSONAL", "Personal", "common"),
    (7700, 7999, "AVSKR", "Avskrivningar och övrigt", "common"),
    (8000, 8399, OUTSIDE, "Finansiella intäkter", ""),
    (8400, 8499, "RANTA", "Räntekostnader", "interest"),
    (8500, 8989, OUTSIDE, "Bokslutsdispositioner och skatt", ""),
)
_RESULT_FIRST, _RESULT_LAST = 3000, 8989
"""8990–8999 holds the year's result itself."""
_CENTRE, _PROJECT = "1", "6"
"""The dimensions that the standard reserves for cost centres and projects."""


@dataclass(frozen=True)
class Rule:
    """Accounts first–last go to the pool (or INCOME, GOODS, OUTSIDE), of a cost centre or project only if given."""

    first: int
    last: int
    centre: str
    pool_id: str
    name: str
    line: str
    project: str = ""


@dataclass(frozen=True)
class ProposedPool:
    """A pool with its amount; costs are positive."""

    pool_id: str
    name: str
    line: str
    amount_minor: int


@dataclass(frozen=True)
class Proposal:
    """The pools, and the tie: result = −(income + goods + outside + pools), with debit positive."""

    rules: tuple[Rule, ...]
    pools: tuple[ProposedPool, ...]
    income_minor: int
    goods_minor: int
    outside_minor: int
    result_minor: int

    @property
    def difference_minor(self) -> int:
        """Return what the parts miss of the result: 0 unless the rules leave an account out."""
        pools = sum(pool.amount_minor for pool in self.pools)
        return self.result_minor + self.income_minor + self.goods_minor + self.outside_minor + pools


def propose_rules(sie: SieFile) -> tuple[Rule, ...]:
    """Return rules for the cost centres and projects whose names tell a line, then the ranges of the chart."""
    centres, projects = [], []
    used = {(_CENTRE, entry.object_in(_CENTRE)) for entry in sie.entries}
    used |= {(_PROJECT, entry.object_in(_PROJECT)) for entry in sie.entries}
    for dimension, number, name in sie.objects:
        line = find_line(name)
        if (dimension, number) not in used or not line:
            continue
        if dimension == _CENTRE:
            centres.append(Rule(5000, 7999, number, f"KST{number}", name, line))
        elif dimension == _PROJECT:
            projects.append(Rule(5000, 7999, "", f"PROJ{number}", name, line, number))
    return (*centres, *projects, *(Rule(first, last, "", pool, name, line) for first, last, pool, name, line in _BAS))


def propose_pools(sie: SieFile, rules: Sequence[Rule]) -> Proposal:
    """Sum the current year's income statement by the rules; the first rule that fits an amount takes it."""
    sums: dict[str, int] = {}
    for account, centre, project, amount_minor in _list_amounts(sie):
        rule = next((each for each in rules if _fits(each, account, centre, project)), None)
        pool = rule.pool_id if rule else ""
        sums[pool] = sums.get(pool, 0) + amount_minor
    pools = [
        ProposedPool(rule.pool_id, rule.name, rule.line, sums.pop(rule.pool_id))
        for rule in rules
        if rule.pool_id in sums and rule.pool_id not in (INCOME, GOODS, OUTSIDE)
    ]
    return Proposal(
        tuple(rules),
        tuple(pools),
        sums.get(INCOME, 0),
        sums.get(GOODS, 0),
        sums.get(OUTSIDE, 0),
        -sum(balance for _, balance in _list_results(sie)),
    )


def dump_rules(rules: Sequence[Rule]) -> str:
    """Return the rules as JSON text, for a person to edit and for the client's memory."""
    return json.dumps([asdict(rule) for rule in rules], ensure_ascii=False)


def load_rules(text: str) -> tuple[Rule, ...]:
    """Return the rules of a JSON text; raise ValueError when it is none."""
    try:
        return tuple(
            Rule(
                int(r["first"]),
                int(r["last"]),
                str(r["centre"]),
                str(r["pool_id"]),
                str(r["name"]),
                str(r["line"]),
                str(r.get("project", "")),
            )
            for r in json.loads(text)
        )
    except (AttributeError, KeyError, TypeError) as broken:
        raise ValueError("not a list of rules") from broken


def _fits(rule: Rule, account: str, centre: str, project: str) -> bool:
    is_account = rule.first <= int(account[:4]) <= rule.last
    return is_account and rule.centre in ("", centre) and rule.project in ("", project)


def _is_result(account: str) -> bool:
    return account[:4].isdigit() and _RESULT_FIRST <= int(account[:4]) <= _RESULT_LAST


def _list_results(sie: SieFile) -> list[tuple[str, int]]:
    """Return the file's own result per account of the current year."""
    return [
        (balance.account, balance.amount_minor)
        for balance in sie.balances
        if balance.kind == "RES" and balance.year == 0 and _is_result(balance.account)
    ]


def _list_amounts(sie: SieFile) -> list[tuple[str, str, str, int]]:
    """Return (account, cost centre, project, amount) of the vouchers, and of #RES for accounts without vouchers."""
    year = sie.find_year()
    amounts = [
        (entry.account, entry.object_in(_CENTRE), entry.object_in(_PROJECT), entry.amount_minor)
        for entry in sie.entries
        if _is_result(entry.account) and year is not None and year[0] <= entry.day <= year[1]
    ]
    moved = {account for account, *_ in amounts}
    return amounts + [(account, "", "", minor) for account, minor in _list_results(sie) if account not in moved]
