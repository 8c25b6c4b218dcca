"""Files in which some rows may not count as they stand: a cell in one of them says so, and nothing else does."""

from collections.abc import Iterator, Sequence

from tests.profitability.intake.ambiguous_files import Ambiguous

HEADER = "Kundnr;Fakturadatum;Belopp exkl moms"
VOLUMES = "Drivare;Kundnr;Antal;Enhet"
NAMES = ("Anna Berg AB", "Bygg & Co", "Fjäll AB", "Norrsken HB", "Kust AB", "Skog och Sjö", "Tak i Väst")


def _rows(header: str, rows: Sequence[Sequence[object]]) -> bytes:
    return "\n".join([header, *(";".join(map(str, row)) for row in rows), ""]).encode()


def beside(heading: str, values: Sequence[str]) -> bytes:
    """Return a ledger of thirty rows with one column more, its values over and over."""
    amounts = [
        (10_001 + at % 7, f"2025-0{1 + at % 9}-{10 + at % 18}", f"{100 + at * 13},{50 + at % 40}") for at in range(30)
    ]
    return _rows(f"{HEADER};{heading}", [(*row, values[at % len(values)]) for at, row in enumerate(amounts)])


def _case(name: str, content: bytes, *expected: str, sheet: str = "transactions") -> Ambiguous:
    return Ambiguous(name, sheet, content, frozenset(expected))


def list_doubtful() -> Iterator[Ambiguous]:
    """Yield them all."""
    for heading, values in _MARKED.items():
        yield _case(f"{heading}: {', '.join(filter(None, values))}", beside(heading, values), "rows")
    yield from _list_units()
    yield from _list_places()
    yield from _list_sums()
    yield from _list_amounts()
    yield from _list_scales()


_MARKED: dict[str, tuple[str, ...]] = {
    "Makulerad": ("", "", "x"),
    "Cancelled": ("0", "0", "1"),
    "Annulleret": ("false", "true"),
    "Makulerad datum": ("", "2025-04-01"),
    "Giltig": ("Ja", "Nej"),
    "Bokförd": ("J", ""),
    "Status": ("Betald", "Makulerad"),
    "Fakturastatus": ("Bokførd", "Annulleret"),
    "Financial Status": ("paid", "pending", "voided"),
    "Tilstand": ("Sendt", "Kansellert av kunde"),
    "State": ("ok", "Storniert"),
    "Läge": ("Klar", "Utkast"),
    "Kommentar": (*(f"Order {at}" for at in range(29)), "MAKULERAD, se F12"),
    "Typ": ("Faktura", "Order", "Offert"),
    "Document Type": ("Invoice", "Quote"),
    "Belegart": ("Rechnung", "Auftrag"),
    "Bilagstype": ("Faktura", "Tilbud"),
    "Transaktionstyp": ("Faktura", "Betalning"),
    "Fakturatyp": ("D", "D", "K"),
    "Kreditfaktura": ("Nej", "Ja"),
    "Retur": ("", "x"),
    "Tecken": ("+", "-"),
    "Scenario": ("Actual", "Forecast"),
    "Motpart": ("Kund", "Leverantör"),
    "Text": ("Faktura", "Ingående saldo"),
    "Artikel": ("Bult", "Mutter", "Totalt"),
    "Radtyp": ("Huvud", "Rad", "Rad"),
    "Nivå": ("1", "2", "2"),
    "Inkl moms": ("Ja", "Nej"),
    "Konto": ("3001", "3001", "2611"),
}


def _list_units() -> Iterator[Ambiguous]:
    calls = [("Telefon", 10_001 + at, 12 + at, "h" if at % 3 else "min") for at in range(12)]
    yield _case("volumes in hours and minutes", _rows(VOLUMES, calls), "unit", sheet="volumes")
    yield _case("amounts in crowns and thousands", beside("Enhet", ("kr", "tkr")), "unit")
    yield _case("amounts all in thousands, by their unit", beside("Enhet", ("tkr",)), "unit")
    visits = [("Besök", 10_001 + at, 1, "Utförd" if at % 3 else "Avbokad") for at in range(12)]
    yield _case("visits that never were", _rows("Drivare;Kundnr;Antal;Status", visits), "rows", sheet="volumes")
    yield _case("currencies under no heading", beside("", ("SEK", "EUR")), "several_currencies")
    yield _case("an exchange rate", beside("Kurs", ("1,00", "11,25")), "rate")


def _list_places() -> Iterator[Ambiguous]:
    swapped = [(name, 10_001 + at) for at, name in enumerate(NAMES)]
    yield _case("name and number swapped", _rows("Kundnr;Namn", swapped), "column", sheet="customers")
    sales = [(*pair, "2025-01-15", "12,50") for pair in swapped]
    yield _case("the same among sales", _rows("Kundnr;Namn;Datum;Belopp exkl moms", sales), "column")
    some = [(number, name) if at % 3 else (name, number) for at, (name, number) in enumerate(swapped)]
    yield _case("swapped in some rows", _rows("Kundnr;Namn", some), "cells_swapped", sheet="customers")
    zeros = [("0012" if at % 3 else "12", "2025-01-15", f"{at},50") for at in range(12)]
    yield _case("zeros lost in some rows", _rows(HEADER, zeros), "zeros")

    days = [("2025-05-01" if at == 3 else f"5-{at}", "2025-01-15", f"{at},50") for at in range(12)]
    yield _case("a number that became a day", _rows(HEADER, days), "id_became_day")
    months = [("jan-07" if at == 3 else f"3-{at}", "2025-01-15", f"{at},50") for at in range(12)]
    yield _case("a number that became a month", _rows(HEADER, months), "id_became_day")
    lost = [(f"K{at}" if at else "K\ufffd", "2025-01-15", f"{at},50") for at in range(12)]
    yield _case("letters lost", _rows(HEADER, lost), "letters_lost")


def _list_sums() -> Iterator[Ambiguous]:
    """Sums that stand where a customer, an article or a cost centre would, or are told by their amount alone."""
    groups = [(10_001 + at, ("100,00", "50,25", "150,25")) for at in range(5)]
    below = [(number, "2025-01-10", amount) for number, amounts in groups for amount in amounts]
    yield _case("each customer's sum below", _rows(HEADER, below), "summed")
    above = [(number, "2025-01-10", amount) for number, amounts in groups for amount in amounts[::-1]]
    yield _case("each customer's sum above", _rows(HEADER, above), "summed")
    flat = [(10_001 + at, "2025-01-10", "100,50") for at in range(8)]
    yield _case("the whole as one customer", _rows(HEADER, [*flat, (99_999, "2025-12-31", "804,00")]), "summed")
    named = [(*row[:1], f"Firma {at} AB", *row[1:]) for at, row in enumerate(flat)]
    total = [*named, ("9999", "Totalt", "2025-12-31", "80,50")]
    yield _case("a sum by another column", _rows("Kundnr;Namn;Fakturadatum;Belopp exkl moms", total), "rows")
    calls = [("Telefon", 10_001 + at, 3) for at in range(5)]
    volumes = _rows("Drivare;Kundnr;Antal", [*calls, ("Telefon", "Totalt", 15)])
    yield _case("a sum among volumes", volumes, "rows", sheet="volumes")
    places = [(100, "Lager", "Logistik", "100,50"), (110, "Bil", "Logistik", "50,50")]
    places += [(199, "Summa logistik", "Logistik", "151,00"), (200, "Växel", "Support", "20,50")]
    yield _case("a sum among pools", _rows("Kst;Benämning;Resultatrad;Belopp", places), "rows", sheet="pools")


def _list_amounts() -> Iterator[Ambiguous]:
    lines = [(10_001, "2025-01-10", at // 5, f"A{at}", f"{100 + at // 5},50") for at in range(30)]
    yield _case("an invoice's total on every row", _rows("Kundnr;Datum;Fakturanr;Artikel;Belopp", lines), "repeated")
    whole = [(10_001 + at, "2025-01-10", f"{100 + at},50", (0, 10, 25)[at % 3]) for at in range(12)]
    yield _case("a discount of 25", _rows(f"{HEADER};Rabatt", whole), "discount")
    bare = [(10_001 + at, "2025-01-10", f"{100 + at},50") for at in range(12)]
    signed = [(*row, "10,50" if at % 3 else "-10,50") for at, row in enumerate(bare)]
    yield _case("discounts with and without a minus", _rows(f"{HEADER};Rabatt", signed), "discount_sign")
    counted = [(10_001 + at, "2025-01-10", f"{100 + at},50", 1 + at % 5) for at in range(12)]
    swapped = _rows("Kundnr;Fakturadatum;Antal;Belopp exkl moms", counted)
    yield _case("amount and quantity swapped", swapped, "column")
    titled = "Försäljning, alla belopp inkl. moms;;\n".encode() + _rows("Kundnr;Datum;Belopp", bare)
    yield _case("with VAT, by the title", titled, "amount")
    rated = [(*row, 25) for row in bare]
    yield _case("beside a rate of VAT", _rows("Kundnr;Datum;Belopp;Moms %", rated), "amount")
    yield _case("thousands, by a remark below", _rows(HEADER, bare) + b"Alla belopp i tkr;;\n", "scale")
    returned = [(*row, "5,50") for row in bare]
    yield _case("sales beside returns", _rows("Kundnr;Datum;Försäljning;Returer", returned), "amount")
    costs = [(*row, 3, "12,50") for row in bare]
    yield _case("what a unit costs", _rows("Customer no;Date;Sales;Quantity;Unit cost", costs), "amount")
    halves = [(*row, ("0", "2,5", "10")[at % 3]) for at, row in enumerate(bare)]
    yield _case("a discount of 2,5", _rows(f"{HEADER};Rabatt", halves), "discount")
    saldo = [(5_000 + at, "A", "Logistik", "10,50", f"{100 + at},50") for at in range(9)]
    balances = _rows("Konto;Kontonamn;Resultatrad;Ingående saldo;Utgående saldo", saldo)
    yield _case("opening and closing balances", balances, "column", sheet="pools")


def _list_scales() -> Iterator[Ambiguous]:
    """Titles and headings in four languages that say something of the amounts below."""
    bare = [(10_001 + at, "2025-01-10", f"{100 + at},50") for at in range(6)]
    for title, header, expected in (
        ("Tall i hele tusen", "Kundenr;Dato;Omsetning", "scale"),
        ("Umsatz in Tsd. EUR", "Kundennummer;Belegdatum;Umsatz", "scale"),
        ("", "Customer no;Date;Revenue (k)", "scale"),
        ("", "Kundenr;Dato;Omsætning i tusinder", "scale"),
        ("Umsätze 2025, Bruttobeträge", "Kundennummer;Belegdatum;Betrag", "amount"),
        ("All amounts include VAT", "Customer no;Date;Amount", "amount"),
        ("Beløp inkl. 25 % mva", "Kundenr;Dato;Beløp", "amount"),
        ("Momsen ingår", "Kundnr;Datum;Belopp", "amount"),
    ):
        yield _case(f"{title or header}", f"{title};;\n".encode() * bool(title) + _rows(header, bare), expected)
