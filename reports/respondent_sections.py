"""What several respondents add to the readiness report: where they see the company differently, and the action plan."""

from django.utils.translation import gettext as _

from assessment.pages.action_plan import ActionLine, PlanPage
from assessment.pages.perception import PerceptionPage
from assessment.pages.score_chart import points
from reports.chapters import chart_block, long_date
from reports.frame import Block, Cell, Column, Points, Prose, Row, Section, Table


def perception_section(page: PerceptionPage) -> Section:
    """Return the map of perception gaps with its sentences; the page has a chart."""
    if page.chart is None:
        raise ValueError("nothing to compare")
    intro = _(
        "Varje roll har svarat för sig, utan att se de andras svar. Kartan visar rollens medelvärde minus de övrigas, "
        "i poäng av 100, på de frågor som båda har svarat på."
    )
    blocks: list[Block] = [Prose((intro,))]
    if page.sentences:
        blocks.append(Points(page.sentences, title=_("Värt att tala om")))
    blocks.append(chart_block(page.chart))
    return Section("perception", _("Olika bilder av samma företag"), tuple(blocks))


def plan_section(page: PlanPage) -> Section:
    """Return the actions with owner, date and goal."""
    columns = (
        Column(_("Åtgärd"), width=34),
        Column(_("Ansvarig"), width=14),
        Column(_("Klar senast"), width=14),
        Column(_("Ger poäng"), is_number=True, width=9),
        Column(_("Mål och uppföljning")),
    )
    table = Table(_("Åtgärder"), columns, tuple(_row(line) for line in page.lines))
    return Section("plan", _("Åtgärdsplan"), (Prose((plan_text(page),)), table))


def plan_text(page: PlanPage) -> str:
    """Say from which level the plan starts."""
    return _("Säker nivå i dag är %(today)s av 100.") % {"today": points(page.today)}


def _row(line: ActionLine) -> Row:
    goal = ". ".join(part.rstrip(".") for part in (line.goal, line.follow_up, line.outcome) if part)
    return Row(
        (
            Cell(line.title, note=line.status),
            Cell(line.owner or "–"),
            Cell(long_date(line.due_date) if line.due_date else "–"),
            Cell("–" if line.gain is None else points(line.gain)),
            Cell(goal),
        )
    )
