"""The demo's checklist, answered by three people, with a few questions left open; and its investment balance."""

from pathlib import Path

import yaml

from accounts.models import Engagement, User
from assessment.domain.cells import CellKey, parse_cell_key
from assessment.models import Assessment
from assessment.readers import ShippedInstrument
from assessment.selectors import list_instruments
from assessment.services import create_assessment, fill_assessment
from crmstrategy.demo.respondents import lead_respondents

ANSWERS = Path(__file__).with_name("answers.yaml")
BALANCE = {
    "competence": "6",
    "processes": "8",
    "key_figures": "4",
    "culture": "3",
    "leadership": "5",
    "information": "14",
    "technology": "60",
}


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
    shipped = _find("crm_strategy")
    answers = read_answers()
    author = people[next(iter(answers))]
    assessment = create_assessment(
        engagement=engagement, shipped=shipped, title="CRM-strategi januari 2026", author=author
    )
    for email, cells in answers.items():
        fill_assessment(assessment=assessment, answers=cells, author=people[email])
    lead_respondents(assessment, author)
    return assessment


def enter_balance(engagement: Engagement, author: User) -> Assessment:
    """Enter how the demo's firm divides what it spends on its customer work."""
    balance = create_assessment(
        engagement=engagement, shipped=_find("investment_balance"), title="Investeringsbalans 2025", author=author
    )
    shares = {CellKey("shares", row): share for row, share in BALANCE.items()}
    fill_assessment(assessment=balance, answers=shares, author=author)
    return balance


def _find(key: str) -> ShippedInstrument:
    return next(one for one in list_instruments() if one.instrument.key == key)
