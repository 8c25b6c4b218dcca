"""reading.json of a SIE file: what was read, the rules that make the pools, and the tie to the file's own result."""

import json
from dataclasses import asdict

from profitability.domain.money import format_minor
from profitability.intake.sie_pools import Proposal
from profitability.intake.sie_reading import RULES_ANSWER, SieReading


def render_sie_reading(reading: SieReading, file: str) -> str:
    """Return the JSON text; the same file gives the same bytes."""
    sie, proposal = reading.sie, reading.proposal
    record = {
        "file": file,
        "as": "pools",
        "format": "SIE",
        "status": "read" if reading.is_read else "problems",
        "encoding": sie.encoding if sie else None,
        "company": sie.company if sie else None,
        "years": [[year, str(first), str(last)] for year, first, last in sie.years] if sie else [],
        "accounts": len(sie.accounts) if sie else 0,
        "entries": len(sie.entries) if sie else 0,
        "dimensions": dict(sie.dimensions) if sie else {},
        "objects": [list(each) for each in sie.objects] if sie else [],
        "questions": [],
        "answer_to_change_the_pools": RULES_ANSWER,
        "rules": [asdict(rule) for rule in proposal.rules] if proposal else [],
        "tie": _render_tie(proposal) if proposal else {},
    }
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def _render_tie(proposal: Proposal) -> dict[str, str]:
    """Return the sums in major units, in the file's signs (debit positive; the result positive when earned)."""
    amounts = {
        "result": proposal.result_minor,
        "income": proposal.income_minor,
        "goods": proposal.goods_minor,
        "outside": proposal.outside_minor,
        "pools": sum(pool.amount_minor for pool in proposal.pools),
        "difference": proposal.difference_minor,
    }
    return {name: format_minor(minor, 2) for name, minor in amounts.items()}
