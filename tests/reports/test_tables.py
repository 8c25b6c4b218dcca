"""The tables of the reports: what is shown where room is short."""

from reports.tables import decile_table
from ui.charts.drawing import ChartTable


def heights(text: str) -> ChartTable:
    rows = tuple((f"{share} %", text) for share in range(10, 101, 10))
    return ChartTable(("Andel", "Summa"), (*rows, ("Topp vid 44 %", "193 %")))


def test_short_heights_are_shown_for_each_tenth() -> None:
    assert [column.label for column in decile_table(heights("193,2 %")).columns][1:] == [
        f"{share} %" for share in range(10, 101, 10)
    ]


def test_long_heights_are_shown_for_each_fifth_up_to_the_whole() -> None:
    table = decile_table(heights("−12,927 TSEK"))
    assert [column.label for column in table.columns][1:] == ["20 %", "40 %", "60 %", "80 %", "100 %"]
    assert len(table.lines) == 1
