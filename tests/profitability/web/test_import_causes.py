"""Rows are left out one by one while each is named, and by their cause when there are more."""

from profitability.domain.problem import error, warning
from profitability.pages.import_causes import find_whole_cause


def test_a_cause_with_more_rows_than_are_named_is_left_out_whole() -> None:
    few = [error("missing_value", "transactions", row, "Kundnr") for row in range(5)]
    assert find_whole_cause(few, "missing_value", "Kundnr") == ""
    more = [*few, error("more_of_the_same", "transactions", None, "Kundnr", count=9, kind="cell")]
    assert find_whole_cause(more, "missing_value", "Kundnr") == "missing_value"
    assert find_whole_cause(more, "date_not_read", "Datum") == ""
    days = [warning("more_of_the_same", "transactions", None, "Datum", count=9, kind="outside_period")]
    assert find_whole_cause(days, "outside_period", "Datum") == "outside_period"
    assert (
        find_whole_cause(
            [error("unknown_customer", "transactions", row, "Kundnr") for row in range(1_000)],
            "unknown_customer",
            "Kundnr",
        )
        == "unknown_customer"
    )
    cells = [error("number_not_read", "transactions", row, "Belopp") for row in range(1_000)]
    assert find_whole_cause(cells, "number_not_read", "Belopp") == "cell"
