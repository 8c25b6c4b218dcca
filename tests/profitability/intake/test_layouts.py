"""Of the required columns 95 % are right at the first try, and none that is called sure is wrong."""

import json
from pathlib import Path

import pytest

from profitability.intake.reading import read_file
from profitability.intake_report import render_reading
from tests.profitability.intake.layouts import Layout, list_layouts

LAYOUTS = tuple(list_layouts())


def _map(layout: Layout, folder: Path) -> dict[str, tuple[str, bool]]:
    source = folder / "fil.csv"
    source.write_bytes(layout.content)
    reading = read_file(source, layout.sheet, folder / "out.csv")
    mapping = json.loads(render_reading(reading, source.name, {}))["mapping"]
    return {field: (entry.get("column", ""), entry["sure"]) for field, entry in mapping.items()}


def test_there_are_at_least_twenty() -> None:
    assert len(LAYOUTS) >= 20


def test_required_columns_are_right_at_the_first_try(tmp_path: Path) -> None:
    wrong = []
    count = 0
    for layout in LAYOUTS:
        found = _map(layout, tmp_path)
        for field, column in layout.truth:
            count += 1
            if found.get(field, ("", False))[0] != column:
                wrong.append((layout.name, field, column, found.get(field)))
    assert len(wrong) <= 0.05 * count, wrong


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_nothing_called_sure_is_wrong(layout: Layout, tmp_path: Path) -> None:
    found = _map(layout, tmp_path)
    for field, column in layout.truth:
        named, is_sure = found.get(field, ("", False))
        assert named == column or not is_sure


def test_ordinary_exports_are_asked_little(tmp_path: Path) -> None:
    asked = 0
    for layout in LAYOUTS:
        (tmp_path / "fil.csv").write_bytes(layout.content)
        asked += len(read_file(tmp_path / "fil.csv", layout.sheet, None).questions)
    assert asked <= 0.2 * len(LAYOUTS)
