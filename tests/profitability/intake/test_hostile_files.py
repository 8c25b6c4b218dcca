"""Every hostile file is refused or read with a named reason, quickly, and the process that asked for it lives on."""

import resource
import time
import warnings
from pathlib import Path

import pytest

from profitability.intake.reading import read_file
from profitability.intake_texts import describe_finding
from tests.profitability.intake.hostile_files import Hostile, list_hostile

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
