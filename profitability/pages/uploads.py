"""The pages of what was uploaded: the list, and one upload with what was read and what is wrong with it."""

from dataclasses import dataclass

from accounts.models import Engagement
from jobs.pages import JobCard, job_card
from profitability.models import Upload, UploadState
from profitability.pages.format_texts import SHEETS
from profitability.pages.problems import ProblemGroup, group_problems
from profitability.selectors.problems import list_problems
from profitability.selectors.uploads import get_decimals, list_uploads
from ui.formats import use_decimals


@dataclass(frozen=True)
class UploadLine:
    """One upload of the list; `sales_minor` is the gross sales that were read, to tell uploads apart."""

    upload: Upload
    sales_minor: int | None


@dataclass(frozen=True)
class UploadsPage:
    """Every upload of the engagement, newest first."""

    uploads: tuple[UploadLine, ...]


@dataclass(frozen=True)
class SheetLine:
    """What was read from one sheet, to hold against the source; `total_minor` sums its main amount."""

    name: str
    meaning: str
    file_name: str
    row_count: int
    total_minor: int | None


@dataclass(frozen=True)
class UploadPage:
    """One upload: what was read, and every problem grouped by cause."""

    upload: Upload
    sheets: tuple[SheetLine, ...]
    is_reading: bool
    is_ready: bool
    is_refused: bool
    can_read_again: bool
    can_remove: bool
    card: JobCard | None
    groups: tuple[ProblemGroup, ...]


def uploads_page(engagement: Engagement) -> UploadsPage:
    """Return the list of uploads."""
    return UploadsPage(tuple(UploadLine(upload, _sales_minor(upload)) for upload in list_uploads(engagement)))


def _sales_minor(upload: Upload) -> int | None:
    return next((sheet.total_minor for sheet in upload.sheets.all() if sheet.name == "transactions"), None)


def upload_page(upload: Upload) -> UploadPage:
    """Return one upload with what was read and what is wrong; `upload` comes from get_upload_or_404."""
    is_over = upload.job is None or upload.job.is_finished
    use_decimals(get_decimals(upload))
    return UploadPage(
        upload=upload,
        sheets=tuple(
            SheetLine(sheet.name, str(SHEETS.get(sheet.name, "")), sheet.file_name, sheet.row_count, sheet.total_minor)
            for sheet in upload.sheets.all()
        ),
        card=job_card(upload.job) if upload.job else None,
        is_reading=upload.state == UploadState.RECEIVED and not is_over,
        is_ready=upload.state == UploadState.READY,
        is_refused=upload.state == UploadState.REFUSED,
        can_read_again=upload.state != UploadState.READY and is_over,
        can_remove=not upload.runs.exists() and not upload.imports.exists(),
        groups=group_problems(list_problems(upload.problems_key)),
    )
