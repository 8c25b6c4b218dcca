"""Ask for a respondent's receipt and keep its file."""

import uuid

from django.db import transaction

from assessment.models import Participant
from assessment.selectors import get_answer_sheet
from filestore.store import StoredFile
from jobs.services import enqueue
from reports.models import Receipt


@transaction.atomic
def request_receipt(participant: Participant) -> Receipt:
    """Ask for a receipt of the answers as they stand; the same answers twice are one receipt."""
    written = get_answer_sheet(participant.sheet).written
    key = f"{len(written)}-{sum(answer.version for answer in written.values())}"
    receipt, is_new = Receipt.objects.get_or_create(participant=participant, key=key)
    if is_new:
        receipt.job = enqueue(
            kind="reports.print_receipt",
            key=str(receipt.id),
            engagement=participant.assessment.engagement,
            requested_by=participant.user,
            arguments={"receipt_id": str(receipt.id)},
        )
        receipt.save(update_fields=["job"])
    return receipt


def keep_receipt(receipt_id: uuid.UUID, stored: StoredFile) -> None:
    """Tie the printed file to its receipt, once."""
    Receipt.objects.filter(pk=receipt_id, file_key="").update(file_key=stored.key)
