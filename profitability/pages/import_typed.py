"""The page where small sheets are typed: pools, services, time equations, settings, as a table to fill in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from filestore import store
from jobs.pages import JobCard, job_card
from profitability.domain.ledger import COMMON, COST_LINES
from profitability.domain.money import QUANTITY_DECIMALS, parse_scaled
from profitability.domain.settings import KEYS
from profitability.domain.template import Column, Kind, Sheet, find_sheet
from profitability.import_models import ImportEdit, ImportFile, ImportState, LedgerImport
from profitability.import_texts import DRIVERS, LINES, field_text, kind_text
from profitability.imports.typed_sheets import FRAME_KEYS, TYPED_SHEETS, load_rows
from profitability.intake_texts import describe_finding
from profitability.pages.format_texts import column_text, sheet_text
from profitability.pages.import_steps import Step, steps_of
from profitability.selectors.imports import find_last_edit, find_typed_file, is_out_of_date
from profitability.selectors.problems import list_problems
from ui import formats
from ui.numbers import read_number

MORE_ROWS = 5
MOST_ROWS = 1_000
_CHOICES = {"line": ("", *COST_LINES, COMMON), "key": ("", *(key for key in KEYS if key not in FRAME_KEYS))}
_NUMBERS = (Kind.AMOUNT, Kind.QUANTITY)


@dataclass(frozen=True)
class TypedColumn:
    """One column: `choices` (value, text) where it is chosen, `offers` names the list that it may be taken from."""

    name: str
    header: str
    meaning: str
    required: bool
    is_number: bool
    choices: tuple[tuple[str, str], ...]
    offers: str


@dataclass(frozen=True)
class TypedCell:
    """One cell of the table; `fault` says what is wrong with it."""

    name: str
    value: str
    label: str
    fault: str
    column: TypedColumn


@dataclass(frozen=True)
class TypedTab:
    """One of the sheets that can be typed; `rows` counts those filled in, None for none yet."""

    sheet: str
    text: str
    rows: int | None
    is_here: bool


@dataclass(frozen=True)
class ImportTypedPage:
    """One sheet as a table, with empty rows at its end; `offers` are the values to choose from, by list."""

    found: LedgerImport
    steps: tuple[Step, ...]
    sheet: str
    kind: str
    meaning: str
    tabs: tuple[TypedTab, ...]
    columns: tuple[TypedColumn, ...]
    rows: tuple[tuple[int, tuple[TypedCell, ...]], ...]
    offers: tuple[tuple[str, tuple[str, ...]], ...]
    last_edit: ImportEdit | None
    file: ImportFile | None
    card: JobCard | None
    is_open: bool
    fault_count: int


def import_typed_page(found: LedgerImport, sheet: Sheet) -> ImportTypedPage:
    """Return the page of one sheet; `found` comes from get_import_or_404."""
    file = find_typed_file(found, sheet)
    rows = load_rows(store.local_path(file.key)) if file else []
    is_read = file is not None and not is_out_of_date(file)
    problems = list_problems(file.problems_key) if file and is_read else ()
    faults = {(each.row, each.column): describe_finding(each).problem for each in problems}
    columns = tuple(_column(sheet, column) for column in sheet.columns)
    is_open = found.state == ImportState.OPEN
    shown = [*rows, *([[""] * len(columns)] * (MORE_ROWS if is_open else 0))]
    job = found.job
    return ImportTypedPage(
        found=found,
        steps=steps_of(found, "match"),
        sheet=sheet.name,
        kind=kind_text(sheet.name),
        meaning=sheet_text(sheet),
        tabs=tuple(_tab(found, name, sheet) for name in TYPED_SHEETS),
        columns=columns,
        rows=tuple((number, _cells(number, row, columns, sheet, faults)) for number, row in enumerate(shown, 1)),
        offers=tuple(_list_offers(found).items()),
        last_edit=find_last_edit(file) if file else None,
        file=file,
        card=job_card(job) if job and not job.is_finished and file and not is_read else None,
        is_open=is_open,
        fault_count=len(faults),
    )


def read_typed_text(sheet: Sheet, place: int, text: str) -> str:
    """Return a typed cell as the exchange format writes it; what cannot be read stays as it was typed."""
    column = sheet.columns[place]
    text = " ".join(text.split())
    if column.kind not in _NUMBERS or not text:
        return text
    reading = read_number(text)
    value = reading.value
    if reading.is_ambiguous:
        value = read_number(text, decimal_point=formats.style().point).value
    return text if value is None else f"{value:f}"


def _column(sheet: Sheet, column: Column) -> TypedColumn:
    offers = {"driver": "drivers", "from_pool": "pools", "to_pool": "pools", "activity": "drivers"}
    choices = tuple((value, str(LINES.get(value, value))) for value in _CHOICES.get(column.name, ()))
    return TypedColumn(
        column.name,
        field_text(column.name),
        column_text(sheet, column),
        column.required,
        column.kind in _NUMBERS,
        choices,
        offers.get(column.name, ""),
    )


def _tab(found: LedgerImport, name: str, here: Sheet) -> TypedTab:
    sheet = find_sheet(name)
    assert sheet is not None
    file = find_typed_file(found, sheet)
    return TypedTab(name, kind_text(name), file.row_count if file else None, sheet is here)


def _cells(
    number: int,
    row: Sequence[str],
    columns: Sequence[TypedColumn],
    sheet: Sheet,
    faults: Mapping[tuple[int | None, str], str],
) -> tuple[TypedCell, ...]:
    return tuple(
        TypedCell(
            f"cell-{number}-{place}",
            _show(sheet.columns[place], text),
            _("%(column)s på rad %(row)s") % {"column": column.header, "row": number},
            faults.get((number, column.name), ""),
            column,
        )
        for place, (column, text) in enumerate(zip(columns, row, strict=True))
    )


def _show(column: Column, text: str) -> str:
    """Return a number the way people write it; anything else as it was typed."""
    if column.kind not in _NUMBERS or parse_scaled(text, QUANTITY_DECIMALS) is None:
        return text
    places = len(text.partition(".")[2].rstrip("0"))
    return formats.number(Decimal(text), 2 if column.kind is Kind.AMOUNT and places else places)


def _list_offers(found: LedgerImport) -> Mapping[str, tuple[str, ...]]:
    """Return the pools and drivers that the import's other files have."""
    pools: dict[str, None] = {}
    drivers: dict[str, None] = dict.fromkeys(driver for driver in DRIVERS if driver)
    for file in found.files.all():
        keys = [str(total["key"]) for total in (file.reading or {}).get("totals", ())]
        if file.sheet == "pools":
            pools.update(dict.fromkeys(keys))
        elif file.sheet in ("volumes", "time_equations"):
            drivers.update(dict.fromkeys(keys))
    return {"pools": tuple(pools), "drivers": tuple(drivers)}
