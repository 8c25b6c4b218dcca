"""Find uploads. Everything is scoped to an engagement: foreign is never existed."""

import uuid

from django.db.models import Count, QuerySet
from django.http import Http404

from accounts.models import Engagement
from filestore.store import exists, local_path
from profitability.models import Upload, UploadState
from profitability.selectors.parquet import ask
from ui.formats import SWEDISH_DECIMALS


def list_uploads(engagement: Engagement) -> QuerySet[Upload]:
    """Return the uploads of the engagement, newest first, with `run_count`."""
    return (
        Upload.objects.filter(engagement=engagement)
        .select_related("uploaded_by", "job")
        .prefetch_related("files", "sheets")
        .annotate(run_count=Count("runs"))
    )


def list_ready_uploads(engagement: Engagement) -> QuerySet[Upload]:
    """Return the uploads that a run can be made of, newest first."""
    return Upload.objects.filter(engagement=engagement, state=UploadState.READY).prefetch_related("files")


def get_upload_or_404(engagement: Engagement, upload_id: uuid.UUID) -> Upload:
    """Return the upload with `run_count`; raise Http404 when it is foreign or never existed."""
    upload = list_uploads(engagement).filter(pk=upload_id).first()
    if upload is None:
        raise Http404
    return upload


def get_upload_for_reading(upload_id: uuid.UUID) -> Upload:
    """Return the upload with its files, for the job that reads it."""
    return Upload.objects.prefetch_related("files").get(pk=upload_id)


def get_decimals(upload: Upload) -> int:
    """Return how many minor digits the upload's amounts have: what its settings say, else two."""
    key = f"{upload.canonical_key}/settings.parquet"
    if not upload.canonical_key or not exists(key):
        return SWEDISH_DECIMALS
    settings = local_path(key)
    rows = ask("SELECT value FROM read_parquet(?) WHERE key = 'decimals'", [str(settings)])
    return int(str(rows[0][0])) if rows else SWEDISH_DECIMALS
