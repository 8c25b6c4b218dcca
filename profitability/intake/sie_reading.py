"""Read a SIE file as cost pools: check it against itself, propose pools, and write them when all of it ties."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from profitability.domain.ledger import COST_LINES
from profitability.domain.money import format_minor
from profitability.domain.problem import Problem, error, has_errors
from profitability.intake.question import Answers
from profitability.intake.sie import SHEET, SieFile, check_balances, read_sie
from profitability.intake.sie_pools import (
    GOODS,
    INCOME,
    OUTSIDE,
    Proposal,
    Rule,
    load_rules,
    propose_pools,
    propose_rules,
)

RULES_ANSWER = "pools"
"""The answer that replaces the proposed rules: their JSON text, edited."""

_MOST_BYTES = 200_000_000


@dataclass(frozen=True)
class SieReading:
    """What was understood of a SIE file; `proposal` is None when the file could not be read at all."""

    sie: SieFile | None
    proposal: Proposal | None
    problems: tuple[Problem, ...]

    @property
    def is_read(self) -> bool:
        return self.proposal is not None and not has_errors(self.problems)


def read_sie_pools(path: Path, target: Path | None, answers: Answers) -> SieReading:
    """Read, check to the minor unit, propose, and write pools.csv to `target` when nothing is wrong."""
    if path.stat().st_size > _MOST_BYTES:
        return SieReading(None, None, (error("file_too_large", SHEET, most=_MOST_BYTES // 1_000_000),))
    sie = read_sie(path)
    problems = [*sie.problems, *check_balances(sie)]
    rules, found = _choose_rules(sie, answers)
    problems += found
    proposal = propose_pools(sie, rules)
    if proposal.difference_minor:
        difference = format_minor(proposal.difference_minor, 2)
        problems.append(error("sie_rules_do_not_tie", SHEET, value=difference))
    if not proposal.pools:
        problems.append(error("no_rows", SHEET))
    reading = SieReading(sie, proposal, tuple(problems))
    if reading.is_read and target is not None:
        _write(proposal, target)
    return reading


def _choose_rules(sie: SieFile, answers: Answers) -> tuple[Sequence[Rule], list[Problem]]:
    text = answers.get(RULES_ANSWER)
    if text is None:
        return propose_rules(sie), []
    try:
        rules = load_rules(text)
    except ValueError:
        return propose_rules(sie), [error("sie_rules_not_read", SHEET, value=text[:80])]
    allowed = {*COST_LINES, "common"}
    wrong = [r for r in rules if r.pool_id not in (INCOME, GOODS, OUTSIDE) and r.line not in allowed]
    return rules, [error("line_unknown", SHEET, None, "line", rule.line) for rule in wrong]


def _write(proposal: Proposal, target: Path) -> None:
    with target.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(["pool_id", "name", "line", "amount"])
        writer.writerows([p.pool_id, p.name, p.line, format_minor(p.amount_minor, 2)] for p in proposal.pools)
