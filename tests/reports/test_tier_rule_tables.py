"""The rules for tiers, beside each other in the profitability report."""

from profitability.models import Run
from profitability.pages.tier_rules import tier_rules_page
from profitability.selectors.benches import find_bench
from profitability.selectors.runs import get_summary
from reports.tier_rule_tables import tier_rules_table
from tests.conftest import Cast
from tests.profitability.web.made_runs import make_run
from tests.profitability.web.test_traces import run

__all__ = ["run"]


def test_the_table_says_what_the_page_says_of_each_rule(run: Run) -> None:
    page = tier_rules_page(run, find_bench(run), {})
    table = tier_rules_table(run, get_summary(run))
    assert table is not None
    assert [row.cells[0].text for row in table.rows] == [rule.label for rule in page.rules]
    assert table.rows[0].cells[0].note.startswith("Används i körningen")
    for row, rule in zip(table.lines, page.rules, strict=True):
        printed = [cell.text for _column, cell in row.cells[1:4]]
        assert printed == [str(tier.customers) for tier in rule.tiers] or (printed == ["–"] * 3 and not rule.tiers)
    assert table.rows[2].cells[0].note == " ".join(page.rules[2].messages) != ""


def test_without_the_ledger_there_is_no_table(cast: Cast) -> None:
    bare = make_run(cast.engagement)
    assert tier_rules_table(bare, get_summary(bare)) is None
