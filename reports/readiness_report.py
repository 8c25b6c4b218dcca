"""The readiness report: scores with their ranges, strengths and gaps with advice, the channel map, every answer."""

from django.utils.translation import gettext as _

from assessment.pages.answers import AnswersPage, AnswerView, answers_page
from assessment.pages.readiness import AreaView, ReadinessPage, RuleView, readiness_page
from assessment.pages.score_chart import points
from portfolio.pages.said_measured import SaidMeasuredPage, said_measured_page
from portfolio.selectors.measured import can_be_measured
from reports import readiness_words as words
from reports.chapters import about_blocks, chart_asset, chart_block, long_date, period_text
from reports.figures import as_text, write_figures
from reports.frame import (
    Answer,
    Answers,
    Block,
    Cell,
    Column,
    Fact,
    Heading,
    KeyFigure,
    KeyFigures,
    Points,
    PrintedReport,
    Prose,
    Row,
    Section,
    Summary,
    Table,
)
from reports.models import Report
from reports.pdf import Figures
from reports.said_sections import said_figures, said_section
from ui import formats

MAP_HEIGHT_MM = 86
"""Two maps with their texts fill one page."""


def compose_readiness_report(report: Report) -> PrintedReport:
    """Compose the report of an assessment as it is answered today; raise FileNotFoundError when it is gone."""
    if report.assessment is None:
        raise FileNotFoundError("assessment")
    page, answers = readiness_page(report.assessment), answers_page(report.assessment)
    said = said_measured_page(report.assessment) if can_be_measured(report.assessment) else None
    figures = (*list_figures(page, answers), *((said_figures(said),) if said else ()))
    drawn = (page.chart, *(shown.chart for shown in page.maps), *((said.chart,) if said and said.chart else ()))
    return PrintedReport(
        heading=_heading(report, page),
        summary=_summary(page),
        sections=(_scores(page), _advice(page), _method(page), *_maps(page), *_said(said), _appendix(answers)),
        assets=tuple(chart_asset(chart) for chart in drawn),
        figures=figures,
        closing=about_blocks(report, figures),
    )


def _heading(report: Report, page: ReadinessPage) -> Heading:
    engagement = report.engagement
    return Heading(
        kind=str(report.get_kind_display()),
        title=_("Mognad i kundarbetet"),
        client=engagement.client.name,
        period=period_text(engagement.period_start, engagement.period_end),
        author=engagement.client.consultancy.name,
        description=words.message(page),
        language=report.language_tag,
        created_at=report.created_at,
        facts=(
            Fact(_("Uppdrag"), engagement.name),
            Fact(_("Genomgång"), page.title),
            Fact(_("Utfärdad"), long_date(report.created_at)),
            Fact(_("Av"), engagement.client.consultancy.name),
        ),
    )


def _summary(page: ReadinessPage) -> Summary:
    share = page.progress.answered / page.progress.total if page.progress.total else 0
    best, worst = page.strongest, page.weakest
    tiles = (
        KeyFigure(_("Poäng av 100"), points(page.total.score), _("möjligt %(range)s") % {"range": page.total.text}),
        KeyFigure(_("Besvarat"), formats.percent(share, 0), words.progress_text(page)),
        KeyFigure(_("Starkast"), points(best.score.score) if best else "–", best.title if best else ""),
        KeyFigure(_("Svagast"), points(worst.score.score) if worst else "–", worst.title if worst else ""),
    )
    texts = (words.strengths(page), words.gaps(page), words.open_text(page), *words.support_texts(page))
    return Summary(words.message(page), KeyFigures(tiles), tuple(text for text in texts if text))


def _scores(page: ReadinessPage) -> Section:
    columns = (
        Column(_("Område"), width=27),
        Column(_("Poäng"), is_number=True, width=9),
        Column(_("Spann"), is_number=True, width=13),
        Column(_("Vikt"), is_number=True, width=8),
        Column(_("Vad poängen säger")),
    )
    rows = tuple(
        Row(
            (
                Cell(area.title),
                Cell(points(area.score.score)),
                Cell(area.score.text),
                Cell(formats.percent(area.share, 0)),
                Cell(area.level or _("Obesvarat")),
            )
        )
        for area in page.areas
    )
    total = Row((Cell(_("Totalt")), Cell(points(page.total.score)), Cell(page.total.text), Cell(), Cell()), "total")
    blocks: tuple[Block, ...] = (
        Prose((words.message(page) + " " + words.progress_text(page), words.strengths(page) + " " + words.gaps(page))),
        chart_block(page.chart),
        Table(_("Poäng per område"), columns, (*rows, total)),
    )
    return Section("scores", _("Var företaget står"), blocks, starts_page=True)


def _advice(page: ReadinessPage) -> Section:
    blocks: list[Block] = []
    for area in page.areas:
        if area.score.score is not None:
            title = _("%(area)s: %(score)s poäng") % {"area": area.title, "score": area.score.text}
            blocks.append(Prose((_area_text(area),), title=title))
            if advised := tuple(_advice_line(rule) for rule in area.rules if rule.advice):
                blocks.append(Points(advised))
    if not blocks:
        blocks.append(Prose((_("Råden kommer när något område är besvarat."),)))
    return Section("advice", _("Styrkor, luckor och råd"), tuple(blocks))


def _advice_line(rule: RuleView) -> str:
    return f"{rule.item}{'' if rule.item.endswith('?') else ':'} {rule.advice}"


def _area_text(area: AreaView) -> str:
    return " ".join(part for part in (area.question, f"{area.level}." if area.level else "", area.advice) if part)


def _maps(page: ReadinessPage) -> tuple[Section, ...]:
    if not page.maps:
        return ()
    blocks: list[Block] = []
    for shown, text in zip(page.maps, words.support_texts(page), strict=True):
        blocks += [Prose((text,)), chart_block(shown.chart, height_mm=MAP_HEIGHT_MM)]
    return (Section("channels", _("Kanaler och IT-stöd"), tuple(blocks), starts_page=True),)


def _said(page: SaidMeasuredPage | None) -> tuple[Section, ...]:
    return (said_section(page),) if page else ()


def _method(page: ReadinessPage) -> Section:
    paragraphs = (
        _(
            "Varje område får 0–100 poäng: det vägda medelvärdet av de frågor som hör dit. Totalen är det vägda "
            "medelvärdet av områdena."
        ),
        _(
            "En obesvarad fråga kan visa sig vara värd allt mellan lägsta och högsta poäng. Därför har varje "
            "poäng ett spann; det stängs när frågan besvaras. Poängen inom spannet räknas på det som är besvarat."
        ),
        _(
            "Frågor som inte gäller företaget räknas inte med. Vilka svar och vikter som ger varje poäng visas "
            "på mognadssidan."
        ),
    )
    return Section("method", _("Så räknas poängen"), (Prose(paragraphs),))


def _appendix(answers: AnswersPage) -> Section:
    blocks = tuple(
        Answers(section.title, tuple(_answer(view) for view in section.answers)) for section in answers.sections
    )
    return Section("answers", _("Bilaga: alla svar"), blocks, starts_page=True)


def _answer(view: AnswerView) -> Answer:
    if not view.is_answered:
        return Answer(view.label, _("Obesvarad"), is_open=True)
    lines = [f"{line.label}: {line.text}" if line.text else line.label for line in view.lines]
    if view.text:
        lines.insert(0, view.text)
    if view.rating:
        lines.append(_("Bedömning: %(rating)s") % {"rating": view.rating})
    return Answer(view.label, "\n".join(lines))


def list_figures(page: ReadinessPage, answers: AnswersPage) -> tuple[Figures, ...]:
    """Return the CSV files that are attached."""
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
    written = [
        (section.key, view.key, as_text(view.label), as_text(_answer(view).text if view.is_answered else ""))
        for section in answers.sections
        for view in section.answers
    ]
    return (
        write_figures(
            "scores.csv", _("Poäng per område"), ("area", "title", "score", "low", "high", "weight"), [*scores, total]
        ),
        write_figures("answers.csv", _("Alla svar"), ("section", "item", "question", "answer"), written),
    )


def _plain(value: object) -> str:
    return "" if value is None else str(value)
