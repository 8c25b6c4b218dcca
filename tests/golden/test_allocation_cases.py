"""Cases an accountant can read: a folder of input in the exchange format, and what must come out of it."""

from pathlib import Path

import pytest
from django.core.management import call_command

CASES = sorted(path for path in (Path(__file__).parent / "cases").iterdir() if path.is_dir())


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_the_case_comes_out_as_written(case: Path, tmp_path: Path) -> None:
    call_command("allocate", str(case / "input"), "--out", str(tmp_path), "--traces", "--language", "en-gb")
    expected = sorted((case / "expected").iterdir())
    assert expected, f"{case.name} expects nothing"
    for path in expected:
        assert (tmp_path / path.name).read_text("utf-8") == path.read_text("utf-8"), path.name
