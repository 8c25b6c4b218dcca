"""Files that tempt a reader to misread, made by code, with what must come of each."""

from collections.abc import Iterator
from dataclasses import dataclass

HEADER = "Kundnr;Fakturadatum;Belopp exkl moms;Fakturanr;Artikel\n"
TWO = "1;2025-01-13;10,50;F1;A\n2;2025-01-14;11,50;F2;B\n"
READ = "customer_id,date,gross_sales\n1,2025-01-13,10.50\n2,2025-01-14,11.50\n"


@dataclass(frozen=True)
class Odd:
    """A file; `written` is what must stand in the sheet, or `named` the (code, row) of what must be named instead."""

    name: str
    sheet: str
    content: bytes
    written: str = ""
    named: frozenset[tuple[str, int | None]] = frozenset()


def _read(name: str, text: str, written: str = READ, *, sheet: str = "transactions", encoding: str = "utf-8") -> Odd:
    return Odd(name, sheet, text.encode(encoding), written)


def _named(name: str, text: str, *named: tuple[str, int | None], sheet: str = "transactions") -> Odd:
    return Odd(name, sheet, text.encode(), named=frozenset(named))


def list_odd() -> Iterator[Odd]:
    """Yield all of them."""
    yield from _list_tables()
    yield from _list_rows()
    yield from _list_values()
    yield from _list_encodings()


def _list_tables() -> Iterator[Odd]:
    fixed = (
        "Fakturajournal Åkerö AB          2025-12-31\n\n"
        "Kundnr    Namn                Fakturadatum      Belopp  Fakturanr\n"
        "-----------------------------------------------------------------\n"
        "10001     Fjäll AB            2025-01-13      1 234,50  F1\n"
        "10002                         2025-01-14        500,00\n"
        "10003     Åkes Bygg & Co      2025-01-15        -12,25  F3\n"
        "Summa                                         1 722,25\n"
    )
    written = (
        "customer_id,date,gross_sales,order_id\n10001,2025-01-13,1234.50,F1\n10002,2025-01-14,500.00,\n"
        "10003,2025-01-15,-12.25,F3\n"
    )
    yield _read("fixed places with empty cells", fixed, written, encoding="cp850")
    yield _read(
        "bars and a drawn line", "|Kundnr|Datum|Belopp|\n|---|---|---|\n|1|2025-01-13|10,50|\n|2|2025-01-14|11,50|\n"
    )
    pages = "".join(
        f"1{page}.01.2025   Lista   {page}\n------\n|Kund|Datum|Belopp|\n|{page}|2025-01-1{page + 2}|1{page - 1},50 |\n"
        for page in (1, 2)
    )
    yield _read("pages with headings and a starred sum", pages + "|*|  |22,00 |\n")
    yield _read(
        "a header over two full rows",
        "Kund-;Faktura-;Belopp\nnummer;datum;SEK\n1;2025-01-13;10,50\n2;2025-01-14;11,50\n",
    )
    yield _read("Finnish", "Asiakasnro;Laskun päivä;Veroton summa\n1;13.1.2025;10,50\n2;14.1.2025;11,50\n")
    yield _read(
        "lines inside quotes with the sign",
        'Kundnr;Text;Datum;Belopp\n1;"a\n""b""; c";2025-01-13;10,50\n2;d;2025-01-14;11,50\n',
    )
    yield _read(
        "a shop's time with its zone",
        "Kundnr;Created at;Belopp\n1;2025-01-13 10:11:12 +0100;10,50\n2;2025-01-14 08:00:00 +0200;11,50\n",
    )
    yield _read(
        "texts guarded by a formula",
        'Kundnr;Datum;Belopp\n="001";2025-01-13;10,50\n="002";2025-01-14;="11,50"\n',
        "customer_id,date,gross_sales\n001,2025-01-13,10.50\n002,2025-01-14,11.50\n",
    )
    yield _read(
        "subtotals behind",
        "Kundnr;Datum;Belopp\n1;2025-01-13;10,50\n1 Summa;;10,50\n2;2025-01-14;11,50\n2 Summa;;11,50\n",
    )
    yield _read("days by hand", "Kundnr;Datum;Belopp\n1;13/1-25;10,50\n2;14/1-25;11,50\n")
    yield _read("days of the week", "Kundnr;Datum;Belopp\n1;mån 13 jan 2025;10,50\n2;tis 14 jan 2025;11,50\n")
    yield _read("carets", "Kundnr^Datum^Belopp\n1^2025-01-13^10,50\n2^2025-01-14^11,50\n")
    yield _read("apostrophes as quotes", "Kundnr,Datum,Belopp\n'1','2025-01-13','10.50'\n'2','2025-01-14','11.50'\n")
    yield _read(
        "apostrophes around ids", "Kundnr,Namn\n'1','Åke, AB'\n'2','Bo'\n", 'customer_id,name\n1,"Åke, AB"\n2,Bo\n',
        sheet="customers",
    )  # fmt: skip
    yield _read(
        "a header over two rows",
        "Kund;Kund;Faktura;Faktura;Belopp\nnr;namn;nr;datum;exkl moms\n"
        "1;Å;F1;2025-01-13;10,50\n2;B;F2;2025-01-14;11,50\n",
        "customer_id,date,gross_sales,order_id\n1,2025-01-13,10.50,F1\n2,2025-01-14,11.50,F2\n",
    )
    yield _read("units under the header", "Kundnr;Datum;Belopp\n;;SEK\n1;2025-01-13;10,50\n2;2025-01-14;11,50\n")
    yield _read("a customer column called Kund", "Kund;Datum;Belopp\n1;2025-01-13;10,50\n2;2025-01-14;11,50\n")
    yield _read("a balance beside", "Kundnr;Datum;Belopp;Saldo\n1;2025-01-13;10,50;5,25\n2;2025-01-14;11,50;6,25\n")
    yield _read("a net amount alone", "Kundnr;Rechnungsdatum;Nettobetrag\n1;13.01.2025;10,50\n2;14.01.2025;11,50\n")


def _list_rows() -> Iterator[Odd]:
    groups = range(1, 10_501)
    yield _read(
        "more than ten thousand subtotals",
        "Kundnr;Datum;Belopp\n" + "".join(f"{n};2025-01-13;{n},50\nSumma {n};;{n},50\n" for n in groups),
        "customer_id,date,gross_sales\n" + "".join(f"{n},2025-01-13,{n}.50\n" for n in groups),
    )
    sheet = "customer_id,date,gross_sales,order_id,product\n1,2025-01-13,10.50,F1,A\n2,2025-01-14,11.50,F2,B\n"
    yield _read("a footer", HEADER + TWO + "\nUtskrivet av Anna 2025-02-01\n", sheet)
    yield _read("a footer of full width", HEADER + TWO + ";;;;\nUtskrivet av Anna;;;;\n", sheet)
    yield _read("a sum without a word", HEADER + TWO + ";;22,00;;\n", sheet)
    yield _named("no sum at all", HEADER + TWO + ";;23,00;;\n", ("missing_value", 4))
    yield _named("a remark in the middle", HEADER + "Se nästa rad\n" + TWO, ("ragged_row", 2))
    yield _named(
        "a value across a gap",
        "Kundnr    Datum         Belopp\n1         2025-01-13     10,50\n2         2025-01-14     11,50\n"
        + "3         2025-01-15     12,50\n" * 300
        + "4         2025-01-16 och  1,00\n"
        + "5         2025-01-17     12,50\n" * 140,
        ("columns_run_together", 304),
    )


def _list_values() -> Iterator[Odd]:
    yield _named(
        "errors of a spreadsheet",
        HEADER + "1;2025-01-13;#N/A;F1;A\n2;2025-01-14;11,50;F2;B\n#REF!;2025-01-14;1,50;F2;#DIVISION/0!\n",
        ("formula_error", 2), ("formula_error", 4),
    )  # fmt: skip
    yield _named(
        "an error in every other row",
        HEADER + "1;2025-01-13;#N/A;F1;A\n2;2025-01-14;11,50;F2;B\n",
        ("formula_error", 2),
    )
    yield _named(
        "words for nothing", HEADER + TWO + "NULL;2025-01-14;1,50;F2;B\nn/a;2025-01-14;1,75;F2;B\n",
        ("stands_for_nothing", 4), ("stands_for_nothing", 5),
    )  # fmt: skip
    yield _named("digits lost with a point", HEADER + TWO + "1.23E5;2025-01-14;1,50;F2;B\n", ("id_lost_digits", 4))
    yield _named(
        "seven decimals", "driver,customer_id,quantity\nvisits,1,3.1234567\nvisits,2,1.5\n",
        ("too_many_decimals", 2), sheet="volumes",
    )  # fmt: skip
    yield _read(
        "every style of minus in one column",
        "Kundnr;Datum;Belopp\n1;2025-01-13;(500,00)\n2;2025-01-14;500,00-\n3;2025-01-15;\u2212500,00\n4;2025-01-16;9,00\n",
        "customer_id,date,gross_sales\n1,2025-01-13,-500.00\n2,2025-01-14,-500.00\n3,2025-01-15,-500.00\n"
        "4,2025-01-16,9.00\n",
    )
    yield _read("another currency", "Kundnr;Datum;Belopp\n1;2025-01-13;10,50 PLN\n2;2025-01-14;11,50 PLN\n")


def _list_encodings() -> Iterator[Odd]:
    text = "Kundnr;Datum;Belopp\n1;2025-01-13;1\u00a0010,50\n2;2025-01-14;11,50\n"
    for encoding in ("cp1252", "mac_roman", "cp850"):
        yield _read(
            f"blanks that do not break in {encoding}", text, READ.replace("10.50", "1010.50"), encoding=encoding
        )
    yield _read("euro signs", "Kundnr;Datum;Belopp\n1;2025-01-13;€ 10,50\n2;2025-01-14;€ 11,50\n", encoding="cp1252")
    yield _read(
        "UTF-32",
        HEADER.replace(";Fakturanr;Artikel", "") + "1;2025-01-13;10,50\n2;2025-01-14;11,50\n",
        encoding="utf-32",
    )
