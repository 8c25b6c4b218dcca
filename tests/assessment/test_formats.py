"""Instruments in the formats of authors, translators and other tools."""

from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.core.management import CommandError, call_command
from pyxform.xls2xform import convert

from assessment.domain.exporting import to_po, to_yaml
from assessment.domain.reading import FaultyInstrumentError, hash_content, read_instrument
from assessment.domain.table_reading import from_tables
from assessment.domain.tables import Table, to_tables
from assessment.domain.xlsform import to_xlsform
from assessment.files import read_workbook, write_workbook
from assessment.models import PublishedInstrument
from assessment.pages.author_faults import describe_faults
from assessment.readers import ShippedInstrument, find_shipped, list_shipped
from assessment.selectors import find_instrument

EVERY = pytest.mark.parametrize("shipped", list_shipped(), ids=lambda shipped: shipped.instrument.key)


@EVERY
def test_a_workbook_reads_back_to_the_same_instrument_and_hash(shipped: ShippedInstrument, tmp_path: Path) -> None:
    path = tmp_path / "instrument.xlsx"
    write_workbook(to_tables(shipped.instrument), path)
    back = from_tables(read_workbook(path))
    assert back == shipped.instrument
    assert hash_content(back) == shipped.content_hash


@EVERY
def test_yaml_reads_back_to_the_same_hash(shipped: ShippedInstrument) -> None:
    assert hash_content(read_instrument(to_yaml(shipped.instrument))) == shipped.content_hash


@EVERY
def test_translators_get_every_text_by_its_path(shipped: ShippedInstrument, tmp_path: Path) -> None:
    path = tmp_path / "en.po"
    path.write_text(to_po(shipped.instrument, "en"), encoding="utf-8")
    with path.open("rb") as file:
        entries = [entry for entry in read_po(file) if entry.id]
    assert len({entry.context for entry in entries}) == len(entries) > 0
    assert all(entry.string for entry in entries)


@EVERY
def test_xlsform_closes_its_groups_and_names_only_lists_that_exist(shipped: ShippedInstrument) -> None:
    survey, choices, _settings = to_xlsform(shipped.instrument)
    kinds = [row["type"] for row in survey.rows]
    for part in ("group", "repeat"):
        assert kinds.count(f"begin_{part}") == kinds.count(f"end_{part}")
    lists = {row["list_name"] for row in choices.rows}
    used = {kind.split()[1] for kind in kinds if kind.startswith("select_")}
    assert used <= lists
    names = [row["name"] for row in survey.rows if "name" in row]
    assert len(set(names)) == len(names)


def test_a_fault_in_a_workbook_names_sheet_row_and_column() -> None:
    tables = {table.name: list(table.rows) for table in to_tables(list_shipped()[0].instrument)}
    place = next(index for index, row in enumerate(tables["survey"]) if row["type"] == "matrix")
    tables["survey"][place] = {**tables["survey"][place], "name": "Not A Key"}
    with pytest.raises(FaultyInstrumentError) as caught:
        from_tables([Table(name, tuple(rows)) for name, rows in tables.items()])
    assert [fault.place for fault in caught.value.faults] == [f"survey!{place + 2} matrix.key"]


def test_a_fault_names_its_cell_however_the_author_has_ordered_the_columns(tmp_path: Path) -> None:
    tables = {table.name: table for table in to_tables(list_shipped()[0].instrument)}
    survey = tables["survey"]
    place = next(index for index, row in enumerate(survey.rows) if row["type"] == "matrix")
    rows = [dict(row) for row in survey.rows]
    rows[place]["name"], rows[place]["colour"] = "Not A Key", "red"
    columns = (
        "hint::da",
        "label::sv",
        "colour",
        *(each for each in survey.columns if each not in {"hint::da", "label::sv"}),
    )
    path = tmp_path / "own.xlsx"
    write_workbook([Table("survey", tuple(rows), columns), *(t for t in tables.values() if t is not survey)], path)
    read = read_workbook(path)
    with pytest.raises(FaultyInstrumentError) as caught:
        from_tables(read)
    cells = {(line.sheet, line.cell) for line in describe_faults(caught.value.faults, read)}
    assert cells == {("survey", "C1"), ("survey", f"E{place + 2}")}


def test_empty_rows_are_passed_over_and_rows_under_nothing_are_named() -> None:
    tables = {table.name: table for table in to_tables(list_shipped()[0].instrument)}
    section, block, *others = tables["survey"].rows
    spaced = [replace(table, rows=tuple(row for each in table.rows for row in (each, {}))) for table in tables.values()]
    assert from_tables(spaced) == list_shipped()[0].instrument
    moved = replace(tables["survey"], rows=(others[0], section, others[1], block, *others[2:]))
    unruled = replace(tables["scoring"], rows=tables["scoring"].rows[1:])
    with pytest.raises(FaultyInstrumentError) as caught:
        from_tables([moved, unruled, tables["settings"], tables["choices"]])
    faults = caught.value.faults
    assert [fault.place for fault in faults if fault.code == "orphan"][:2] == ["survey!2 type", "survey!4 type"]
    assert {"survey", "scoring"} == {fault.place.split("!")[0] for fault in faults if fault.code == "orphan"}


def test_an_exported_workbook_has_every_column_that_can_be_filled_in(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    write_workbook(to_tables(list_shipped()[0].instrument), path)
    (survey,) = [table for table in read_workbook(path) if table.name == "survey"]
    assert {"relevant", "required", "since", "replaces", "comparable"} <= set(survey.columns)


def test_an_unknown_column_or_a_missing_sheet_is_named() -> None:
    with pytest.raises(FaultyInstrumentError) as caught:
        from_tables([Table("settings", ({"key": "x", "colour": "red"},)), Table("notes", ())])
    assert {(fault.place, fault.code) for fault in caught.value.faults} == {
        ("settings", "unknown_column"),
        ("notes", "unknown_sheet"),
        ("survey", "missing_sheet"),
    }


@pytest.mark.django_db
def test_an_imported_version_is_offered_and_can_never_change(tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    shipped = find_shipped("behaviour")
    assert shipped is not None
    version = shipped.instrument.version + 1
    text = to_yaml(shipped.instrument.model_copy(update={"version": version}))
    path.write_text(text, encoding="utf-8")
    call_command("instrument", "import", str(path), stdout=StringIO())
    newest = find_instrument("behaviour")
    assert newest is not None
    assert newest.instrument.version == version
    call_command("instrument", "import", str(path), stdout=StringIO())
    assert PublishedInstrument.objects.count() == 1
    assert "sv: Aldrig" in text
    path.write_text(text.replace("sv: Aldrig", "sv: Nästan aldrig"), encoding="utf-8")
    with pytest.raises(CommandError, match="new version") as failed:
        call_command("instrument", "import", str(path), stdout=StringIO())
    assert failed.value.returncode == 1


@pytest.mark.django_db
def test_export_writes_each_form(tmp_path: Path) -> None:
    for form in ("yaml", "po", "surveyjs", "xlsx", "xlsform"):
        out = tmp_path / form
        call_command("instrument", "export", "platform", "--as", form, "--out", str(out))
        assert out.stat().st_size > 500


@EVERY
def test_xlsform_is_one_by_the_reference_converter(shipped: ShippedInstrument, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    write_workbook(to_xlsform(shipped.instrument), path)
    form = convert(path).xform
    for item in shipped.instrument.list_items():
        assert f"/{item.key}" in form
