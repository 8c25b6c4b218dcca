"""The demo's answers fit the checklist they answer."""

from assessment.domain.answers import Answers
from assessment.domain.balance import find_balance
from assessment.domain.cells import CellKey, find_cell, parse_cell_key
from assessment.readers import find_shipped
from crmstrategy.demo.cast import LOGINS
from crmstrategy.demo.checklist import BALANCE, read_answers
from crmstrategy.demo.respondents import read_script


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


def test_every_target_of_the_demo_is_a_level_of_its_channel() -> None:
    shipped = find_shipped("crm_strategy")
    assert shipped
    targets = read_script().targets
    assert targets
    for text, level in targets.items():
        key = parse_cell_key(text)
        cell = find_cell(shipped.instrument, key) if key else None
        assert cell is not None
        assert level in cell.options


def test_the_investment_balance_of_the_demo_is_whole() -> None:
    shipped = find_shipped("investment_balance")
    assert shipped
    answers = Answers({CellKey("shares", row): share for row, share in BALANCE.items()})
    found = find_balance(shipped.instrument, answers)
    assert found is not None
    assert found.to_move == 50
