"""Files on this machine that appear under their name whole or not at all, whatever is killed while they are written."""

import uuid
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage


class WholeFileStorage(FileSystemStorage):
    """Writes beside the name and renames at the end: a name made of the content never holds a part of it."""

    def _save(self, name: str, content: File) -> str:  # type: ignore[type-arg]  # of bytes or texts, as it came
        part = super()._save(f"{name}.{uuid.uuid4().hex}.part", content)  # type: ignore[misc]  # not in the stubs
        Path(self.path(part)).replace(self.path(name))
        return name
