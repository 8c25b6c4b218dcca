"""Keep what people say about a file of an import, and what is remembered of a layout for the client's next file."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from accounts.models import Client, User
from profitability.import_models import ImportFile, ImportLayout
from profitability.intake.question import ASK_AGAIN
from profitability.services.imports import lock_open_import, request_reading, touch_files


@transaction.atomic
def answer_file(
    *, file: ImportFile, sheet: str, answers: Mapping[str, str], total_text: str, answered_by: User
) -> bool:
    """Add answers to those given; a new sheet forgets the earlier ones. Return whether anything changed."""
    current = lock_open_import(file.ledger_import)
    kept = current.files.get(pk=file.pk)
    had_customers = kept.sheet == "customers"
    known = kept.answers if sheet == kept.sheet or not kept.sheet else {}
    merged = {name: value for name, value in {**known, **answers}.items() if value != ""}
    if (sheet, merged, total_text) == (kept.sheet, kept.answers, kept.total_text):
        return False
    kept.sheet, kept.answers, kept.total_text = sheet, merged, total_text
    kept.revision += 1
    kept.save(update_fields=["sheet", "answers", "total_text", "revision"])
    if had_customers and sheet != "customers":
        touch_files(current)
    request_reading(current, answered_by)
    return True


def remember_layout(client: Client, fingerprint: str, sheet: str, answers: Mapping[str, str]) -> None:
    """Keep how a layout was read; the latest way wins."""
    kept = {name: value for name, value in answers.items() if name != "header_row" and value != ASK_AGAIN}
    ImportLayout.objects.update_or_create(
        client=client,
        fingerprint=fingerprint,
        defaults={"sheet": sheet, "answers": kept, "kept_at": timezone.now()},
    )
