"""manage.py instrument."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from assessment.readers import INSTRUMENTS

pytestmark = pytest.mark.django_db


def _run(*arguments: str) -> str:
    out = StringIO()
    call_command("instrument", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def test_the_summary_counts_by_kind() -> None:
    summary = json.loads(_run("summary", "crm_strategy"))
    assert summary["languages"][:2] == ["sv", "en"]
    assert (summary["yes_no"], summary["number"], summary["percent"], summary["text"]) == (16, 4, 13, 22)
    assert sum(summary["matrix_rows"].values()) == 23 + 31
    assert summary["multi"] == 14
    assert summary["distribution"] == {"ten_largest": 10}


def test_a_shipped_file_is_valid() -> None:
    assert _run("validate", str(INSTRUMENTS / "crm_strategy" / "1.yaml")).startswith("crm_strategy 1 ")


def test_every_fault_of_a_file_is_named_in_one_pass(tmp_path: Path) -> None:
    path = tmp_path / "faulty.yaml"
    path.write_text("key: UPPER\nversion: 0\ntitle: {sv: Titel}\nintro: {sv: Text}\nsections: []\n", encoding="utf-8")
    out = StringIO()
    with pytest.raises(CommandError) as failed:
        call_command("instrument", "validate", str(path), stderr=out)
    assert failed.value.returncode == 1
    assert [line.split(":")[0] for line in out.getvalue().splitlines()] == ["key", "version", "sections"]


def test_a_name_that_is_nothing_is_wrong_usage() -> None:
    for arguments in (["summary", "nothing"], ["validate", "/no/such/file"]):
        with pytest.raises(CommandError) as failed:
            _run(*arguments)
        assert failed.value.returncode == 2
