"""How ready the company is: a score per area, explained down to each answer and weight."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from assessment.domain.instrument import Area, Instrument
from assessment.domain.progress import Progress, add_up
from assessment.domain.relevance import find_relevance
from assessment.domain.scoring import AreaScore, Readiness, RuleScore, round_points, score_backed, score_readiness
from assessment.models import Assessment
from assessment.pages.answers import AnswerView, describe_answer
from assessment.pages.balance import BalanceView, balance_view
from assessment.pages.clashes import ClashView, list_clash_views
from assessment.pages.form import list_section_links
from assessment.pages.score_chart import ScoreRow, ScoreView, points, score_chart
from assessment.pages.support_map import SupportMap, list_support_maps
from assessment.pages.wording import advise, in_words, name_roles
from assessment.selectors import AnswerSheet, get_answer_sheet, get_common_sheet, get_instrument
from assessment.selectors.remarks import list_backed_items
from assessment.selectors.targets import list_targets
from ui.charts import Chart

type Asks = Callable[[str], bool]

HALF = Decimal(50)
GAPS_SHOWN = 10


@dataclass(frozen=True)
class RuleView:
    """One input of an area: what was answered, its points and weight, and what it adds to the area's score.

    `effect` is how many points of the total are open while it is unanswered, `lost` how many its answer costs;
    `advice` is given below 50 points.
    """

    item: str
    item_key: str
    section_key: str
    answer: AnswerView
    counts: bool
    score: ScoreView
    weight: Decimal
    adds: str
    effect: Decimal
    lost: Decimal
    who: str
    advice: str


@dataclass(frozen=True)
class AreaView:
    """One area: its score, what it says and its inputs. `share` is its part of the total weight, 0–1."""

    key: str
    title: str
    question: str
    score: ScoreView
    level: str
    advice: str
    weight: Decimal
    share: Fraction
    rules: tuple[RuleView, ...]


@dataclass(frozen=True)
class ReadinessPage:
    """The readiness of an assessment. `open_rules` are the unanswered inputs that can move the total most.

    `gaps` are the answers that cost the total most, the dearest first; `gaps_lost` is what they cost together.
    `proven` is the score that is left when only answers with evidence count; `clashes` do not go together.
    `areas` is empty for a questionnaire that scores nothing.
    """

    assessment_id: uuid.UUID
    title: str
    instrument: str
    client: str
    balance: BalanceView | None
    headline: str
    total: ScoreView
    progress: Progress
    areas: tuple[AreaView, ...]
    chart: Chart
    maps: tuple[SupportMap, ...]
    open_rules: tuple[RuleView, ...]
    open_effect: Decimal
    gaps: tuple[RuleView, ...]
    gaps_lost: Decimal
    proven: Decimal
    clashes: tuple[ClashView, ...]
    advice: tuple[RuleView, ...]
    last_written_at: datetime | None

    @property
    def strongest(self) -> AreaView | None:
        """Return the area with the highest score of what is answered."""
        return max((a for a in self.areas if a.score.score is not None), key=_by_score, default=None)

    @property
    def weakest(self) -> AreaView | None:
        """Return the area with the lowest score of what is answered."""
        return min((a for a in self.areas if a.score.score is not None), key=_by_score, default=None)


def _by_score(area: AreaView) -> Decimal:
    return area.score.score or Decimal(0)


def readiness_page(assessment: Assessment) -> ReadinessPage:
    """Return the readiness that the common answers of `assessment` give today."""
    instrument = get_instrument(assessment)
    sheet = get_answer_sheet(get_common_sheet(assessment))
    relevance = find_relevance(instrument, sheet.answers)
    readiness = score_readiness(instrument, sheet.answers, relevance)
    areas = tuple(
        _area(instrument, area, score, sheet, relevance.asks)
        for area, score in zip(instrument.areas, readiness.areas, strict=True)
    )
    rules = [rule for area in areas for rule in area.rules]
    effects = sorted((rule.effect for area in readiness.areas for rule in area.rules), reverse=True)[:3]
    open_rules = tuple(sorted((rule for rule in rules if rule.effect), key=lambda rule: -rule.effect)[:3])
    costs = [rule.lost for area in readiness.areas for rule in area.rules]
    advised = [rule for rule in rules if rule.advice]
    written = [answer.written_at for answer in sheet.written.values()]
    headline = _headline(readiness, areas)
    return ReadinessPage(
        assessment_id=assessment.id,
        title=assessment.title,
        instrument=in_words(instrument.title),
        client=assessment.engagement.client.name,
        balance=balance_view(assessment),
        headline=headline,
        total=view_score(readiness.low, readiness.high, readiness.score),
        progress=add_up(tuple(link.progress for link in list_section_links(instrument, sheet))),
        areas=areas,
        chart=score_chart([ScoreRow(area.title, area.score) for area in areas], title=headline),
        maps=list_support_maps(instrument, sheet.answers.without(relevance.silent), list_targets(assessment)),
        open_rules=open_rules,
        open_effect=round_points(sum(effects, Fraction(0))),
        gaps=tuple(sorted((rule for rule in rules if rule.lost), key=lambda rule: -rule.lost)[:GAPS_SHOWN]),
        gaps_lost=round_points(sum(sorted(costs, reverse=True)[:GAPS_SHOWN], Fraction(0))),
        proven=round_points(score_backed(instrument, sheet.answers, list_backed_items(assessment)).low),
        clashes=list_clash_views(instrument, sheet),
        advice=tuple(sorted(advised, key=lambda rule: (rule.score.low, -rule.weight))[:5]),
        last_written_at=max(written, default=None),
    )


def view_score(low: Fraction, high: Fraction, score: Fraction | None) -> ScoreView:
    """Round a score for display."""
    return ScoreView(round_points(low), round_points(high), None if score is None else round_points(score))


def _headline(readiness: Readiness, areas: tuple[AreaView, ...]) -> str:
    known = [area for area in areas if area.score.score is not None]
    if readiness.score is None or not known:
        return _("Inget är besvarat ännu")
    best, worst = max(known, key=_by_score), min(known, key=_by_score)
    return _("Starkast i %(best)s (%(high)s), svagast i %(worst)s (%(low)s)") % {
        "best": _within(best.title),
        "high": points(best.score.score),
        "worst": _within(worst.title),
        "low": points(worst.score.score),
    }


def _within(title: str) -> str:
    """Write a title as it stands inside a sentence; an abbreviation keeps its capitals."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def _area(instrument: Instrument, area: Area, score: AreaScore, sheet: AnswerSheet, asks: Asks) -> AreaView:
    total = Fraction(sum((each.weight for each in instrument.areas), Decimal(0)))
    known = score.score if score.score is not None else score.low
    band = next((band for band in area.bands if known < band.below), area.bands[-1])
    counted = sum((Fraction(rule.rule.weight) for rule in score.rules if rule.points.counts), Fraction(0))
    return AreaView(
        key=area.key,
        title=in_words(area.title),
        question=in_words(area.question),
        score=view_score(score.low, score.high, score.score),
        level=in_words(band.level) if score.score is not None else "",
        advice=in_words(band.advice) if score.score is not None else "",
        weight=area.weight,
        share=Fraction(area.weight) / total,
        rules=tuple(_rule(instrument, rule, sheet, counted, asks) for rule in score.rules),
    )


def _rule(instrument: Instrument, score: RuleScore, sheet: AnswerSheet, counted: Fraction, asks: Asks) -> RuleView:
    item = instrument.get_item(score.rule.item)
    section = next(part for part in instrument.sections if item in part.list_items())
    part = Fraction(score.rule.weight) / counted if counted and score.points.counts else Fraction(0)
    adds = view_score(part * score.points.low, part * score.points.high, None)
    shown = view_score(score.points.low, score.points.high, None)
    is_low = score.points.counts and score.points.is_known and shown.low < HALF
    return RuleView(
        item=in_words(item.label),
        item_key=item.key,
        section_key=section.key,
        answer=describe_answer(instrument, item, sheet, is_asked=asks(item.key)),
        counts=score.points.counts,
        score=shown,
        weight=score.rule.weight,
        adds=adds.text,
        effect=round_points(score.effect),
        lost=round_points(score.lost),
        who=name_roles(instrument, item.who or section.who),
        advice=in_words(item.advice) or advise(instrument, item, sheet.answers) if is_low else "",
    )
