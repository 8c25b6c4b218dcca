"""Remarks about a base are written the way their reader writes days, numbers and tiers."""

from django.utils import translation

from portfolio.problem_texts import describe_problem
from profitability.domain.problem import note, warning


def test_days_and_numbers_of_a_remark_follow_the_language() -> None:
    empty = warning("no_transactions_in_window", "transactions", first="2024-01-01", last="2024-12-31")
    late = note("rows_after_date", "transactions", rows=12_345, date="2025-12-31")
    with translation.override("sv"):
        assert "2024-01-01–2024-12-31" in describe_problem(empty)[0]
        assert describe_problem(late)[0].startswith("12\u00a0345 transaktioner är senare än 2025-12-31")
    with translation.override("da"):
        assert "01.01.2024–31.12.2024" in describe_problem(empty)[0]
        assert describe_problem(late)[0].startswith("12.345 ")


def test_a_remark_calls_a_tier_what_the_pages_call_it() -> None:
    with translation.override("sv"):
        assert describe_problem(note("unknown_duration", "customers", tier="middle"))[0].startswith("Nivån Mellan ")
