"""A SIE file is read with its objects, checked against itself to the öre, and becomes cost pools that tie."""

import json
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from profitability.intake import sie
from profitability.intake.sie import is_sie, read_sie
from profitability.intake.sie_pools import dump_rules, load_rules
from profitability.intake.sie_reading import read_sie_pools
from profitability.intake_sie_report import render_sie_reading
from tests.profitability.intake.sie_files import make_sie


def _write(folder: Path, text: str, encoding: str = "cp437") -> Path:
    path = folder / "bok.se"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["cp437", "cp1252", "utf-8", "utf-8-sig"])
def test_names_objects_and_amounts_are_read_in_every_encoding_in_use(tmp_path: Path, encoding: str) -> None:
    path = _write(tmp_path, make_sie(), encoding)
    assert is_sie(path)
    sie = read_sie(path)
    assert sie.company == 'Åkerö "Bygg" & Järn AB'
    assert sie.problems == ()
    entry = next(each for each in sie.entries if each.amount_minor == 20_000_01)
    assert (entry.account, entry.object_in("1"), entry.object_in("6")) == ("7010", "100", "P1")


def test_pools_follow_the_cost_centre_then_the_chart_and_tie_to_the_result(tmp_path: Path) -> None:
    target = tmp_path / "pools.csv"
    reading = read_sie_pools(_write(tmp_path, make_sie()), target, {})
    assert reading.problems == ()
    assert target.read_text("utf-8") == (
        "pool_id,name,line,amount\n"
        "KST100,Lager,logistics,23333.34\n"
        "KST200,Kundtjänst,customer_service,9999.99\n"
        "LOKAL,Lokaler och hyror,common,12000.00\n"
        "RANTA,Räntekostnader,interest,500.02\n"
    )
    tie = json.loads(render_sie_reading(reading, "bok.se"))["tie"]
    assert tie == {
        "result": "14166.70",
        "income": "-100000.10",
        "goods": "40000.05",
        "outside": "0.00",
        "pools": "45833.35",
        "difference": "0.00",
    }


def test_one_ore_off_is_found(tmp_path: Path) -> None:
    target = tmp_path / "pools.csv"
    reading = read_sie_pools(_write(tmp_path, make_sie(spoil=1)), target, {})
    assert [(problem.code, problem.value) for problem in reading.problems] == [
        ("sie_account_differs", "7010: 0.01"),
        ("sie_rules_do_not_tie", "-0.01"),
    ]
    assert not target.exists()


def test_a_voucher_that_does_not_balance_is_named_with_its_row(tmp_path: Path) -> None:
    reading = read_sie_pools(_write(tmp_path, make_sie(unbalance=5)), None, {})
    found = next(problem for problem in reading.problems if problem.code == "sie_voucher_unbalanced")
    assert found.value == "A1: 0.05"
    assert found.row == make_sie().splitlines().index('#VER "A" 1 20250115 "Händelse 1"') + 1


def test_edited_rules_are_obeyed_and_must_still_tie(tmp_path: Path) -> None:
    path = _write(tmp_path, make_sie())
    first = read_sie_pools(path, None, {})
    assert first.proposal is not None
    rules = load_rules(dump_rules(first.proposal.rules))
    assert rules == first.proposal.rules
    moved = tuple(replace(rule, line="sales") if rule.pool_id == "LOKAL" else rule for rule in rules)
    second = read_sie_pools(path, None, {"pools": dump_rules(moved)})
    assert second.proposal is not None
    assert {pool.pool_id: pool.line for pool in second.proposal.pools}["LOKAL"] == "sales"
    without = tuple(rule for rule in rules if rule.pool_id != "LOKAL")
    assert [p.code for p in read_sie_pools(path, None, {"pools": dump_rules(without)}).problems] == [
        "sie_rules_do_not_tie"
    ]


@pytest.mark.parametrize(
    "line", ["#RES 0 3010 12,50", "#VER A 9 20251345", "#TRANS 3010 {} 5.00", "strunt", "#RAR 0 2025"]
)
def test_a_row_that_does_not_follow_the_format_is_named(tmp_path: Path, line: str) -> None:
    text = make_sie() + line + "\r\n"
    reading = read_sie_pools(_write(tmp_path, text), None, {})
    assert len(text.splitlines()) in [problem.row for problem in reading.problems if problem.code == "sie_row_not_read"]


def test_a_file_that_is_no_ledger_is_refused_before_it_fills_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = _write(tmp_path, make_sie() + '#KONTO 5010 "' + "x" * 3_000_000)
    assert [each.code for each in read_sie(endless).problems] == ["line_too_long"]
    monkeypatch.setattr(sie, "_MOST_BYTES", 2_000_000)
    assert [each.code for each in read_sie(endless).problems] == ["file_too_large"]


def _with_checksum(claimed: int) -> str:
    """Return a file whose text between the lines #KSUMMA is one account and one voucher."""
    voucher = '#VER A 1 20250115 "En händelse"\r\n{\r\n#TRANS 5010 {1 "100"} 10.00\r\n#TRANS 1930 {} -10.00\r\n}\r\n'
    head = "#FLAGGA 0\r\n#SIETYP 4\r\n#RAR 0 20250101 20251231\r\n"
    return f'{head}#KSUMMA\r\n#KONTO 5010 "Lokalhyra åt två"\r\n{voucher}#KSUMMA {claimed}\r\n'


def test_the_files_own_checksum_is_compared_and_a_difference_named(tmp_path: Path) -> None:
    text = "#KONTO5010Lokalhyra åt två#VERA120250115En händelse#TRANS5010110010.00#TRANS1930-10.00"
    right = zlib.crc32(text.encode("cp437"))
    for claimed, codes in ((right, []), (right - 2**32, []), (right ^ 1, ["sie_checksum_differs"])):
        sie = read_sie(_write(tmp_path, _with_checksum(claimed)))
        assert [problem.code for problem in sie.problems] == codes
