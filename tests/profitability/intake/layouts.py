"""Twenty layouts as the systems of finance departments write them, made by code with invented customers.

Each says which column holds which required field. Headers and manners (title rows, marks, encodings) follow the
exports of the systems named; the figures are made up.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.profitability.intake.more_layouts import MORE


@dataclass(frozen=True)
class Layout:
    """A file, the sheet it is read as, and the header of the column that each required field stands in."""

    name: str
    sheet: str
    content: bytes
    truth: tuple[tuple[str, str], ...]


def _make(
    name: str,
    sheet: str,
    header: str,
    row: str,
    truth: str,
    *,
    delimiter: str = ";",
    before: str = "",
    after: str = "",
    encoding: str = "utf-8",
    decimal: str = ",",
    group: str = "",
    date: str = "{y}-{m:02}-{d:02}",
) -> Layout:
    """Build a layout: `row` is a pattern of {id} {name} {date} {net} {vat} {total} {qty} {price} {no} {art}."""
    lines = [row.format(**_values(place, decimal, group, date)) for place in range(24)]
    text = before + header + "\n" + "\n".join(lines) + "\n" + after
    text = text.replace("|", delimiter)
    pairs = tuple(tuple(part.split("=", 1)) for part in truth.split("|"))
    return Layout(name, sheet, text.encode(encoding), tuple((left, right) for left, right in pairs))


def _values(place: int, decimal: str, group: str, date: str) -> dict[str, str]:
    price, quantity = 125_050 + 3_717 * place, 1 + place % 7
    net = price * quantity
    vat = net // 4
    day = date.format(y=2025, yy=25, m=1 + place % 12, d=1 + (place * 7) % 28)
    return {
        "id": str(10_001 + place % 9),
        "name": ("Fjällbyggarna AB", "Åkessons Måleri", "Nordkyst Møbler", "Öresund Frukt")[place % 4],
        "date": day,
        "net": _money(net, decimal, group),
        "neg": _money(-net, decimal, group),
        "vat": _money(vat, decimal, group),
        "total": _money(net + vat, decimal, group),
        "cost": _money(net * 6 // 10, decimal, group),
        "price": _money(price, decimal, group),
        "qty": str(quantity),
        "no": str(50_100 + place),
        "art": f"A-{100 + place % 5}",
    }


def _money(minor: int, decimal: str, group: str) -> str:
    whole, fraction = divmod(abs(minor), 100)
    return f"{'-' if minor < 0 else ''}{f'{whole:,}'.replace(',', group)}{decimal}{fraction:02}"


def list_layouts() -> Iterator[Layout]:
    """Yield the twenty-odd."""
    yield from _list_swedish()
    yield from _list_german_and_large()
    yield from _list_english()
    yield from _list_neighbours()
    yield from _list_other_sheets()
    yield from _list_more()


def _list_swedish() -> Iterator[Layout]:
    yield _make(
        "Fortnox fakturalista", "transactions",
        "Fakturanr|Kundnr|Kundnamn|Fakturadatum|Förfallodatum|Summa exkl moms|Moms|Totalt|Valuta",
        "{no}|{id}|{name}|{date}|2026-02-01|{net}|{vat}|{total}|SEK",
        "customer_id=Kundnr|date=Fakturadatum|gross_sales=Summa exkl moms",
    )  # fmt: skip
    yield _make(
        "Visma Administration fakturajournal", "transactions",
        "Fakt.nr|Kundnr|Namn|Fakt.datum|Förf.datum|Netto|Moms|Att betala",
        "{no}|{id}|{name}|{date}|2026-02-01|{net}|{vat}|{total}",
        "customer_id=Kundnr|date=Fakt.datum|gross_sales=Netto",
        delimiter="\t", before="Fakturajournal\nNordvind Handel AB\n\n", encoding="cp1252", group=" ",
    )  # fmt: skip
    yield _make(
        "Visma eEkonomi", "transactions",
        "Fakturanummer|Kundnummer|Kund|Fakturadatum|Förfallodatum|Belopp exkl. moms|Momsbelopp|"
        "Belopp inkl. moms|Status",
        "{no}|{id}|{name}|{date}|2026-02-01|{net}|{vat}|{total}|Betald",
        "customer_id=Kundnummer|date=Fakturadatum|gross_sales=Belopp exkl. moms", group="\u00a0",
    )  # fmt: skip
    yield _make(
        "Hogia", "transactions",
        "Kundnummer|Kundnamn|Fakturanummer|Fakturadatum|Artikelnummer|Antal|Á-pris|Radbelopp",
        "{id}|{name}|{no}|{date}|{art}|{qty}|{price}|{net}",
        "customer_id=Kundnummer|date=Fakturadatum|gross_sales=Radbelopp", encoding="cp850",
    )  # fmt: skip
    yield _make(
        "Jeeves", "transactions",
        "FtgNr|Företagsnamn|Ordernr|FaktDat|ArtNr|LevAntal|Pris|Radvärde|Varukostnad",
        "{id}|{name}|{no}|{date}|{art}|{qty}|{price}|{net}|{cost}",
        "customer_id=FtgNr|date=FaktDat|gross_sales=Radvärde", delimiter="\t", date="{y}{m:02}{d:02}",
    )  # fmt: skip
    yield _make(
        "Monitor", "transactions",
        "Kundkod|Kundens namn|Ordernummer|Fakt.datum|Artikelnr|Benämning|Fakt antal|Belopp (SEK)|Självkostnad",
        "{id}|{name}|{no}|{date}|{art}|Skruv|{qty}|{net}|{cost}",
        "customer_id=Kundkod|date=Fakt.datum|gross_sales=Belopp (SEK)", date="{yy:02}{m:02}{d:02}", encoding="cp1252",
    )  # fmt: skip
    yield _make(
        "Excel för hand", "transactions",
        "Kund nr|Namn|Datum|Försäljning kr",
        "{id}|{name}|{date}|{net} kr",
        "customer_id=Kund nr|date=Datum|gross_sales=Försäljning kr",
        before="Försäljning 2025|||\nUttag 2026-01-05|||\n|||\n", after="Summa||| 0,00\n", group=" ",
    )  # fmt: skip
    yield _make(
        "Pyramid", "transactions",
        "Kundnr|Fakturanr|Fakturadatum|Artikelkod|Antal|Exkl moms|TB",
        "{id}|{no}|{date}|{art}|{qty}|{net}|{cost}",
        "customer_id=Kundnr|date=Fakturadatum|gross_sales=Exkl moms", date="{yy:02}-{m:02}-{d:02}",
    )  # fmt: skip


def _list_german_and_large() -> Iterator[Layout]:
    yield _make(
        "SAP fakturaposter", "transactions",
        "Sold-to party|Name 1|Billing document|Billing date|Material|Billed quantity|Net value|Curr.",
        "{id}|{name}|{no}|{date}|{art}|{qty}|{net}|SEK",
        "customer_id=Sold-to party|date=Billing date|gross_sales=Net value",
        group=".", date="{d:02}.{m:02}.{y}", delimiter="\t", encoding="utf-16",
    )  # fmt: skip
    yield _make(
        "DATEV Buchungsstapel", "transactions",
        "Umsatz (ohne Soll/Haben-Kz)|Soll/Haben-Kennzeichen|WKZ Umsatz|Konto|Gegenkonto (Debitor)|Belegdatum|"
        "Belegfeld 1",
        "{net}|H|EUR|8400|{id}|{date}|{no}",
        "customer_id=Gegenkonto (Debitor)|date=Belegdatum|gross_sales=Umsatz (ohne Soll/Haben-Kz)",
        date="{d:02}{m:02}{y}", encoding="cp1252",
    )  # fmt: skip
    yield _make(
        "Lexware Rechnungen", "transactions",
        "Rechnungsnr|Rechnungsdatum|Kundennr|Firma|Nettobetrag|MwSt|Bruttobetrag",
        "{no}|{date}|{id}|{name}|{net}|{vat}|{total}",
        "customer_id=Kundennr|date=Rechnungsdatum|gross_sales=Nettobetrag", group=".", date="{d:02}.{m:02}.{y}",
    )  # fmt: skip
    yield _make(
        "Business Central", "transactions",
        "Document No.|Posting Date|Sell-to Customer No.|Item No.|Description|Quantity|Unit Price|Line Amount Excl. VAT",
        "{no}|{date}|{id}|{art}|Screw|{qty}|{price}|{net}",
        "customer_id=Sell-to Customer No.|date=Posting Date|gross_sales=Line Amount Excl. VAT",
        delimiter=",", decimal=".",
    )  # fmt: skip


def _list_english() -> Iterator[Layout]:
    yield _make(
        "QuickBooks sales by customer", "transactions",
        "Date|Transaction Type|Num|Customer|Product/Service|Qty|Sales Price|Amount|Balance",
        '{date}|Invoice|{no}|{name} {id}|{art}|{qty}|"{price}"|"{net}"|"{total}"',
        "customer_id=Customer|date=Date|gross_sales=Amount",
        delimiter=",", decimal=".", group=",", date="{m:02}/{d:02}/{y}",
        before="Sales by Customer Detail\nJanuary - December 2025\n\n",
    )  # fmt: skip
    yield _make(
        "Xero sales invoices", "transactions",
        "ContactName|EmailAddress|InvoiceNumber|InvoiceDate|DueDate|InventoryItemCode|Quantity|UnitAmount|"
        "LineAmount|TaxAmount|Currency",
        "{name}|a@example.com|{no}|{date}|01/02/2026|{art}|{qty}|{price}|{net}|{vat}|GBP",
        "customer_id=ContactName|date=InvoiceDate|gross_sales=LineAmount",
        delimiter=",", decimal=".", date="{d:02}/{m:02}/{y}",
    )  # fmt: skip
    yield _make(
        "Sage 50", "transactions",
        "Account Ref|Invoice Date|Invoice No|Stock Code|Qty|Net Amount|Tax Amount|Gross Amount",
        "C{id}|{date}|{no}|{art}|{qty}|{net}|{vat}|{total}",
        "customer_id=Account Ref|date=Invoice Date|gross_sales=Net Amount",
        delimiter=",", decimal=".", date="{d:02}/{m:02}/{y}",
    )  # fmt: skip
    yield _make(
        "A web shop", "transactions",
        "order_id|created_at|customer_id|sku|quantity|line_total|discount_amount",
        "{no}|{date}T10:15:00Z|{id}|{art}|{qty}|{net}|0.00",
        "customer_id=customer_id|date=created_at|gross_sales=line_total", delimiter=",", decimal=".",
    )  # fmt: skip


def _list_neighbours() -> Iterator[Layout]:
    yield _make(
        "e-conomic", "transactions",
        "Fakturanr.|Kundenr.|Kundenavn|Fakturadato|Forfaldsdato|Beløb ekskl. moms|Moms|Beløb inkl. moms",
        "{no}|{id}|{name}|{date}|01-02-2026|{net}|{vat}|{total}",
        "customer_id=Kundenr.|date=Fakturadato|gross_sales=Beløb ekskl. moms", group=".", date="{d:02}-{m:02}-{y}",
    )  # fmt: skip
    yield _make(
        "Tripletex", "transactions",
        "Fakturanummer|Kundenummer|Kunde|Fakturadato|Forfallsdato|Beløp eks. mva|MVA|Beløp inkl. mva",
        "{no}|{id}|{name}|{date}|01.02.2026|{net}|{vat}|{total}",
        "customer_id=Kundenummer|date=Fakturadato|gross_sales=Beløp eks. mva", group=" ", date="{d:02}.{m:02}.{y}",
    )  # fmt: skip
    yield _make(
        "Navision dansk", "transactions",
        "Bogføringsdato|Bilagsnr.|Debitornr.|Varenr.|Antal|Salgsbeløb|Vareforbrug",
        "{date}|{no}|{id}|{art}|{qty}|{net}|{cost}",
        "customer_id=Debitornr.|date=Bogføringsdato|gross_sales=Salgsbeløb", group=".", date="{d:02}-{m:02}-{yy:02}",
        encoding="cp1252",
    )  # fmt: skip


def _list_other_sheets() -> Iterator[Layout]:
    rows = "".join(
        f"{10_001 + n};{name} {n};Bygg;2019-03-{n + 1:02}\n" for n, name in enumerate(["Fjäll AB", "Åkes", "Öl"] * 6)
    )
    yield Layout(
        "Fortnox kundregister", "customers", ("Kundnr;Namn;Kundgrupp;Skapad\n" + rows).encode("cp1252"),
        (("customer_id", "Kundnr"), ("name", "Namn")),
    )  # fmt: skip
    rows = "".join(f"C{n:05},Company {n},Retail,GB\n" for n in range(20))
    yield Layout(
        "Customer list", "customers", ("Customer No.,Name,Customer Posting Group,Country\n" + rows).encode(),
        (("customer_id", "Customer No."), ("name", "Name")),
    )  # fmt: skip
    lines = ("Orderhantering", "Logistik", "Kundtjänst", "Försäljning")
    rows = "".join(f"{100 + n};Avdelning {n};{lines[n % 4]};{12_500 + n * 731},50\n" for n in range(12))
    yield Layout(
        "Kostnadsställerapport", "pools", ("Kostnadsställe;Benämning;Resultatrad;Utfall\n" + rows).encode(),
        (("pool_id", "Kostnadsställe"), ("name", "Benämning"), ("line", "Resultatrad"), ("amount", "Utfall")),
    )  # fmt: skip
    rows = "".join(f"{10_001 + n};Samtal;{3 + n}\n" for n in range(15))
    yield Layout(
        "Ärendesystem", "volumes", ("Kundnr;Aktivitet;Antal\n" + rows).encode(),
        (("customer_id", "Kundnr"), ("driver", "Aktivitet"), ("quantity", "Antal")),
    )  # fmt: skip
    rows = "".join(f"2025-02-{n + 1:02};{10_001 + n};Logistik;{100 + n},25;Budbil\n" for n in range(15))
    yield Layout(
        "Direkta kostnader", "direct_costs", ("Datum;Kundnr;Kostnadsslag;Belopp;Text\n" + rows).encode(),
        (("customer_id", "Kundnr"), ("line", "Kostnadsslag"), ("amount", "Belopp")),
    )  # fmt: skip


def _list_more() -> Iterator[Layout]:
    """Yield layouts that an ordinary export has and that leave nothing to ask."""
    for name, sheet, header, row, truth in MORE:
        yield _make(name, sheet, header, row, truth)
