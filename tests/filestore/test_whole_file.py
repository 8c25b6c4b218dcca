"""A file that is killed while it is written is not taken for the whole one by the next who has the same content."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from filestore.whole_file import WholeFileStorage


class CutFile(ContentFile[bytes]):
    """Gives some of its content and then is gone, as a process that is killed."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"half"
        raise KeyboardInterrupt


def test_a_name_holds_the_whole_file_or_none(tmp_path: Path) -> None:
    storage = WholeFileStorage(location=tmp_path)
    with pytest.raises(KeyboardInterrupt):
        storage.save("ab/abcd", CutFile(b"half and half"))
    assert not storage.exists("ab/abcd")
    assert storage.save("ab/abcd", ContentFile(b"half and half")) == "ab/abcd"
    assert (tmp_path / "ab/abcd").read_bytes() == b"half and half"
    assert storage.save("ab/abcd", ContentFile(b"other")) != "ab/abcd"
