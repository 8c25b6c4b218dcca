"""The three rules for tiers tried on a run, side by side, before any of them is used."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from profitability.domain.tier_picture import TierPicture
from profitability.domain.what_if import Bench, WhatIf
from profitability.models import Run
from profitability.pages.lines import line_label, ranked_words, tier_label
from profitability.pages.problems import ProblemLine, describe_problems
from profitability.pages.tier_settings import PARAMETERS, RULES, Parameter, missing_parameters, parameters_of
from profitability.selectors.runs import get_summary
from ui import formats
from ui.charts import Band, Chart, CurvePoint, Paint, whale_curve

_PAINTS = {"gold": Paint.GOLD, "silver": Paint.SILVER, "bronze": Paint.BRONZE}


@dataclass(frozen=True)
class RuleTier:
    """One tier under a rule, by what the run ranks by; `cut_minor` is that of the last customer the rule gives it."""

    tier: str
    label: str
    customers: int
    contribution_minor: int
    cut_minor: int | None


@dataclass(frozen=True)
class RuleTry:
    """One rule with its parameters as typed: tiers, or what is wrong; `moved` customers change tier by it.

    `missing` names the parameters that it cannot be tried without.
    """

    rule: str
    label: str
    is_used: bool
    is_chosen: bool
    parameters: tuple[Parameter, ...]
    tiers: tuple[RuleTier, ...]
    moved: int
    problems: tuple[ProblemLine, ...]
    missing: tuple[str, ...]
    ranked_by: str

    @property
    def messages(self) -> tuple[str, ...]:
        """Return what is wrong, in words: above all what has to be filled in."""
        if self.missing:
            return (_("Fyll i %(names)s för att pröva regeln.") % {"names": ", ".join(self.missing)},)
        return tuple(problem.message for problem in self.problems)


@dataclass(frozen=True)
class TierRulesPage:
    """The rules tried; `chart` shows the cuts of the chosen one, `run_query` starts a run with it."""

    run: Run
    unit: str
    currency: str
    rules: tuple[RuleTry, ...]
    chart: Chart | None
    run_query: str
    faults: tuple[str, ...]
    rank_label: str

    @property
    def tiers(self) -> tuple[tuple[str, str], ...]:
        """Return the tiers' codes and names."""
        return tuple((tier, tier_label(tier)) for tier in _PAINTS)


def tier_rules_page(
    run: Run, bench: Bench | None, settings: Mapping[str, str], faults: tuple[str, ...] = ()
) -> TierRulesPage:
    """Return the rules tried with `settings` (texts, as in the settings sheet) on a run; none without its ledger."""
    summary = get_summary(run)
    used = dict(summary.settings).get("tier_rule", "whale")
    chosen = settings.get("tier_rule", used)
    tried: list[RuleTry] = []
    chart = None
    for rule in RULES if bench else ():
        assert bench is not None
        reading = bench.read_settings({**settings, "tier_rule": rule})
        answer = bench.ask(settings=reading.settings, movers=0) if reading.settings and not reading.problems else None
        parameters = parameters_of(rule, dict(reading.effective), summary.currency)
        problems = describe_problems(() if answer else reading.problems)
        tiers = tuple(_tier(tier) for tier in answer.tiers) if answer else ()
        moved = answer.changed_tiers if answer else 0
        missing = () if answer else missing_parameters(rule, dict(reading.effective))
        names_it = (rule, str(RULES[rule]), rule == used, rule == chosen)
        tried.append(RuleTry(*names_it, parameters, tiers, moved, problems, missing, summary.rank_by))
        if answer and rule == chosen:
            chart = _chart(answer, rule)
    names = ("tier_rule", *PARAMETERS[chosen], "new_customer_months")
    query = {
        "upload": str(run.upload_id),
        "rank_by": summary.rank_by,
        **{name: settings[name] for name in names if name in settings},
    }
    unit = formats.unit(summary.currency)
    ranked = line_label(summary.rank_by)
    return TierRulesPage(run, unit, summary.currency, tuple(tried), chart, urlencode(query), faults, ranked)


def _tier(tier: TierPicture) -> RuleTier:
    cut = None if tier.tier == "bronze" else tier.lowest_minor
    return RuleTier(tier.tier, tier_label(tier.tier), tier.customers, tier.contribution_minor, cut)


def _chart(answer: WhatIf, rule: str) -> Chart | None:
    if not answer.curve.points:
        return None
    ranked = answer.curve.points[-1].rank
    bands, end = [], 0
    for tier, customers in zip(answer.tiers, answer.by_rank, strict=True):
        end += customers
        bands.append(Band(end / ranked, _PAINTS[tier.tier], tier_label(tier.tier)))
    words = {
        "gold": formats.number(answer.by_rank[0]),
        "share": formats.percent(answer.by_rank[0] / ranked),
        "rule": str(RULES[rule]),
    }
    points = [CurvePoint(float(at.share_of_customers), at.cumulative_contribution_minor) for at in answer.curve.points]
    return whale_curve(
        points,
        title=_("%(rule)s: guld blir %(gold)s kunder, %(share)s av dem som rangordnas") % words,
        subtitle=_("Ackumulerat %(value)s, mest lönsamma kunder först; var nivåerna skils åt") % ranked_words(),
        measure=_("Ackumulerat %(value)s") % ranked_words(),
        bands=bands,
        key="tier-rules",
    )
