"""Forty files that can be read in two ways, made by code: each must be asked about or refused."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Ambiguous:
    """A file, the sheet it is read as, and the kind of question (or the code of the problem) that must come."""

    name: str
    sheet: str
    content: bytes
    expected: frozenset[str]


HEADER = "Kundnr;Fakturadatum;Belopp exkl moms;Antal\n"


def _case(name: str, text: str, *expected: str, sheet: str = "transactions", encoding: str = "utf-8") -> Ambiguous:
    return Ambiguous(name, sheet, text.encode(encoding), frozenset(expected))


def _rows(template: str, values: list[str]) -> str:
    return "".join(template.format(10_001 + place, value) + "\n" for place, value in enumerate(values))


def _amounts(values: list[str]) -> str:
    return HEADER + _rows("{};2025-01-15;{};2", values)


def _dates(values: list[str]) -> str:
    return HEADER + _rows("{};{};10,50;2", values)


def list_ambiguous() -> Iterator[Ambiguous]:
    """Yield the forty."""
    yield from _list_numbers()
    yield from _list_dates()
    yield from _list_meanings()
    yield from _list_files()


def _list_numbers() -> Iterator[Ambiguous]:
    for name, values in {
        "point and three digits": ["1.234", "2.500", "950"],
        "comma and three digits": ["1,234", "2,500", "950"],
        "negative point": ["-1.234", "1.500"],
        "trailing minus": ["1.234-", "1.500"],
        "parentheses": ["(1.234)", "1.500"],
        "currency before": ["€ 1.234", "€ 2.500"],
        "currency after": ["1,234 kr", "2,500 kr"],
        "a slip among many": ["1,234", "2,500", "3,750"] * 30 + ["12,5"],
    }.items():
        yield _case(f"number: {name}", _amounts(values), "decimal")
    half = ["1.234,56", "1,234.56", "2.500,10", "2,500.10"]
    yield _case("number: two habits in one column", _amounts(half), "decimal")
    text = HEADER + "10001;2025-01-15;10,50;1.200\n10002;2025-01-15;20,50;2.400\n"
    yield _case("number: quantity", text, "decimal")
    yield _case("number: credit words", _amounts(["500,00 CR", "20,50 DR", "10,50 CR"]), "sign")
    yield _case("number: English credit words", _amounts(["CR 500.25", "DR 20.50"]), "sign")


def _list_dates() -> Iterator[Ambiguous]:
    for name, values in {
        "slashes": ["03/04/2025", "05/06/2025"],
        "points": ["03.04.2025", "05.06.2025"],
        "hyphens": ["03-04-2025", "05-06-2025"],
        "short slashes": ["3/4/2025", "5/6/2025"],
        "two-digit year last": ["03/04/05", "05/06/07"],
        "two-digit year first": ["05-04-03", "07-06-05"],
        "six digits": ["050403", "070605"],
        "eight digits, year in doubt": ["20102011", "10112011"],
        "with time": ["03/04/2025 10:15", "05/06/2025 11:30"],
        "serial numbers": ["45672", "45673"],
        "one slip among many": ["03/04/2025", "05/06/2025", "07/08/2025"] * 30 + ["25/06/2025"],
        "days up to twelve": [f"{day:02}/{month:02}/2025" for day in range(1, 13) for month in (1, 2, 3)],
    }.items():
        if name != "eight digits, year in doubt":
            yield _case(f"date: {name}", _dates(values), "date_order")


def _list_meanings() -> Iterator[Ambiguous]:
    row = "10001;2025-01-15;"
    yield _case(
        "amount in thousands", "Kundnr;Fakturadatum;Försäljning tkr\n" + row + "10,5\n10002;2025-01-16;3,5\n", "scale"
    )
    yield _case(
        "amount in millions", "Kundnr;Fakturadatum;Försäljning (MSEK)\n" + row + "1,5\n10002;2025-01-16;3,5\n", "scale"
    )
    title = "Belopp i tusental;;\n" + HEADER.replace(";Antal", "") + row + "10,5\n10002;2025-01-16;3,5\n"
    yield _case("thousands in the title", title, "scale")
    yield _case("T€", "Kundnr;Belegdatum;Umsatz T€\n" + row + "10,5\n10002;2025-01-16;3,5\n", "scale")
    tables = "Tabell 1. Belopp i 1000-tal kr;;\n" + HEADER.replace(";Antal", "") + row + "10,5\n10002;2025-01-16;3,5\n"
    yield _case("1000-tal in the title", tables, "scale")
    yield _case("sales as credit", _amounts(["-100,50", "-200,50", "-300,50", "10,00"]), "negative")
    price = "Kundnr;Fakturadatum;Pris;Antal\n" + row + "10,50;3\n10002;2025-01-16;3,50;2\n"
    yield _case("price and quantity", price, "amount")
    vat = "Kundnr;Fakturadatum;Belopp inkl moms;Moms\n" + row + "125,00;25,00\n10002;2025-01-16;12,50;2,50\n"
    yield _case("with VAT and VAT", vat, "amount")
    gross = "Kundnr;Fakturadatum;Belopp inkl moms\n" + row + "125,00\n10002;2025-01-16;12,50\n"
    yield _case("only with VAT", gross, "amount")
    sides = "Kundnr;Fakturadatum;Debet;Kredit\n" + row + ";125,00\n10002;2025-01-16;12,50;\n"
    yield _case("debit and credit", sides, "amount")
    net = "Kundnr;Fakturadatum;Netto;Rabatt\n" + row + "125,00;5,00\n10002;2025-01-16;12,50;1,25\n"
    yield _case("net with discount", net, "amount")
    share = "Kundnr;Fakturadatum;Belopp exkl moms;Rabatt\n" + row + "125,00;0,15\n10002;2025-01-16;12,50;0,05\n"
    yield _case("discount below one", share, "discount")
    percent = "Kundnr;Fakturadatum;Belopp exkl moms;Rabatt\n" + row + "125,00;15 %\n10002;2025-01-16;12,50;5 %\n"
    yield _case("discount in percent", percent, "discount")
    yield _case("two currencies beside amounts", _amounts(["100,50 SEK", "20,50 EUR"]), "several_currencies")
    money = "Kundnr;Fakturadatum;Belopp exkl moms;Valuta\n" + row + "125,00;SEK\n10002;2025-01-16;12,50;EUR\n"
    yield _case("two currencies in a column", money, "several_currencies")
    yield _case("crowns and euro", _amounts(["100,50 kr", "20,50 EUR", "30,50 kr"]), "several_currencies")
    yield _case("euro beside some", _amounts(["100,50", "20,50", "30,50 EUR"]), "several_currencies")
    total = "Kundnr;Fakturadatum;Total;Moms\n" + row + "125,00;25,00\n10002;2025-01-16;12,50;2,50\n"
    yield _case("a total beside VAT", total, "amount")
    notes = "Kundnr;Fakturadatum;Belopp;Typ\n" + row + "125,00;Faktura\n10002;2025-01-16;12,50;Kreditfaktura\n"
    yield _case("credit notes without a sign", notes, "amount")
    receivers = "Fakturakund;Leveranskund;Datum;Belopp\n10001;20001;2025-01-15;125,00\n10002;20002;2025-01-16;12,50\n"
    yield _case("who pays and who receives", receivers, "column")
    two = "Kundnr;Datum;Summa;Belopp\n" + row + "125,00;100,00\n10002;2025-01-16;12,50;10,00\n"
    yield _case("two amounts", two, "column")
    nameless = "10001;2025-01-15;125,00\n10002;2025-01-16;12,50\n10003;2025-01-17;13,50\n"
    yield _case("no header", nameless, "column")


def _list_files() -> Iterator[Ambiguous]:
    mixed = b"Kundnr;Namn\n" + "1;Åkes räksmörgås\n2;Göran\n3;Märta\n".encode() * 3 + "4;Bj\xf6rn\n".encode("latin-1")
    yield Ambiguous("file: two encodings", "customers", mixed, frozenset({"mixed_encodings"}))
    yield Ambiguous("file: NUL bytes", "customers", b"Kundnr;Namn\n1;A\x00B\n", frozenset({"nul_bytes"}))
    yield _case(
        "file: pools without line", "Kst;Namn;Utfall\n100;Order;500,50\n200;Lager;20,50\n", "column", sheet="pools"
    )
    words = "Kst;Namn;Resultatrad;Utfall\n100;Order;Blandat;500,50\n200;Lager;Logistik;20,50\n"
    yield _case("file: an unknown line", words, "line", sheet="pools")
