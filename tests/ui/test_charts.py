"""Charts: well-formed, readable, and with no label on top of another."""

import re
from xml.etree import ElementTree

import pytest
from django.utils import translation

from ui.chart_examples import example_charts
from ui.charts import (
    Bar,
    Cell,
    Chart,
    CurvePoint,
    DotRow,
    Drawing,
    HeatRow,
    Step,
    bars,
    dots,
    heat_map,
    page_svg,
    paper_svg,
    waterfall,
    whale_curve,
)
from ui.charts.drawing import Rect, Text
from ui.charts.lettering import text_width, wrap

CHARTS = {chart.key: chart for chart in example_charts()}


def _boxes(drawing: Drawing) -> list[tuple[str, float, float, float, float]]:
    boxes = []
    for shape in drawing.shapes:
        if isinstance(shape, Text):
            width = text_width(shape.text, shape.size) * 0.9
            left = shape.x - {"start": 0.0, "middle": width / 2, "end": width}[shape.anchor]
            boxes.append((shape.text, left, left + width, shape.y - shape.size * 0.7, shape.y))
    return boxes


def _collisions(drawing: Drawing) -> list[tuple[str, str]]:
    boxes = _boxes(drawing)
    return [
        (a[0], b[0])
        for index, a in enumerate(boxes)
        for b in boxes[index + 1 :]
        if a[1] < b[2] and b[1] < a[2] and a[3] < b[4] and b[3] < a[4]
    ]


@pytest.mark.parametrize("key", CHARTS)
def test_no_label_meets_another_or_leaves_the_sheet(key: str) -> None:
    for drawing in (CHARTS[key].wide, CHARTS[key].narrow):
        assert _collisions(drawing) == []
        outside = [box for box in _boxes(drawing) if box[1] < -2 or box[2] > drawing.width + 2]
        assert outside == []


@pytest.mark.parametrize("key", CHARTS)
def test_svg_is_well_formed_and_names_itself(key: str) -> None:
    chart = CHARTS[key]
    for text in (paper_svg(chart), f"<div>{page_svg(chart)}</div>"):
        root = ElementTree.fromstring(text)  # noqa: S314 - our own text
        assert chart.title in "".join(root.itertext())
    assert "var(" not in paper_svg(chart)
    assert not re.search(r"#[0-9a-f]{6}", page_svg(chart))
    assert "style=" not in page_svg(chart)


def test_rows_that_marks_point_at_exist_in_the_table() -> None:
    for chart in CHARTS.values():
        rows = {int(row) for row in re.findall(r'data-row="(\d+)"', page_svg(chart))}
        assert rows
        assert max(rows) < len(chart.table.rows)


def test_text_of_users_is_escaped() -> None:
    chart = bars([Bar("<b>&", 1, "1")], title="</svg><script>", subtitle="", columns=("a", "b"), key='x"y')
    assert "<script>" not in page_svg(chart)
    assert "<b>" not in page_svg(chart)
    assert 'x"y' not in page_svg(chart)


def test_waterfall_with_room_stands_upright_and_else_lies_down() -> None:
    short = [Step("In", 100_00, is_total=True), Step("Ut", -40_00), Step("Kvar", 60_00, is_total=True)]
    long = [Step(f"Kostnadsfördelningsprincip {index}", -1_00) for index in range(14)]
    assert waterfall(short, title="t", subtitle="s").wide.height == 340
    lying = waterfall([short[0], *long], title="t", subtitle="s").wide
    assert lying.height == 15 * 29
    assert _collisions(lying) == []


def _whale(*cumulative: int) -> Chart:
    points = [CurvePoint((i + 1) / len(cumulative), value) for i, value in enumerate(cumulative)]
    return whale_curve(points, title="t", subtitle="s")


def test_whale_curve_of_the_tiny_case() -> None:
    chart = _whale(85_00, 118_00, 109_00)
    with translation.override("sv"):
        assert "108\u00a0%" in chart.description
    assert chart.table.rows[-1][1] == "108,3\u00a0%"


@pytest.mark.parametrize("cumulative", [(100_00, -50_00), (-10_00, -30_00), (100_000_00, 1_00), (0, 0)])
def test_whale_curve_without_a_fit_total_shows_amounts(cumulative: tuple[int, ...]) -> None:
    assert _whale(*cumulative).table.rows[-1][1].endswith("kr")


def test_words_break_at_spaces_and_soft_hyphens_only() -> None:
    assert wrap("Kostnad för sålda varor", 80, 12) == ["Kostnad för", "sålda varor"]
    assert wrap("Täcknings\u00adbidrag", 70, 12) == ["Täcknings-", "bidrag"]
    assert wrap("Täckningsbidrag", 70, 12) == ["Täckningsbidrag"]


def test_numbers_in_a_chart_follow_the_language() -> None:
    with translation.override("en-gb"):
        texts = page_svg(whale_curve([CurvePoint(1.0, 5_00)], title="t", subtitle="s"))
    assert "100%" in texts


def test_the_figures_of_a_narrow_heat_map_stay_in_their_cells() -> None:
    rows = [HeatRow("2021 kv 4", (Cell(1.0, "100"),) * 15)]
    drawing = heat_map(rows, [str(n) for n in range(1, 16)], title="a", subtitle="b", corner="c").narrow
    cells = [shape for shape in drawing.shapes if isinstance(shape, Rect)]
    figures = [box for box in _boxes(drawing) if box[0] == "100"]
    assert len(cells) == len(figures) == 15
    for cell, (_text, left, right, _top, _bottom) in zip(cells, figures, strict=True):
        assert cell.x <= left < right <= cell.x + cell.width


def test_a_legend_takes_the_lines_it_needs_and_stays_within_the_drawing() -> None:
    series = ("Då: CRM-strategi januari 2026", "Nu: CRM-strategi november 2026")
    chart = dots([DotRow("Strategi", (0.3, 0.4))], series, title="t", subtitle="s", corner="c")
    for drawing in (chart.wide, chart.narrow):
        names = [each for each in drawing.shapes if isinstance(each, Text) and each.text in series]
        assert [each.text for each in names] == list(series)
        assert all(each.x + text_width(each.text, 12) <= drawing.width for each in names)
    assert len({each.y for each in chart.narrow.shapes if isinstance(each, Text) and each.text in series}) == 2
