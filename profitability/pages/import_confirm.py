"""The page with counts and sums that a person confirms."""

from dataclasses import dataclass

from profitability.import_models import ImportState, LedgerImport
from profitability.import_texts import kind_text
from profitability.pages.import_steps import Standing, Step, standing_of, steps_of
from profitability.selectors.imports import is_ready, load_built_sheets


@dataclass(frozen=True)
class SheetCount:
    """One sheet of what will be the upload: from how many files, rows, and the sum of its main amount."""

    name: str
    kind: str
    file_names: tuple[str, ...]
    rows: int
    total_minor: int | None


@dataclass(frozen=True)
class ImportConfirmPage:
    """What is about to become an upload."""

    found: LedgerImport
    steps: tuple[Step, ...]
    standing: Standing
    sheets: tuple[SheetCount, ...]
    is_ready: bool
    is_done: bool


def import_confirm_page(found: LedgerImport) -> ImportConfirmPage:
    """Return the counts and sums of the import as it stands."""
    names: dict[str, list[str]] = {}
    for file in found.files.all():
        names.setdefault(file.sheet, []).append(file.name)
    return ImportConfirmPage(
        found=found,
        steps=steps_of(found, "confirm"),
        standing=standing_of(found),
        sheets=tuple(
            SheetCount(
                sheet.name, kind_text(sheet.name), tuple(names.get(sheet.name, ())), sheet.rows, sheet.total_minor
            )
            for sheet in load_built_sheets(found)
            if sheet.name != "settings"
        ),
        is_ready=is_ready(found),
        is_done=found.state == ImportState.IMPORTED,
    )
