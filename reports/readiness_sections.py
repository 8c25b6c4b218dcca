"""The chapters of the readiness report that are made of its scores: the picture, gaps, areas, maps, what is open."""

from django.utils.translation import gettext as _

from assessment.pages.balance import BalanceView
from assessment.pages.readiness import AreaView, ReadinessPage, RuleView
from assessment.pages.score_chart import points
from reports import readiness_words as words
from reports.answer_sections import shorten_answer
from reports.chapters import chart_block
from reports.frame import Block, Cell, Column, Fact, Facts, Points, Prose, Row, Section, Table, Tone
from ui import formats
from ui.charts.bars import Bar, bars
from ui.charts.drawing import Chart

MAP_HEIGHT_MM = 80
"""Two maps with their texts fill one page."""
GAPS_HEIGHT_MM = 70


def scores_section(page: ReadinessPage) -> Section:
    """Return where the company stands: the score of each area with its range."""
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
        Prose(tuple(text for text in (words.spread_text(page), words.proven_text(page)) if text)),
    )
    return Section("scores", _("Var företaget står"), blocks, starts_page=True)


def gaps_chart(page: ReadinessPage) -> Chart | None:
    """Draw what the dearest gaps cost; None without any."""
    if not page.gaps:
        return None
    return bars(
        [Bar(gap.item, float(gap.lost), points(gap.lost)) for gap in page.gaps],
        title=words.gaps_message(page),
        subtitle=_("Poäng av 100 som varje svar kostar totalen"),
        columns=(_("Fråga"), _("Poäng")),
        key="gaps",
    )


def gaps_section(page: ReadinessPage, chart: Chart) -> Section:
    """Return the answers that cost most, with what to do and who knows."""
    columns = (
        Column("", is_number=True, width=5),
        Column(_("Lucka"), width=30),
        Column(_("I dag"), width=16),
        Column(_("Kostar"), is_number=True, width=9),
        Column(_("Gör så här")),
    )
    rows = tuple(
        Row(
            (
                Cell(str(place)),
                Cell(gap.item, note=gap.who),
                Cell(shorten_answer(gap.answer), tone="muted"),
                Cell(points(gap.lost)),
                Cell(gap.advice or _("Gå igenom vad som saknas rad för rad.")),
            )
        )
        for place, gap in enumerate(page.gaps, start=1)
    )
    note = _("Kostar: så många poäng totalen stiger om svaret blir det bästa möjliga och inget annat ändras.")
    blocks: tuple[Block, ...] = (
        Prose((words.gaps_text(page),)),
        chart_block(chart, height_mm=GAPS_HEIGHT_MM),
        Table(_("Luckorna i ordning"), columns, rows, note=note, is_dense=True),
    )
    return Section("gaps", _("Luckorna som kostar mest"), blocks, starts_page=True)


def areas_section(page: ReadinessPage) -> Section:
    """Return each area: what it asks, what its score says, every input with points and weight, and advice."""
    blocks: list[Block] = []
    for area in page.areas:
        blocks.append(Prose((_area_text(area),), title=_area_title(area)))
        blocks.append(_area_table(area))
        if advised := tuple(_advice_line(rule) for rule in area.rules if rule.advice):
            blocks.append(Points(advised, _("Råd")))
    return Section("areas", _("Område för område"), tuple(blocks), starts_page=True)


def _area_title(area: AreaView) -> str:
    return _("%(area)s: %(score)s poäng") % {"area": area.title, "score": area.score.text}


def _area_text(area: AreaView) -> str:
    level = f"{area.level}." if area.level else _("Området är obesvarat.")
    return " ".join(part for part in (area.question, level, area.advice) if part)


def _area_table(area: AreaView) -> Table:
    columns = (
        Column(_("Fråga"), width=40),
        Column(_("Svar")),
        Column(_("Poäng"), is_number=True, width=11),
        Column(_("Vikt"), is_number=True, width=7),
        Column(_("Bidrag"), is_number=True, width=11),
    )
    rows = tuple(_rule_row(rule) for rule in area.rules)
    total = Row((Cell(_("Områdets poäng")), Cell(), Cell(), Cell(), Cell(area.score.text)), "total")
    return Table("", columns, (*rows, total), is_dense=True)


def _rule_row(rule: RuleView) -> Row:
    tone: Tone = "" if rule.answer.is_answered else "muted"
    return Row(
        (
            Cell(rule.item),
            Cell(shorten_answer(rule.answer), tone=tone),
            Cell(rule.score.text if rule.counts else _("räknas inte")),
            Cell(formats.number(rule.weight)),
            Cell(rule.adds if rule.counts else formats.NOTHING),
        )
    )


def _advice_line(rule: RuleView) -> str:
    return f"{rule.item}{'' if rule.item.endswith('?') else ':'} {rule.advice}"


def maps_section(page: ReadinessPage) -> tuple[Section, ...]:
    """Return the maps of channels and IT support with their islands and holes; nothing where there are none."""
    if not page.maps:
        return ()
    lists = tuple(
        Facts(
            (
                Fact(_("Öar: i bruk men fristående"), ", ".join(shown.islands) or formats.NOTHING, is_wide=True),
                Fact(_("Hål: utan IT-stöd"), ", ".join(shown.holes) or formats.NOTHING, is_wide=True),
            ),
            shown.title,
        )
        for shown in page.maps
    )
    intro = Prose(
        (
            _(
                "En ö är i bruk men står för sig själv: det kunden säger där når ingen annan. Ett hål är i bruk utan "
                "IT-stöd: det som händer där lämnar inga spår. Öar och hål är där kunden får upprepa sig."
            ),
        )
    )
    maps = (chart_block(shown.chart, height_mm=MAP_HEIGHT_MM) for shown in page.maps)
    said = Prose(tuple(f"{shown.title}: {shown.chart.title}." for shown in page.maps))
    today = Section("channels", _("Kanaler och IT-stöd"), (said, intro, *lists, *maps))
    return (today, *_target_section(page))


def _target_section(page: ReadinessPage) -> tuple[Section, ...]:
    """Return the maps as they shall become and what changes on the way; nothing while no target is set."""
    blocks: list[Block] = [
        chart_block(shown.after, height_mm=MAP_HEIGHT_MM) for shown in page.maps if shown.after is not None
    ]
    if not blocks:
        return ()
    columns = (Column(_("Namn"), width=34), Column(_("Grupp"), width=24), Column(_("I dag")), Column(_("Mål")))
    rows = tuple(
        Row((Cell(move.label), Cell(move.group, tone="muted"), Cell(move.was), Cell(move.becomes)))
        for shown in page.maps
        for move in shown.moves
    )
    intro = Prose((words.target_text(page),))
    table = Table(_("Det som ska ändras"), columns, rows, is_dense=len(rows) > 12)
    return (Section("channel_targets", _("Målbild: kanaler och IT-stöd"), (intro, *blocks, table)),)


def balance_section(balance: BalanceView) -> Section:
    """Return the investment balance: the drawing, its table, and the factors furthest from what they mean."""
    columns = (
        Column(_("Faktor")),
        *(Column(title, is_number=True, width=20) for title in balance.chart.table.columns[1:]),
    )
    rows = tuple(Row(tuple(Cell(text) for text in row)) for row in balance.chart.table.rows)
    blocks: tuple[Block, ...] = (
        *((Points(balance.sentences),) if balance.sentences else ()),
        chart_block(balance.chart),
        Table("", columns, rows),
    )
    return Section("balance", _("Investeringsbalans"), blocks, starts_page=True)


def open_section(page: ReadinessPage) -> tuple[Section, ...]:
    """Return what is unanswered and how far it can move the total; nothing when all is answered."""
    rules = sorted((rule for area in page.areas for rule in area.rules if rule.effect), key=lambda rule: -rule.effect)
    clashes = tuple(clash.question for clash in page.clashes)
    if not rules and not clashes:
        return ()
    columns = (
        Column(_("Fråga"), width=52),
        Column(_("Vem vet")),
        Column(_("Kan flytta totalen"), is_number=True, width=22),
    )
    rows = tuple(Row((Cell(rule.item), Cell(rule.who, tone="muted"), Cell(points(rule.effect)))) for rule in rules)
    blocks: list[Block] = [Prose(tuple(text for text in (words.open_text(page), words.progress_text(page)) if text))]
    if rows:
        blocks.append(Table(_("Obesvarat, det som betyder mest först"), columns, rows, is_dense=len(rows) > 12))
    if clashes:
        blocks.append(Points(clashes, _("Svar som inte går ihop")))
    return (Section("open", _("Vad som återstår att ta reda på"), tuple(blocks)),)


def method_section() -> Section:
    """Return how points become a score."""
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
