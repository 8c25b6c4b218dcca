"""Rows that may not count as they stand are asked about, and the answer is obeyed, small file or large."""

from pathlib import Path

import pytest

from profitability.intake.checks import Scope
from profitability.intake.layouts import make_layout
from profitability.intake.limits import IntakeLimits
from profitability.intake.mending import Mending
from profitability.intake.reading import Reading, read_file
from profitability.intake_texts import describe_finding, word_candidate, word_question
from tests.profitability.intake.ambiguous_files import Ambiguous
from tests.profitability.intake.doubtful_files import HEADER, VOLUMES, beside, list_doubtful

CASES = tuple(list_doubtful())


def _read(folder: Path, content: bytes, answers: dict[str, str] | None = None, sheet: str = "transactions") -> Reading:
    (folder / "fil.csv").write_bytes(content)
    return read_file(folder / "fil.csv", sheet, folder / "out.csv", answers)


def _amounts(folder: Path) -> list[str]:
    return [line.split(",")[2] for line in (folder / "out.csv").read_text().splitlines()[1:]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_doubtful_rows_are_asked_about_in_words(case: Ambiguous, tmp_path: Path) -> None:
    reading = _read(tmp_path, case.content, sheet=case.sheet)
    asked = {question.kind for question in reading.questions}
    assert case.expected <= asked | {problem.code for problem in reading.problems if problem.level == "error"}
    assert not (tmp_path / "out.csv").exists()
    for question in reading.questions:
        words = [word_question(question), *(word_candidate(question, each) for each in question.candidates)]
        assert all(text and "%(" not in text for text in words)


@pytest.mark.parametrize(
    ("heading", "values"),
    [
        ("Status", ("Betald", "Öppen")),
        ("Status", ("Ej makulerad", "Betald")),
        ("Makulerad", ("", "Nej")),
        ("Typ", ("Vara", "Tjänst")),
        ("Typ", ("A", "B", "C")),
        ("Enhet", ("st", "kg")),
        ("Valuta", ("SEK",)),
        ("Kurs", ("1,00", "1,0000")),
        ("Avdelning", ("Lager", "Order")),
        ("Konto", ("3001", "3041")),
        ("Konto", ("4010", "5010")),
    ],
)
def test_rows_that_differ_in_nothing_that_counts_are_read(
    heading: str, values: tuple[str, ...], tmp_path: Path
) -> None:
    assert _read(tmp_path, beside(heading, values)).status == "read"


def test_an_apostrophe_that_guards_a_number_is_no_part_of_it(tmp_path: Path) -> None:
    rows = "'0012;2025-01-10;100,50\nK55512;2025-01-11;20,50\n55512;2025-01-11;1,50\n"
    reading = _read(tmp_path, f"{HEADER}\n{rows}".encode())
    assert (tmp_path / "out.csv").read_text().splitlines()[1].startswith("0012,")
    assert [each.row for each in reading.problems if each.code == "ids_alike"] == [4]


def test_units_that_never_meet_in_a_driver_are_no_question(tmp_path: Path) -> None:
    rows = "Telefon;10001;5;min\nBesök;10001;1;st\nTelefon;10002;7;min\n"
    assert _read(tmp_path, f"{VOLUMES}\n{rows}".encode(), sheet="volumes").status == "read"


def test_rows_left_out_are_counted_and_remembered_with_the_layout(tmp_path: Path) -> None:
    content = beside("Status", ("Betald", "Makulerad", "Betald"))
    answers = {"rows:Status = makulerad": "leave"}
    reading = _read(tmp_path, content, answers)
    assert (reading.status, reading.rows, len(_amounts(tmp_path))) == ("read", 20, 20)
    [said] = [each for each in reading.problems if each.code == "rows_set_aside"]
    assert describe_finding(said).problem.startswith("10 rader")
    assert reading.header is not None
    layout = make_layout("transactions", reading.header.names, answers)
    mending = Mending(layouts={layout.fingerprint: dict(layout.answers)})
    again = read_file(tmp_path / "fil.csv", "transactions", None, mending=mending)
    assert (again.status, again.rows) == ("read", 20)


def test_rows_can_count_all_or_as_minus(tmp_path: Path) -> None:
    content = f"{HEADER};Typ\n1;2025-01-10;100,50;F\n2;2025-01-11;20,50;K\n3;2025-01-12;-30,50;K\n".encode()
    assert _read(tmp_path, content, {"rows:Typ = k": "minus"}).sum_text == "49.50"
    assert _read(tmp_path, content, {"rows:Typ = k": "keep"}).sum_text == "90.50"


def test_credit_notes_with_their_minus_are_no_question(tmp_path: Path) -> None:
    content = f"{HEADER};Typ\n1;2025-01-10;100,50;F\n2;2025-01-11;-20,50;K\n3;2025-01-12;-30,50;K\n".encode()
    assert _read(tmp_path, content).sum_text == "49.50"


def test_discounts_of_both_signs_lower_sales_or_stand_as_they_are(tmp_path: Path) -> None:
    rows = (
        "1;2025-01-10;100,50;10,50\n2;2025-01-11;200,50;-20,25\n3;2025-01-12;300,50;30,50\n4;2025-01-12;-50,50;-5,50\n"
    )
    content = f"{HEADER};Rabatt\n{rows}".encode()

    def discounts(answer: str) -> list[str]:
        assert _read(tmp_path, content, {"discount_sign:Rabatt": answer}).is_read
        return [line.split(",")[3] for line in (tmp_path / "out.csv").read_text().splitlines()[1:]]

    assert discounts("keep") == ["10.50", "-20.25", "30.50", "-5.50"]
    assert discounts("lowers") == ["10.50", "20.25", "30.50", "-5.50"]


def test_sums_that_no_word_tells_are_left_out_or_count(tmp_path: Path) -> None:
    rows = "".join(f"{at};2025-01-10;10,50\n{at};2025-01-11;20,25\n{at};2025-01-31;30,75\n" for at in range(1, 5))
    content = f"{HEADER}\n{rows}9;2025-01-10;5,00\n9;2025-01-31;5,00\n".encode()
    left = _read(tmp_path, content, {"summed:Belopp exkl moms": "leave"})
    assert (left.status, left.rows, left.sum_text) == ("read", 9, "128.00")
    assert _read(tmp_path, content, {"summed:Belopp exkl moms": "keep"}).sum_text == "256.00"


def test_a_customers_last_amount_that_is_no_number_is_named_and_sums_nothing(tmp_path: Path) -> None:
    rows = "".join(f"{10_001 + at // 4};2025-01-{13 + at % 4};{at},50;F{at}\n" for at in range(11))
    found = _read(tmp_path, f"Kundnr;Fakturadatum;Belopp exkl moms;Fakturanr\n{rows}10003;2025-01-20;fel;F\n".encode())
    assert [(each.code, each.row) for each in found.problems] == [("number_not_read", 13)]


def test_returns_and_costs_of_a_unit_are_derived(tmp_path: Path) -> None:
    rows = "1;2025-01-10;100,50;10,25;3;12,50\n2;2025-01-11;200,00;-20,00;2;5,25\n"
    content = f"Kundnr;Datum;Försäljning;Returer;Antal;Kostpris\n{rows}".encode()
    answers = {"amount:gross_sales": "less_returns", "amount:cost_of_goods": "price_times_quantity"}
    assert _read(tmp_path, content, answers).sum_text == "270.25"
    costs = [line.split(",")[-1] for line in (tmp_path / "out.csv").read_text().splitlines()]
    assert costs == ["cost_of_goods", "37.50", "10.50"]


def test_units_are_converted_or_one_is_read_alone(tmp_path: Path) -> None:
    content = f"{VOLUMES}\nTelefon;1;90;min\nTelefon;2;2;tim\nTelefon;3;5;minuter\n".encode()
    assert _read(tmp_path, content, {"unit:Enhet": "convert"}, "volumes").status == "read"
    assert (tmp_path / "out.csv").read_text().splitlines()[1:] == ["Telefon,1,90", "Telefon,2,120", "Telefon,3,5"]
    assert _read(tmp_path, content, {"unit:Enhet": "only h"}, "volumes").rows == 1


def test_an_invoice_total_counts_once_and_lost_zeros_come_back(tmp_path: Path) -> None:
    rows = "".join(f"{'012' if at % 2 else '12'};2025-01-10;{at // 2};A{at};{50 + at // 2},50\n" for at in range(8))
    content = f"Kundnr;Datum;Fakturanr;Artikel;Belopp\n{rows}".encode()
    reading = _read(tmp_path, content, {"repeated:Belopp": "once", "zeros:Kundnr": "fill"})
    assert (reading.status, reading.sum_text) == ("read", "208.00")
    assert {line.split(",")[0] for line in (tmp_path / "out.csv").read_text().splitlines()[1:]} == {"012"}


def test_another_currency_than_the_ledgers_own_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "fil.csv").write_bytes(beside("Valuta", ("EUR",)))
    reading = read_file(tmp_path / "fil.csv", "transactions", None, scope=Scope(currency="SEK"))
    assert "other_currency" in {problem.code for problem in reading.problems}


@pytest.mark.parametrize(
    ("heading", "usual", "odd"),
    [
        ("Status", "Betald", "Makulerad"),
        ("Valuta", "SEK", "EUR"),
        ("Artikel", "Bult", "TOTALT"),
        ("Namn", "Fjäll AB", "Summa"),
    ],
)
def test_one_odd_row_far_down_a_large_file_is_found(heading: str, usual: str, odd: str, tmp_path: Path) -> None:
    rows = [f"{10_000 + at % 900};2025-01-{1 + at % 28:02};{at},50;{usual}\n" for at in range(20_000)]
    rows[11_111] = rows[11_111].replace(usual, odd)
    content = f"{HEADER};{heading}\n{''.join(rows)}".encode()
    (tmp_path / "fil.csv").write_bytes(content)
    reading = read_file(tmp_path / "fil.csv", "transactions", None, limits=IntakeLimits(bulk_bytes=1))
    codes = {problem.code for problem in reading.problems if problem.level == "error"}
    assert {question.kind for question in reading.questions} | codes & {"several_currencies"}


def test_the_whole_as_one_customer_at_the_end_of_a_large_file_is_found(tmp_path: Path) -> None:
    rows = "".join(f"{10_000 + at % 900};2025-01-{1 + at % 28:02};{at},50\n" for at in range(5_000))
    (tmp_path / "fil.csv").write_text(f"{HEADER}\n{rows}99999;2025-12-31;12500000,00\n", "utf-8")
    reading = read_file(tmp_path / "fil.csv", "transactions", None, limits=IntakeLimits(bulk_bytes=1))
    [question] = reading.questions
    assert question.id == "summed:Belopp exkl moms"
    limits = IntakeLimits(bulk_bytes=1)
    left = read_file(tmp_path / "fil.csv", "transactions", None, {question.id: "leave"}, limits=limits)
    assert (left.rows, left.sum_text) == (5_000, "12500000.00")


def test_each_customers_sum_in_a_large_file_is_left_out(tmp_path: Path) -> None:
    rows = "".join(
        f"{at};2025-01-10;{at},50\n{at};2025-01-11;20,25\n{at};2025-01-31;{at + 20},75\n" for at in range(4_000)
    )
    (tmp_path / "fil.csv").write_text(f"{HEADER}\n{rows}", "utf-8")
    limits = IntakeLimits(bulk_bytes=1)
    [question] = read_file(tmp_path / "fil.csv", "transactions", None, limits=limits).questions
    left = read_file(tmp_path / "fil.csv", "transactions", None, {question.id: "leave"}, limits=limits)
    assert (left.rows, question.candidates[0].examples) == (8_000, (("4000", ""),))
