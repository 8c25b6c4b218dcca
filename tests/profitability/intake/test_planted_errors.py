"""Sixty errors of twelve kinds are all found in one pass, and nothing else is."""

from datetime import date
from pathlib import Path

from profitability.intake.checks import Scope
from profitability.intake.reading import read_file
from tests.profitability.intake.planted_errors import make_planted


def test_every_planted_error_is_found_and_no_clean_row_is_blamed(tmp_path: Path) -> None:
    planted = make_planted()
    source, customers = tmp_path / "fil.csv", tmp_path / "customers.csv"
    source.write_bytes(planted.content)
    customers.write_text(planted.customers_csv)
    scope = Scope(customers, date(2025, 1, 1), date(2025, 12, 31))
    reading = read_file(source, "transactions", tmp_path / "out.csv", scope=scope)
    named = {problem.row for problem in reading.problems if problem.level != "note"}
    expected = {row for _, rows in planted.rows for row in rows}
    assert len(planted.rows) == 12
    assert len(expected) == 60
    assert {kind: set(rows) - named for kind, rows in planted.rows if set(rows) - named} == {}
    assert named - expected == set()
    assert reading.questions == ()
    assert not (tmp_path / "out.csv").exists()


def test_the_same_file_without_errors_is_read(tmp_path: Path) -> None:
    planted = make_planted()
    spoilt = {row for _, rows in planted.rows for row in rows}
    lines = planted.content.decode("cp1252").splitlines()
    source = tmp_path / "fil.csv"
    source.write_text("\n".join(line for row, line in enumerate(lines, 1) if row not in spoilt), "cp1252")
    reading = read_file(source, "transactions", tmp_path / "out.csv")
    assert reading.is_read
    assert reading.rows == 540
