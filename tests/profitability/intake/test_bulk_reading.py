"""A large file is read in bulk, and what comes of it is what the careful reading of every row would give."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from profitability.intake import bulk_reading
from profitability.intake import reading as reading_module
from profitability.intake.checks import Scope
from profitability.intake.limits import IntakeLimits
from profitability.intake.line_index import index_lines
from profitability.intake.reading import Reading, read_file
from tests.profitability.intake.planted_errors import make_planted
from tests.profitability.intake.random_ledgers import make_ledger

BULK, CAREFUL = IntakeLimits(bulk_bytes=0), IntakeLimits(bulk_bytes=10**12)


def _read(source: Path, limits: IntakeLimits, scope: Scope | None = None) -> tuple[Reading, bytes]:
    target = source.with_suffix(".out")
    target.unlink(missing_ok=True)
    found = read_file(source, "transactions", target, scope=scope, limits=limits)
    return replace(found, profiles=()), target.read_bytes() if target.exists() else b""


def _watch(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Note for every reading whether it went in bulk."""
    seen: list[bool] = []
    original = bulk_reading.read_in_bulk

    def watched(*arguments: object) -> Reading | None:
        found = original(*arguments)  # type: ignore[arg-type]  # handed on as they came
        seen.append(found is not None)
        return found

    monkeypatch.setattr(reading_module, "read_in_bulk", watched)
    return seen


def test_bulk_and_careful_reading_agree_to_the_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "fil.csv"
    seen = _watch(monkeypatch)
    for seed in range(14):
        source.write_bytes(make_ledger(seed))
        careful, careful_text = _read(source, CAREFUL)
        bulk, bulk_text = _read(source, BULK)
        assert bulk.problems == careful.problems, seed
        assert bulk == careful, seed
        assert bulk_text == careful_text, seed
    assert sum(seen) >= 12  # where quotes are everywhere, one that breaks leaves the file to the careful road


def test_planted_errors_are_found_in_bulk_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planted = make_planted()
    source, customers = tmp_path / "fil.csv", tmp_path / "customers.csv"
    lines = planted.content.splitlines(keepends=True)
    clean = [line for row, line in enumerate(lines, 1) if row > 1 and row % 10 != 1]
    source.write_bytes(b"".join([*lines, *(line.replace(b";F", b";G%d" % n) for n in range(3) for line in clean)]))
    customers.write_text(planted.customers_csv)
    seen = _watch(monkeypatch)
    scope = Scope(customers, date(2025, 1, 1), date(2025, 12, 31))
    bulk, _ = _read(source, BULK, scope)
    assert seen == [True]
    assert bulk == _read(source, CAREFUL, scope)[0]
    expected = {row for _, rows in planted.rows for row in rows}
    assert {problem.row for problem in bulk.problems if problem.level != "note"} == expected


def test_any_line_is_found_by_its_number(tmp_path: Path) -> None:
    path = tmp_path / "fil.csv"
    lines = [b"%d;%s\n" % (n, b"x" * (n * 7919 % 3_000)) for n in range(1, 2_500)]
    lines[1_200] = b"\n"
    path.write_bytes(b"".join(lines))
    index = index_lines(path, b'"')
    assert (index.lines, index.find_blank()) == (len(lines), [1_201])
    wanted = [(1, 2), (2, 1), (700, 3), (701, 900), (1_650, 1), (2_499, 5)]
    assert list(index.read_stretches(wanted)) == [(line, lines[line - 1 : line - 1 + count]) for line, count in wanted]
    offsets = [sum(map(len, lines[: line - 1])) for line in (1, 2, 800, 2_499)]
    assert list(index.find_offsets((1, 2, 800, 2_499))) == offsets
