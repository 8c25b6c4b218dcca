"""The chapters on costs and what-ifs of the profitability report."""

from profitability.selectors.runs import get_summary
from reports.cost_sections import CostStory
from reports.frame import Table
from reports.scenario_sections import scenario_section
from tests.conftest import Cast
from tests.profitability.web.made_runs import make_run, make_saved_scenario


def test_pools_and_every_flow_of_money_are_printed_and_sum_alike(cast: Cast) -> None:
    run = make_run(cast.engagement)
    section = CostStory(run, get_summary(run)).section()
    assert section is not None
    pools, flows = (block for block in section.blocks if isinstance(block, Table))
    texts = [tuple(cell.text.replace("\u00a0", " ") for cell in row.cells) for row in pools.rows]
    assert texts == [
        ("Ordermottagning", "Orderhantering", "order", "2 600", "2 600", "0", "0"),
        ("Huvudkontor", "Samkostnader", "–", "400", "0", "0", "400"),
    ]
    printed = [tuple(cell.text.replace("\u00a0", " ") for cell in row.cells) for row in flows.rows]
    assert printed == [
        ("Ordermottagning", "Kunder: Orderhantering", "2 600,00"),
        ("Huvudkontor", "Samkostnader", "400,00"),
    ]


def test_saved_what_ifs_stand_beside_the_run_and_without_any_there_is_no_chapter(cast: Cast) -> None:
    run = make_run(cast.engagement)
    assert scenario_section(run, get_summary(run)) is None
    make_saved_scenario(run)
    section = scenario_section(run, get_summary(run))
    assert section is not None
    table = section.blocks[1]
    assert isinstance(table, Table)
    assert [column.label for column in table.columns][1:] == ["Körningen", "Färre besök"]
    assert all(row.cells[1].text == row.cells[2].text and not row.cells[2].note for row in table.rows)
