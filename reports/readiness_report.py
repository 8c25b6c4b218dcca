"""The readiness report for management: what the answers say, what is missing, and every answer as an appendix."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessment.pages.action_plan import plan_page
from assessment.pages.answers import answers_page
from assessment.pages.perception import perception_page
from assessment.pages.readiness import ReadinessPage, readiness_page
from assessment.pages.score_chart import points
from portfolio.pages.said_measured import SaidMeasuredPage, said_measured_page
from portfolio.selectors.measured import can_be_measured
from reports import readiness_words as words
from reports.answer_sections import answer_figures, answers_section
from reports.chapters import about_blocks, chart_asset, long_date, period_text
from reports.figures import as_text, write_figures
from reports.frame import Fact, Heading, KeyFigure, KeyFigures, PrintedReport, Summary
from reports.models import Report
from reports.pdf import Figures
from reports.readiness_sections import (
    areas_section,
    balance_section,
    gaps_chart,
    gaps_section,
    maps_section,
    method_section,
    open_section,
    scores_section,
)
from reports.respondent_sections import perception_section, plan_section
from reports.said_sections import said_figures, said_section
from ui import formats


def compose_readiness_report(report: Report) -> PrintedReport:
    """Compose the report of an assessment as it is answered today; raise FileNotFoundError when it is gone."""
    if report.assessment is None:
        raise FileNotFoundError("assessment")
    page, answers = readiness_page(report.assessment), answers_page(report.assessment)
    said = said_measured_page(report.assessment) if can_be_measured(report.assessment) else None
    perception, plan = perception_page(report.assessment), plan_page(report.assessment)
    gaps = gaps_chart(page)
    figures = (
        *((score_figures(page),) if page.areas else ()),
        answer_figures(answers),
        *((said_figures(said),) if said else ()),
    )
    maps = (chart for shown in page.maps for chart in (shown.chart, shown.after))
    scores, balance = page.chart if page.areas else None, page.balance.chart if page.balance else None
    drawn = (scores, balance, gaps, *maps, said.chart if said else None, perception.chart)
    return PrintedReport(
        heading=_heading(report, page),
        summary=_summary(page, said),
        sections=(
            *((scores_section(page),) if page.areas else ()),
            *((balance_section(page.balance),) if page.balance else ()),
            *((gaps_section(page, gaps),) if gaps else ()),
            *((areas_section(page),) if page.areas else ()),
            *maps_section(page),
            *((said_section(said),) if said else ()),
            *((perception_section(perception),) if perception.chart else ()),
            *((plan_section(plan),) if plan.lines else ()),
            *open_section(page),
            *((method_section(),) if page.areas else ()),
            answers_section(answers),
        ),
        assets=tuple(chart_asset(chart) for chart in drawn if chart),
        figures=figures,
        closing=about_blocks(report, figures),
    )


def _heading(report: Report, page: ReadinessPage) -> Heading:
    engagement = report.engagement
    return Heading(
        kind=str(report.get_kind_display()),
        title=_("Mognad i kundarbetet") if page.areas else page.instrument,
        client=engagement.client.name,
        period=period_text(engagement.period_start, engagement.period_end),
        author=engagement.client.consultancy.name,
        description=words.message(page),
        language=report.language_tag,
        created_at=report.created_at,
        facts=(
            Fact(pgettext("rapport", "Uppdrag"), engagement.name),
            Fact(_("Genomgång"), page.title),
            Fact(_("Utfärdad"), long_date(report.created_at)),
            Fact(_("Av"), engagement.client.consultancy.name),
        ),
    )


def _summary(page: ReadinessPage, said: SaidMeasuredPage | None) -> Summary:
    share = page.progress.answered / page.progress.total if page.progress.total else 0
    answered = KeyFigure(_("Besvarat"), formats.percent(share, 0), words.progress_text(page))
    if not page.areas:
        sentences = page.balance.sentences if page.balance else ()
        return Summary(words.message(page), KeyFigures((answered,)), sentences)
    best, worst = page.strongest, page.weakest
    tiles = (
        KeyFigure(_("Poäng av 100"), points(page.total.score), _("möjligt %(range)s") % {"range": page.total.text}),
        answered,
        KeyFigure(_("Starkast"), points(best.score.score) if best else "–", best.title if best else ""),
        KeyFigure(_("Svagast"), points(worst.score.score) if worst else "–", worst.title if worst else ""),
    )
    texts = (
        words.strengths(page),
        words.gaps(page),
        words.gaps_text(page),
        words.open_text(page),
        *words.support_texts(page),
        words.said_text(said.message, said.sentences) if said else "",
    )
    return Summary(words.message(page), KeyFigures(tiles), tuple(text for text in texts if text))


def score_figures(page: ReadinessPage) -> Figures:
    """Return the scores as CSV."""
    scores = [
        (
            area.key,
            as_text(area.title),
            _plain(area.score.score),
            str(area.score.low),
            str(area.score.high),
            str(area.weight),
        )
        for area in page.areas
    ]
    total = ("total", "", _plain(page.total.score), str(page.total.low), str(page.total.high), "")
    head = ("area", "title", "score", "low", "high", "weight")
    return write_figures("scores.csv", _("Poäng per område"), head, [*scores, total])


def _plain(value: object) -> str:
    return "" if value is None else str(value)
