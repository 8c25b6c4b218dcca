"""The demo's checklist, answered by three people, with a few questions left open."""

from pathlib import Path

import yaml

from accounts.models import Engagement, User
from assessment.domain.cells import CellKey, parse_cell_key
from assessment.models import Assessment
from assessment.selectors import list_instruments
from assessment.services import create_assessment, fill_assessment
from crmstrategy.demo.respondents import lead_respondents

ANSWERS = Path(__file__).with_name("answers.yaml")


def read_answers() -> dict[str, dict[CellKey, str]]:
    """Return what each person answered, by e-mail address; raise ValueError for a cell that cannot be read."""
    answers: dict[str, dict[CellKey, str]] = {}
    for email, cells in yaml.safe_load(ANSWERS.read_text(encoding="utf-8")).items():
        answers[email] = {}
        for text, value in cells.items():
            key = parse_cell_key(text)
            if key is None:
                raise ValueError(text)
            answers[email][key] = value
    return answers


def answer_checklist(engagement: Engagement, people: dict[str, User]) -> Assessment:
    """Begin the CRM-strategy checklist in `engagement` and enter the demo's answers."""
    shipped = next(one for one in list_instruments() if one.instrument.key == "crm_strategy")
    answers = read_answers()
    author = people[next(iter(answers))]
    assessment = create_assessment(
        engagement=engagement, shipped=shipped, title="CRM-strategi januari 2026", author=author
    )
    for email, cells in answers.items():
        fill_assessment(assessment=assessment, answers=cells, author=people[email])
    lead_respondents(assessment, author)
    return assessment
