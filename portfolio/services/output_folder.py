"""Publish the files of a headless run: all of them or none, and never a stale result beside a new problem."""

import csv
import io
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

type Rows = Iterable[Sequence[str]]


@dataclass(frozen=True)
class OutputFile:
    """A CSV file to be: its name, its columns, its rows as text."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def content(self) -> bytes:
        """Return the file's bytes: UTF-8, comma, LF."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(self.rows)
        return text.getvalue().encode()


def publish_files(out: Path, files: Sequence[OutputFile], names: Sequence[str]) -> None:
    """Put `files` into `out`, each by one rename after all are written; drop those of `names` not among them.

    `out` is made when it is missing. Files with other names in it are left alone. Raise OSError when it cannot be
    written; then no file of `out` has changed.
    """
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".writing-", dir=out) as temporary:
        for file in files:
            (Path(temporary) / file.name).write_bytes(file.content())
        for name in set(names) - {file.name for file in files}:
            (out / name).unlink(missing_ok=True)
        for file in files:
            (Path(temporary) / file.name).replace(out / file.name)
