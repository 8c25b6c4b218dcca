"""A made-up report with every kind of block, long names and bad numbers: what the print style is looked at with."""

from datetime import UTC, datetime

from reports.frame import (
    Answer,
    Answers,
    Cell,
    Column,
    Drawing,
    Fact,
    Facts,
    Heading,
    KeyFigure,
    KeyFigures,
    Points,
    PrintedReport,
    Proof,
    Prose,
    Row,
    Section,
    Summary,
    Table,
)
from reports.pdf import Asset, Figures

CURVE = Asset(
    "curve.svg",
    "image/svg+xml",
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 260" width="640" height="260">'
    b'<path d="M20 240 C60 40 200 20 300 20 S560 60 620 130" fill="none" stroke="#1d5f9e" stroke-width="2"/>'
    b'<text x="20" y="255" font-family="Kundverk Sans" font-size="10" fill="#566271">0</text></svg>',
)
LONG_NAME = "Nordiska Lastbilsverkstädernas Ekonomiska Förening för Småskalig Reservdelsförsörjning i Ångermanland"
FIGURES = (
    KeyFigure("Nettoomsättning", "31\u00a0250\u00a0000\u00a0kr", "4\u00a0812 kunder"),
    KeyFigure("Kundernas bidrag", "2\u00a0150\u00a0000\u00a0kr", "6,9\u00a0% av nettoomsättningen"),
    KeyFigure("Svansen kostar", "−1\u00a0980\u00a0000\u00a0kr", "2\u00a0310 kunder", "negative"),
    KeyFigure("Guldkunder", "241", "5,0\u00a0% av kunderna"),
)
TEXT = (
    "Kundlönsamhetsanalysen visar att orderhanteringskostnaderna och leveransprecisionen varierar kraftigt mellan "
    "kundsegmenten. Serviceåtaganden, sortimentsbredd och returhantering driver tillsammans merparten av kostnaden "
    "för att betjäna kunderna."
)


def _customers(count: int) -> Table:
    rows = tuple(
        Row(
            (
                Cell(str(number)),
                Cell(LONG_NAME if number % 7 == 3 else f"Åkeri & Öl {number} AB", note="Transport"),
                Cell("Guld", tier="gold") if number < 5 else Cell("Brons", tier="bronze"),
                Cell(f"{number * 1234}\u00a0kr"),
                Cell(f"−{number * 47}\u00a0kr", tone="negative"),
                Cell(share=-number / count),
            )
        )
        for number in range(1, count + 1)
    )
    columns = (
        Column("Plats", is_number=True, width=8),
        Column("Kund"),
        Column("Nivå", width=10),
        Column("Nettoomsättning", is_number=True, width=17),
        Column("Täckningsbidrag", is_number=True, width=17),
        Column("Andel", is_bar=True, width=14),
    )
    return Table("De kunder som kostar mest", columns, rows, note="Rangordnade efter bidrag.", is_dense=True)


def _statement() -> Table:
    lines = (
        ("Bruttoförsäljning", "33\u00a0400", "106,9\u00a0%", 1.0, "", ""),
        ("Rabatter, returer, bonus", "−2\u00a0150", "−6,9\u00a0%", -0.07, "level", ""),
        ("Nettoomsättning", "31\u00a0250", "100,0\u00a0%", 0.93, "sum", ""),
        ("Kostnad för sålda varor", "−18\u00a0400", "−58,9\u00a0%", -0.55, "level", ""),
        ("Kundens täckningsbidrag, TB3", "−470", "−1,5\u00a0%", -0.02, "total", "negative"),
    )
    rows = tuple(
        Row((Cell(label), Cell(amount, tone=tone), Cell(share), Cell(share=bar)), kind)  # type: ignore[arg-type] # literals above
        for label, amount, share, bar, kind, tone in lines
    )
    columns = (
        Column("Rad"),
        Column("tkr", is_number=True, width=18),
        Column("Andel", is_number=True, width=14),
        Column("Del", is_bar=True, width=30),
    )
    return Table("Företagets resultaträkning per kund", columns, rows, note="Tusental kronor.")


def sample_report(*, customers: int = 40, has_summary: bool = True, language: str = "sv") -> PrintedReport:
    """Return a report with a cover (or a letterhead) and one of every block."""
    chart = Drawing("curve.svg", "44 % av kunderna skapar 193 % av resultatet", "Ackumulerat", "En kurva.", "Figur 1.")
    sections = (
        Section("firm", "Resultatet", (Prose((TEXT, TEXT)), _statement(), chart), starts_page=has_summary),
        Section("customers", "Kunderna", (Points((TEXT, TEXT), is_numbered=True), _customers(customers))),
        Section(
            "proof",
            "Beviset",
            (
                Proof("Summan stämmer", (Fact("Kostnadspooler", "10,00 kr"),), Fact("Skillnad", "0,00 kr"), "Öre."),
                Facts((Fact("Indata", "a1b2c3d4" * 8, is_wide=True), Fact("Modell", "1.0")), "Underlag"),
                Answers("Svar", (Answer("Vision och affärsidé", "Rad ett\nRad två"), Answer("Strategi", "–", True))),
            ),
        ),
    )
    summary = Summary(TEXT, KeyFigures(FIGURES), (TEXT, TEXT, TEXT)) if has_summary else None
    heading = Heading(
        kind="Kundlönsamhet",
        title="Kundlönsamhet 2025" if has_summary else LONG_NAME,
        client="Nordvind AB",
        period="1 januari–31 december 2025",
        author="Nordanvind",
        description="Vad kunderna ger och kostar",
        language=language,
        created_at=datetime(2026, 3, 2, 8, 30, tzinfo=UTC),
        facts=(Fact("Utfärdad", "2 mars 2026"), Fact("Av", "Karin Ek"), Fact("Underlag", "Körning 3")),
        tier=None if has_summary else Cell("Guld", tier="gold"),
    )
    return PrintedReport(
        heading,
        sections,
        summary,
        assets=(CURVE,),
        figures=(Figures("kunder.csv", "Kunderna", b"a,b\n"),),
        closing=(Facts((Fact("Format", "PDF/A-3a, PDF/UA-1"),)),),
    )
