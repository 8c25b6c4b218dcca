"""A large file is read in bulk, and what comes of it is what the careful reading of every row would give."""

import csv
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from profitability.intake import bulk_reading
from profitability.intake import reading as reading_module
from profitability.intake.checks import Scope
from profitability.intake.disguises import count_places
from profitability.intake.limits import IntakeLimits
from profitability.intake.line_index import index_lines
from profitability.intake.mending import Mending, list_kept
from profitability.intake.reading import Reading, read_file
from tests.profitability.intake.planted_errors import make_planted
from tests.profitability.intake.random_ledgers import make_ledger

BULK, CAREFUL = IntakeLimits(bulk_bytes=0), IntakeLimits(bulk_bytes=10**12)


def _read(source: Path, limits: IntakeLimits, scope: Scope | None = None) -> tuple[Reading, bytes]:
    target = source.with_suffix(".out")
    target.unlink(missing_ok=True)
    mending = Mending(rows=source.with_suffix(".rows"), origins=source.with_suffix(".origins"))
    found = read_file(source, "transactions", target, scope=scope, limits=limits, mending=mending)
    return replace(found, profiles=()), target.read_bytes() if target.exists() else b""


def _list_origins(source: Path) -> list[tuple[int, int]]:
    table = pq.read_table(source.with_suffix(".origins"))
    return list(zip(table.column("first_row").to_pylist(), table.column("source_row").to_pylist(), strict=True))


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
        origins = _list_origins(source) if careful_text else []
        bulk, bulk_text = _read(source, BULK)
        assert not bulk_text or _list_origins(source) == origins, seed
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
    kept = {row["source_row"]: row for row in pq.read_table(source.with_suffix(".rows")).to_pylist()}
    assert bulk == _read(source, CAREFUL, scope)[0]
    careful = {row["source_row"]: row for row in pq.read_table(source.with_suffix(".rows")).to_pylist()}
    told = set(list_kept(bulk.problems, Mending()))
    assert kept == {row: cells for row, cells in careful.items() if row in told}
    assert len(kept) > 40
    expected = {row for _, rows in planted.rows for row in rows}
    assert {problem.row for problem in bulk.problems if problem.level != "note"} == expected


def test_every_row_of_the_ledger_knows_its_row_in_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "fil.csv"
    lines = ["Fakturajournal", "Kundnr;Fakturadatum;Belopp exkl moms;Artikel"]
    for number in range(3_000):
        lines.append(f"{10_001 + number % 9};2025-01-{13 + number % 9};{number},00;Spik {number}")
        odd = {7: [""], 900: ["Summa;;12,00;", ""], 1_500: ['10001;2025-01-14;1 000,50;"a', 'b"'], 2_990: ["", ""]}
        lines += odd.get(number, [])
    source.write_text("\n".join([lines[0], "", *lines[1:]]) + "\n")
    seen = _watch(monkeypatch)
    found = {}
    for name, limits in (("careful", CAREFUL), ("bulk", BULK)):
        reading, text = _read(source, limits)
        assert reading.status == "read"
        found[name] = (_list_origins(source), text)
    assert seen == [True]
    assert found["bulk"] == found["careful"]
    stretches, text = found["bulk"]
    assert len(stretches) == 4
    rows, shown = (
        list(csv.reader(StringIO(text.decode()))),
        list(csv.reader(StringIO(source.read_text()), delimiter=";")),
    )
    for row, cells in enumerate(rows[1:], 2):
        first, source_row = max(each for each in stretches if each[0] <= row)
        assert shown[source_row + row - first - 1][3] == cells[rows[0].index("product")]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("10001;2025-01-13;10,50;Fe 55\n", 2),
        ("10001;2025-01-13;1e5;A\n", 0),
        ("10001;2025-01-13;1,2E-05;A\n", 0),
        ("10001;2025-01-13;1_000;A\n", 0),
        ("10001;2025-01-13;1,000;A\n", 6),
        ("10001;2025-01-13;1,000000;A\n", 6),
        ("10001;2025-01-13;1,0000001;A\n", 0),
    ],
)
def test_numbers_in_disguise_are_seen_wherever_they_stand(text: str, places: int, tmp_path: Path) -> None:
    path = tmp_path / "fil.csv"
    for length in (0, (1 << 20) - 17):
        path.write_text("x" * length + ";" + text + "y" * 40)
        assert count_places(path, ",") == places


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


def test_rows_keep_their_order_whatever_the_tests_of_a_column_are(tmp_path: Path) -> None:
    """A column of many words must not become a join in DuckDB: rows out of a join have lost their order."""
    words = ("Betald", "Öppen", "Delbetald", "Skickad", "Påmind", "Klar", "Ny", "Bokförd")
    rows = [
        f"{'K/1_x' if at % 5_000 == 17 else 10_000 + at % 900};2025-01-{1 + at % 28:02};{at},50;F{at};{words[at % 8]}"
        for at in range(120_000)
    ]
    source = tmp_path / "fil.csv"
    source.write_text("\n".join(["Kundnr;Fakturadatum;Belopp exkl moms;Fakturanr;Status", *rows, ""]), "utf-8")
    found, written = _read(source, BULK)
    assert (found.status, found.rows) == ("read", len(rows))
    assert [line.split(b",")[3] for line in written.splitlines()[1:]] == [b"F%d" % at for at in range(len(rows))]
    source.write_text(
        "\n".join(["Kundnr;Fakturadatum;Belopp exkl moms;Fakturanr;Status", *rows, "x;y;z;F;Ny"]), "utf-8"
    )
    named = {(each.code, each.row) for each in _read(source, BULK)[0].problems if each.level == "error"}
    assert named == {("date_not_read", len(rows) + 2), ("number_not_read", len(rows) + 2)}
