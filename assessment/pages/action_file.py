"""The action plan as a list to take along, and gaps as proposed actions."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from assessment.models import Assessment
from assessment.pages.action_plan import plan_page
from assessment.pages.score_chart import points
from assessment.services.actions import ActionContent
from ui.table_files import TableColumn, TableFile, table_file

TITLE_LIMIT = 200


def propose(assessment: Assessment, items: Iterable[str]) -> tuple[ActionContent, ...]:
    """Return the chosen gaps as actions with the instrument's advice; what is no gap is left out."""
    chosen = set(items)
    return tuple(
        ActionContent(title=gap.label[:TITLE_LIMIT], item=gap.item, advice=gap.advice)
        for gap in plan_page(assessment).gaps
        if gap.item in chosen
    )


def plan_file(assessment: Assessment, file_format: str) -> TableFile:
    """Return the actions as "csv" or "xlsx"."""
    labels = (
        _("Åtgärd"),
        _("Vad som ska göras"),
        _("Insats"),
        _("Ger poäng"),
        _("Ansvarig"),
        _("Klar senast"),
        _("Mål"),
        _("Uppföljning"),
        _("Läge"),
        _("Vid nästa genomgång"),
    )
    rows = [
        (
            line.title,
            line.advice,
            line.effort,
            "" if line.gain is None else points(line.gain),
            line.owner,
            line.due_date.isoformat() if line.due_date else "",
            line.goal,
            line.follow_up,
            line.status,
            line.outcome,
        )
        for line in plan_page(assessment).lines
    ]
    return table_file("actions", [TableColumn(label) for label in labels], rows, file_format)
