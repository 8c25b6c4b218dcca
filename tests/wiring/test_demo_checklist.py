"""The demo's answers fit the checklist they answer."""

from assessment.domain.cells import find_cell
from assessment.readers import find_shipped
from crmstrategy.demo.cast import LOGINS
from crmstrategy.demo.checklist import read_answers


def test_every_demo_answer_belongs_to_a_cell_and_is_one_of_its_options() -> None:
    shipped = find_shipped("crm_strategy")
    assert shipped
    wrong = []
    for cells in read_answers().values():
        for key, value in cells.items():
            cell = find_cell(shipped.instrument, key)
            if cell is None or (cell.options and value not in cell.options):
                wrong.append(f"{key}: {value}")
    assert wrong == []


def test_the_checklist_is_answered_by_several_people_of_the_demo() -> None:
    assert len(read_answers()) >= 3
    assert set(read_answers()) <= {login.email for login in LOGINS}
