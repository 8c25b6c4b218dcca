"""The folder a command writes its files to: made when it is not there, never one whose files it would read."""

from collections.abc import Iterable
from pathlib import Path

from django.core.management.base import CommandError


def open_out(out: Path, source: Path, names: Iterable[str]) -> None:
    """Make the folder; raise CommandError (2) where that cannot be, or where `source` would be written over.

    `names` are those of the files that the command writes or removes there.
    """
    if source.is_dir() and source.resolve() == out.resolve():
        raise CommandError(f"{out} är mappen som läses; skriv till en annan.", returncode=2)
    if source.resolve() in {(out / name).resolve() for name in names}:
        raise CommandError(f"{source} skulle skrivas över; skriv till en annan mapp.", returncode=2)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise CommandError(f"{out} är ingen mapp som går att skriva i.", returncode=2) from fault
