"""The tiers of a run: the rule and its parameters, what each clause decided, and the numbers of each tier."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from profitability.models import Run
from profitability.pages.lines import line_label, ranked_words, reason_text, tier_label
from profitability.pages.overview import TierLine, tier_lines
from profitability.pages.tier_settings import DEFAULTS, RULES, Parameter, parameters_of
from profitability.selectors.runs import find_previous_run, get_summary
from profitability.selectors.tiers import ClauseRow, list_clauses
from ui import formats

_RULE_TEXTS = {
    "whale": gettext_lazy(
        "Kunderna rangordnas efter %(value)s. Guld är kunderna fram till den andel av kurvans topp som står här, "
        "men aldrig fler än den högsta andelen. Silver är övriga som ger något, brons de som kostar."
    ),
    "percent": gettext_lazy(
        "Kunderna rangordnas efter %(value)s. Guld är de främsta, om de ger något; silver de närmast följande; "
        "brons resten."
    ),
    "threshold": gettext_lazy("Guld och silver börjar vid fasta belopp av %(the_value)s; brons är resten."),
}


@dataclass(frozen=True)
class ClauseLine:
    """What one clause decided."""

    clause: ClauseRow
    tier_label: str
    reason: str


@dataclass(frozen=True)
class TiersPage:
    """The tiers of a published run."""

    run: Run
    previous: Run | None
    unit: str
    rule: str
    rule_label: str
    rule_text: str
    rank_by: str
    rank_label: str
    parameters: tuple[Parameter, ...]
    tiers: tuple[TierLine, ...]
    clauses: tuple[ClauseLine, ...]
    unranked_customers: int
    held_customers: int


def tiers_page(run: Run) -> TiersPage:
    """Return the tiers of a published run."""
    summary = get_summary(run)
    settings = DEFAULTS | dict(summary.settings)
    rule = settings["tier_rule"]
    clauses = tuple(
        ClauseLine(clause, tier_label(clause.tier), reason_text(clause.reason)) for clause in list_clauses(run)
    )
    return TiersPage(
        run=run,
        previous=find_previous_run(run),
        unit=formats.unit(summary.currency),
        rule=rule,
        rule_label=str(RULES[rule]),
        rule_text=str(_RULE_TEXTS[rule]) % ranked_words(),
        rank_by=summary.rank_by,
        rank_label=line_label(summary.rank_by),
        parameters=parameters_of(rule, settings, summary.currency),
        tiers=tier_lines(summary),
        clauses=clauses,
        unranked_customers=summary.customers - summary.ranked_customers,
        held_customers=sum(line.clause.customers for line in clauses if line.clause.reason == "held_by_margin"),
    )
