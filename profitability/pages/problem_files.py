"""Every problem as a file that the person can work through in a spreadsheet."""

from django.utils.translation import gettext as _

from profitability.pages.problems import describe_problems
from profitability.selectors.problems import list_problems
from ui.table_files import CellKind, TableColumn, TableFile, table_file


def problem_file(problems_key: str, file_format: str) -> TableFile:
    """Return the problems as "csv" or "xlsx", one row each."""
    levels = {"error": _("fel"), "warning": _("varning"), "note": _("notering")}
    columns = (
        TableColumn(_("Nivå")),
        TableColumn(_("Blad")),
        TableColumn(_("Rad"), CellKind.NUMBER),
        TableColumn(_("Kolumn")),
        TableColumn(_("Värde")),
        TableColumn(_("Vad som är fel")),
        TableColumn(_("Vad du gör")),
    )
    rows = (
        (levels[line.level], line.sheet, line.row, line.column, line.value, line.message, line.cure)
        for line in describe_problems(list_problems(problems_key))
    )
    return table_file(_("problem"), columns, rows, file_format)
