"""An import is read by one job at a time, however often it changes."""

from pathlib import Path

import pytest

from jobs.models import Job, JobState
from profitability import import_tasks
from profitability.imports.reading import FileResult, FileTask, read_import_file
from profitability.services.imports import READ_IMPORT, add_files, set_frame
from tests.conftest import Cast
from tests.profitability.web.dropped_files import CUSTOMERS, SALES, begin_import, drop_files, read_import


def test_changes_while_an_import_waits_or_is_read_start_no_second_reading(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, jobs = begin_import(cast, {"kunder.csv": CUSTOMERS.encode()}), Job.objects.filter(kind=READ_IMPORT)
    read, drops = list[str](), [{"ett.txt": SALES.encode()}, {"två.txt": SALES.encode() + b"\n"}]

    def drop() -> None:
        add_files(found=found, files=drop_files(drops.pop(0)), added_by=cast.finance, limit_bytes=10**7)

    def watch(task: FileTask, folder: Path) -> FileResult:
        if drops:
            drop()
        read.append(task.name)
        return read_import_file(task, folder)

    monkeypatch.setattr(import_tasks, "read_import_file", watch)
    start, end = found.period_start, found.period_end
    set_frame(found=found, period_start=start, period_end=end, currency=found.currency, set_by=cast.finance)
    drop()
    assert jobs.exclude(state=JobState.DONE).count() == 1
    read_import(found)
    assert sorted(read) == ["ett.txt", "kunder.csv"]
    assert jobs.exclude(state=JobState.DONE).count() == 1
    done = read_import(found)
    assert sorted(read) == ["ett.txt", "kunder.csv", "två.txt"]
    assert (done.built_revision, jobs.exclude(state=JobState.DONE).count()) == (done.revision, 0)
