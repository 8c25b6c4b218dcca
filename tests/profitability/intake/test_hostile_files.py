"""Every hostile file is refused or read with a named reason, quickly, and the process that asked for it lives on."""

import resource
import subprocess
import sys
import time
import warnings
from pathlib import Path

import pytest

from profitability.intake import records, texts
from profitability.intake.reading import read_file
from profitability.intake_texts import describe_finding
from tests.profitability.intake.hostile_files import HEAD, Hostile, list_hostile, make_parts, pack

SECONDS = 60.0  # far above what any case needs: catches one that never ends, says nothing about speed
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    CASES = tuple(list_hostile())


def test_there_are_at_least_sixty() -> None:
    assert len({case.content for case in CASES}) >= 60


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_hostile_file_is_refused_with_a_reason(case: Hostile, tmp_path: Path) -> None:
    source = tmp_path / "fil.xlsx"
    source.write_bytes(case.content)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.process_time()
    reading = read_file(source, "transactions", tmp_path / "out.csv")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    child = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert time.process_time() - started + child < SECONDS
    # The system keeps the highest peak of all children so far, and counts to each what its parent held when it started:
    # an earlier test's peak, or this process' own, may be above what the child is held to.
    own = resource.getrusage(resource.RUSAGE_SELF)
    assert after.ru_maxrss <= max(before.ru_maxrss, own.ru_maxrss, 512 * 1024)
    if case.is_refused:
        assert not reading.is_read
        assert reading.problems or reading.questions
        assert not (tmp_path / "out.csv").exists()
    for problem in reading.problems:
        assert describe_finding(problem).problem


def test_a_text_that_is_blank_lines_and_little_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "_MOST_BLANK", 100)
    source = tmp_path / "tom.csv"
    source.write_bytes(HEAD + b"\n" * 300)
    assert [each.code for each in read_file(source, "transactions", None).problems] == ["blank_lines"]
    rows = [b"100%d;2025-01-%02d;12,50\n\n" % (n % 7, n % 28 + 1) for n in range(200)]
    source.write_bytes(HEAD + b"".join(rows))
    assert read_file(source, "transactions", None).rows == 200


def test_a_file_of_nothing_but_unusable_rows_is_not_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts, "_HOPELESS", 50)
    source = tmp_path / "fel.csv"
    source.write_bytes(HEAD + b"1001;2025-01-15;12,50\n" * 20 + b"1001;2025-01-15\n" * 500)
    found = read_file(source, "transactions", None).problems
    assert [each.row for each in found if each.code == "reading_stopped"] == [71]
    assert sum(each.code == "ragged_row" for each in found) == 50


def test_a_workbook_is_read_where_the_system_sets_lower_limits_than_the_settings(tmp_path: Path) -> None:
    source = tmp_path / "bok.xlsx"
    source.write_bytes(pack(make_parts('<row r="1"><c r="A1"><v>1</v></c></row>')))
    code = (
        "import resource, runpy; resource.setrlimit(resource.RLIMIT_CPU, (30, 30)); "
        "runpy.run_module('profitability.intake.workbook_child', run_name='__main__')"
    )
    command = [sys.executable, "-c", code, str(source), str(tmp_path), "512", "60", "300000000,1000000,200,0"]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert (done.returncode, '"rows": 1' in done.stdout) == (0, True), done.stderr
