"""Cut a request off at the limit while its files are being received, so that nothing too long is ever kept."""

from typing import IO

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

_CUT = "kundverk.upload_was_cut"


class LimitHandler(FileUploadHandler):
    """The first of the upload handlers: lets bytes through until the request holds more than it may.

    What a request may hold is the setting UPLOAD_REQUEST_MAX_BYTES. A request that says it is longer is cut off at its
    first bytes; one that does not say, at the limit.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.received_bytes = 0
        self.announced_bytes = 0

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],  # noqa: N803 - Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Note how long the request says it is."""
        self.announced_bytes = content_length

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand the bytes on, or end the upload."""
        self.received_bytes += len(raw_data)
        if max(self.announced_bytes, self.received_bytes) > settings.UPLOAD_REQUEST_MAX_BYTES:
            if self.request is not None:
                self.request.META[_CUT] = True
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers that follow."""


def was_cut_off(request: HttpRequest) -> bool:
    """Say whether the request held more than it may and its files were not received."""
    return bool(request.META.get(_CUT))
