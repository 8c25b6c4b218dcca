"""A clean large file is written in few steps; the bytes are those of the careful reading."""

from datetime import date
from pathlib import Path

import pytest

from profitability.intake import bulk_reading, bulk_writing, plain_scan
from profitability.intake.checks import Scope
from profitability.intake.disguises import has_padding
from profitability.intake.limits import IntakeLimits
from profitability.intake.reading import Reading, read_file

HEADER = "Kundnr;Fakturadatum;Belopp exkl moms;Fakturanr;Artikel;Antal\n"
IDS = {
    "numbers": [str(1_000 + at % 40) for at in range(2_000)],
    "large numbers": [str(4_000_000_000 + at % 40) for at in range(2_000)],
    "larger than a table": [str(20_000_000 + at % 40) for at in range(2_000)],
    "zeros before": [f"{at % 40:06}" for at in range(2_000)],
    "letters": [f"K{at % 40}" for at in range(2_000)],
    "of both kinds": [str(at % 40 + 1) if at % 3 else f"K{at % 40}" for at in range(2_000)],
    "a point and zero": ["17.0" if at == 700 else str(1_000 + at % 40) for at in range(2_000)],
    "a blank behind": ["17 " if at == 700 else str(1_000 + at % 40) for at in range(2_000)],
}


def _write(path: Path, ids: list[str], article: str = "Räka {}") -> None:
    rows = (
        f"{each};2025-01-{1 + at % 28:02};{at},{at % 100:02};F{at};{article.format(at % 9)};{at % 5 / 2:g}\n".replace(
            ".", ","
        )
        if each != "17.0"
        else f"{each};2025-01-28;7,00;F{at};Räka;1\n"
        for at, each in enumerate(ids)
    )
    path.write_text(HEADER + "".join(rows), encoding="utf-8")


def _read(source: Path, bulk_bytes: int, scope: Scope | None = None) -> tuple[Reading, str]:
    target = source.with_suffix(f".{bulk_bytes}")
    reading = read_file(source, "transactions", target, scope=scope, limits=IntakeLimits(bulk_bytes=bulk_bytes))
    return reading, target.read_text("utf-8") if target.exists() else ""


@pytest.mark.parametrize("ids", IDS.values(), ids=IDS.keys())
def test_customers_of_every_kind_are_the_same_on_both_roads(ids: list[str], tmp_path: Path) -> None:
    source, customers = tmp_path / "fil.csv", tmp_path / "customers.csv"
    _write(source, ids)
    bulk, careful = _read(source, 0), _read(source, 10**12)
    assert careful[1]
    assert (bulk[0].problems, bulk[1]) == (careful[0].problems, careful[1])
    customers.write_text("customer_id,name\n" + "".join(f"{each},A\n" for each in sorted({*ids, "17"} - {ids[1]})))
    scope = Scope(customers)
    known, slow = _read(source, 0, scope)[0].problems, _read(source, 10**12, scope)[0].problems
    assert known == slow
    assert sum(each.code == "unknown_customer" for each in known) == ids.count(ids[1])


@pytest.mark.parametrize("article", ["Räka {}", " Räka {}", "Räka {}\u00a0", "'=Räka {}", "Räka, {}", "Voilà{}", ""])
def test_what_stands_around_a_cell_is_taken_away_on_both_roads(article: str, tmp_path: Path) -> None:
    source = tmp_path / "fil.csv"
    _write(source, IDS["numbers"], article)
    bulk, careful = _read(source, 0), _read(source, 10**12)
    assert bulk[1] == careful[1] != ""
    assert has_padding(source, ";") == (article[:1] in (" ", "'") or article.endswith("\u00a0"))


@pytest.mark.parametrize(
    ("first", "last"),
    [(date(2026, 1, 1), None), (date(2024, 1, 1), date(2024, 12, 31)), (date(2025, 1, 5), date(2025, 1, 20))],
)
def test_a_file_outside_its_period_is_named_once_with_its_rows(first: date, last: date | None, tmp_path: Path) -> None:
    source, scope = tmp_path / "fil.csv", Scope(None, first, last)
    _write(source, IDS["numbers"])
    bulk, careful = _read(source, 0, scope), _read(source, 10**12, scope)
    assert (bulk[0].problems, bulk[1]) == (careful[0].problems, careful[1])
    assert {each.code for each in bulk[0].problems} == {"outside_period", "more_of_the_same"}


LINES = [f"{1_000 + at % 40};2025-01-{1 + at % 28:02};{at},5;F{at};Räka {at % 9};1\n" for at in range(2_000)]
ALONG = {
    "all plain": (LINES, 0),
    "texts that need quotes": ([line.replace("Räka 7", 'Räka, "7"#') for line in LINES], 0),
    "a sum below": ([*LINES, ";;;;;\n", "Summa;;2000000,00;;;\n"], 0),
    "sums everywhere": ([line for at in range(0, 2_000, 50) for line in (*LINES[at : at + 50], "Summa;;;;;\n")], 0),
    "an odd row at first": (['1;2025-01-02;1 000,00;F;"Räka";1\n', *LINES], 1),
    "an odd row later": ([*LINES[:1_333], "1;2025-01-02;1 000,00;F;Räka;1\n", *LINES[1_333:]], 1),
    "a lost row": ([*LINES[:1_333], "\n", *LINES[1_333:]], 1),
    "a blank before a text": ([*LINES[:1_333], LINES[1_333].replace("Rä", " Rä"), *LINES[1_334:]], 1),
    "an error": ([*LINES[:1_333], LINES[1_333].replace(";1333,5;", ";fel;"), *LINES[1_334:]], 0),
}


@pytest.mark.parametrize(("lines", "writings"), ALONG.values(), ids=ALONG.keys())
def test_a_clean_file_is_read_once_and_any_other_gives_the_same(
    lines: list[str], writings: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, seen = tmp_path / "fil.csv", list[object]()
    write = bulk_writing._write_plain

    def watch(*arguments: object) -> None:
        seen.append(arguments)
        write(*arguments)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(bulk_writing, "_write_plain", watch)
    monkeypatch.setattr(bulk_reading, "_SAMPLE_FIRST", 200)
    monkeypatch.setattr(bulk_reading, "_SAMPLE_EACH", 20)
    monkeypatch.setattr(plain_scan, "_BATCH_ROWS", 100)
    source.write_text(HEADER + "".join(lines), encoding="utf-8")
    bulk, careful = _read(source, 0), _read(source, 10**12)
    assert (bulk[0].problems, bulk[0].rows, bulk[1]) == (careful[0].problems, careful[0].rows, careful[1])
    assert len(seen) == writings
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix not in (".0", ".1000000000000")) == [
        "fil.csv"
    ]


def test_nothing_half_written_is_left_when_a_pass_dies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "fil.csv"
    source.write_text(HEADER + "".join(LINES), encoding="utf-8")
    monkeypatch.setattr(plain_scan, "find_doubles", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        _read(source, 0)
    assert [path.name for path in tmp_path.iterdir()] == ["fil.csv"]
