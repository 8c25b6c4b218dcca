"""An assessment of the cast's engagement, begun by the consultant, and a hand to write in it."""

from dataclasses import dataclass

import pytest

from accounts.models import Engagement, User
from assessment.domain.cells import Cell, find_cell, parse_cell_key
from assessment.models import Assessment, Sheet
from assessment.readers import find_shipped
from assessment.selectors import get_common_sheet, get_instrument
from assessment.services import SaveResult, create_assessment, save_answer
from tests.conftest import Cast


def begin_assessment(engagement: Engagement, author: User) -> Assessment:
    shipped = find_shipped("crm_strategy")
    assert shipped is not None
    return create_assessment(engagement=engagement, shipped=shipped, title="CRM-strategi 2026", author=author)


def cell_of(assessment: Assessment, text: str) -> Cell:
    key = parse_cell_key(text)
    assert key is not None
    cell = find_cell(get_instrument(assessment), key)
    assert cell is not None
    return cell


@dataclass(frozen=True)
class Pen:
    """Writes in the common sheet of an assessment."""

    assessment: Assessment
    sheet: Sheet
    author: User

    def write(self, value: str, base: int = 0, *, cell: str = "vision", by: User | None = None) -> SaveResult:
        return save_answer(
            sheet=self.sheet,
            cell=cell_of(self.assessment, cell),
            value=value,
            base_version=base,
            author=by or self.author,
        )


@pytest.fixture
def assessment(cast: Cast) -> Assessment:
    return begin_assessment(cast.engagement, cast.consultant)


@pytest.fixture
def sheet(assessment: Assessment) -> Sheet:
    return get_common_sheet(assessment)


@pytest.fixture
def pen(assessment: Assessment, sheet: Sheet, cast: Cast) -> Pen:
    return Pen(assessment, sheet, cast.respondent)
