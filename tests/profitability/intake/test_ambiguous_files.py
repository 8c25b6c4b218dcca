"""None of the ambiguous files is read in silence."""

from pathlib import Path

import pytest

from profitability.intake.reading import read_file
from tests.profitability.intake.ambiguous_files import Ambiguous, list_ambiguous

CASES = tuple(list_ambiguous())


def test_there_are_at_least_forty() -> None:
    assert len(CASES) >= 40


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_ambiguous_file_is_asked_about_or_refused(case: Ambiguous, tmp_path: Path) -> None:
    source, target = tmp_path / "fil.csv", tmp_path / "out.csv"
    source.write_bytes(case.content)
    reading = read_file(source, case.sheet, target)
    asked = {question.kind for question in reading.questions}
    refused = {problem.code for problem in reading.problems if problem.level == "error"}
    assert case.expected <= asked | refused
    assert not target.exists()
