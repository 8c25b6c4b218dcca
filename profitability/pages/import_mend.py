"""The grid where the rows with problems are mended, and the same rows as a workbook to mend elsewhere."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jobs.pages import JobCard, job_card
from profitability.domain.problem import Level, Problem
from profitability.import_models import ImportEdit, ImportFile, ImportState
from profitability.import_texts import field_text
from profitability.imports.record import FileRecord
from profitability.intake.mending import Mending, list_kept
from profitability.intake_texts import describe_finding
from profitability.pages.import_steps import Step, steps_of
from profitability.selectors.imports import (
    count_edits,
    find_last_edit,
    get_record,
    is_out_of_date,
    list_edits,
    list_kept_rows,
)
from profitability.selectors.problems import list_problems
from ui.table_files import CellKind, TableColumn, TableFile, table_file

ROWS_PER_PAGE = 50


@dataclass(frozen=True)
class GridCell:
    """One cell; `fault` says in words what is wrong with it."""

    name: str
    value: str
    label: str
    fault: str


@dataclass(frozen=True)
class GridRow:
    """One row with what is wrong with it as a whole."""

    row: int
    cells: tuple[GridCell, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True)
class GridColumn:
    """One column: what it is called in the file and what it is read as."""

    place: int
    header: str
    field: str


@dataclass(frozen=True)
class ImportMendPage:
    """A page of the rows with problems."""

    file: ImportFile
    steps: tuple[Step, ...]
    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    row_count: int
    whole_count: int
    shows_all: bool
    page: int
    pages: int
    edit_count: int
    last_edit: ImportEdit | None
    is_stale: bool
    is_open: bool
    card: JobCard | None

    @property
    def previous_page(self) -> int:
        """Return the number of the page before, 0 on the first."""
        return self.page - 1

    @property
    def next_page(self) -> int:
        """Return the number of the page after, 0 on the last."""
        return self.page + 1 if self.page < self.pages else 0


def import_mend_page(file: ImportFile, page: int, *, shows_all: bool = False) -> ImportMendPage:
    """Return one page of the rows that a file's errors and warnings mention or that were mended, in their order.

    With `shows_all` the first rows of the file are among them.
    """
    record = get_record(file)
    problems = list_problems(file.problems_key)
    faults = _faults_by_row(problems)
    whole = list_kept_rows(file)
    told = set(list_kept(problems, Mending(list_edits(file))))
    shows_all = shows_all or not told
    rows = whole if shows_all else {row: cells for row, cells in whole.items() if row in told}
    pages = max(1, -(-len(rows) // ROWS_PER_PAGE))
    page = min(max(page, 1), pages)
    shown = list(rows.items())[(page - 1) * ROWS_PER_PAGE : page * ROWS_PER_PAGE]
    columns = _list_columns(record)
    return ImportMendPage(
        file=file,
        steps=steps_of(file.ledger_import, "check"),
        columns=columns,
        rows=tuple(_grid_row(row, cells, columns, faults.get(row, ())) for row, cells in shown),
        row_count=len(told & set(whole)),
        whole_count=len(whole),
        shows_all=shows_all,
        page=page,
        pages=pages,
        edit_count=count_edits(file),
        last_edit=find_last_edit(file),
        is_stale=is_out_of_date(file),
        is_open=file.ledger_import.state == ImportState.OPEN,
        card=job_card(file.ledger_import.job) if file.ledger_import.job and not shown else None,
    )


def error_workbook(file: ImportFile) -> TableFile:
    """Return a workbook of the rows with problems: what is wrong, how to mend it, and the row to mend."""
    record = get_record(file)
    faults = _faults_by_row(list_problems(file.problems_key))
    names = record.names if record else ()
    told = (TableColumn(_("Vad som är fel")), TableColumn(_("Vad du gör")))
    heads = (TableColumn(ROW_HEAD, CellKind.NUMBER), *told, TableColumn(SKIP_HEAD))
    columns = (*heads, *(TableColumn(name) for name in names))
    rows: Iterator[tuple[str | int | None, ...]] = (
        (
            row,
            " ".join(dict.fromkeys(text for _column, text, _cure in faults[row])),
            " ".join(dict.fromkeys(cure for _column, _text, cure in faults[row])),
            "",
            *cells[: len(names)],
        )
        for row, cells in list_kept_rows(file).items()
        if row in faults
    )
    return table_file(_("rader att rätta"), columns, rows, "xlsx")


ROW_HEAD = "Rad #"
SKIP_HEAD = "Hoppa över (x)"
"""Headings of the error workbook that are found again in the file that comes back, the same in every language."""


def _faults_by_row(problems: Sequence[Problem]) -> Mapping[int, list[tuple[str, str, str]]]:
    """Return (column, what is wrong, cure) by row."""
    faults: dict[int, list[tuple[str, str, str]]] = {}
    for each in problems:
        if each.row and each.level != Level.NOTE:
            text = describe_finding(each)
            faults.setdefault(each.row, []).append((each.column, text.problem, text.cure))
    return faults


def _list_columns(record: FileRecord | None) -> tuple[GridColumn, ...]:
    if record is None:
        return ()
    read = [each for each in record.columns if each.field and not each.field.startswith("+")]
    shown = read or [each for each in record.columns if each.is_filled]
    return tuple(GridColumn(each.place, each.header, field_text(each.field)) for each in shown)


def _grid_row(
    row: int, cells: tuple[str, ...], columns: Sequence[GridColumn], faults: Sequence[tuple[str, str, str]]
) -> GridRow:
    headers = {column.header for column in columns}
    return GridRow(
        row,
        tuple(
            GridCell(
                f"cell-{row}-{column.place}",
                cells[column.place] if column.place < len(cells) else "",
                _("%(column)s på rad %(row)s") % {"column": column.header, "row": row},
                " ".join(text for header, text, _cure in faults if header == column.header),
            )
            for column in columns
        ),
        tuple(dict.fromkeys(text for header, text, _cure in faults if header not in headers)),
    )
