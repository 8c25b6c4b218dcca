"""One chart of each kind with believable figures, for the style guide and the tests."""

import math

from ui import charts
from ui.charts import Bar, Cell, Chart, CurvePoint, DotRow, Flow, HeatRow, Highlight, Paint, ShareRow, State, Step, Tone


def _whale() -> Chart:
    total = 31_250_000_00
    shares = [index / 120 for index in range(121)]
    points = [
        CurvePoint(s, round(total * (1 - (1 - s) ** 5) * (1 + 0.95 * math.sqrt(max(0.0, 1 - s**3)) * (1 - s * 0.2))))
        for s in shares
    ]
    return charts.whale_curve(
        points,
        title="Fyra av tio kunder skapar nästan hela resultatet",
        subtitle="Ackumulerat täckningsbidrag i procent av totalen",
        highlight=Highlight(0.12, "Åkeri & Öl Norden"),
    )


def _waterfall() -> Chart:
    steps = (
        Step("Brutto\u00adförsäljning", 33_400_000_00, is_total=True),
        Step("Rabatter och bonus", -2_150_000_00),
        Step("Netto\u00adomsättning", 31_250_000_00, is_total=True),
        Step("Kostnad för sålda varor", -18_400_000_00),
        Step("Brutto\u00adresultat", 12_850_000_00, is_total=True),
        Step("Order\u00adhantering", -1_480_000_00),
        Step("Logistik", -2_620_000_00),
        Step("Kund\u00adservice", -2_300_000_00),
        Step("Försäljning", -3_650_000_00),
        Step("Täcknings\u00adbidrag", 2_800_000_00, is_total=True),
    )
    return charts.waterfall(
        steps, title="Av 31 250 tkr i nettoomsättning blir 2 800 tkr kvar", subtitle="Kundens resultaträkning 2025"
    )


def _bars() -> Chart:
    rows = (
        Bar("Livsmedel", 8_420, "8 420 tkr"),
        Bar("Transport", 5_310, "5 310 tkr"),
        Bar("Bygg och anläggning", 3_080, "3 080 tkr"),
        Bar("Offentlig verksamhet", 640, "640 tkr"),
        Bar("E-handel", -1_870, "−1 870 tkr"),
    )
    return charts.bars(
        rows,
        title="E-handeln kostar mer än den ger",
        subtitle="Täckningsbidrag per segment 2025, tkr",
        columns=("Segment", "Täckningsbidrag"),
    )


def _heat_map() -> Chart:
    values = {
        "Strategi": (2, 3, 3, 4),
        "Kundkunskap": (1, 2, 3, 4),
        "Kundvärde": (2, 2, 2, 3),
        "Kontakt och kanaler": (1, 2, 3, 4),
        "IT-stöd": (1, 1, 2, 4),
        "Service och nöjdhet": (2, 2, 3, 4),
        "Organisation": (2, 3, 3, 5),
    }
    rows = tuple(HeatRow(area, tuple(Cell((v - 1) / 4, str(v)) for v in row)) for area, row in values.items())
    return charts.heat_map(
        rows,
        ("2023", "2024", "2025", "Mål 2027"),
        title="IT-stödet släpar: nivå 2 av 5",
        subtitle="Mognad per område, 1 (tillfälligt) till 5 (ledande)",
        corner="Område",
    )


def _migration() -> Chart:
    tiers = ("Guld", "Silver", "Brons")
    shares = {"Guld": (82, 14, 4), "Silver": (11, 70, 19), "Brons": (2, 13, 85)}
    rows = tuple(
        HeatRow(
            name,
            tuple(
                Cell(value / 100, str(value), Tone.LOSS if index > tiers.index(name) else Tone.PLAIN)
                for index, value in enumerate(row)
            ),
        )
        for name, row in shares.items()
    )
    return charts.heat_map(
        rows,
        tiers,
        title="Fler kunder faller än klättrar",
        subtitle="Andel av kunderna i varje nivå 2024 (rad) efter nivå 2025 (kolumn), %",
        corner="Nivå 2024",
        key="migration",
    )


def _alluvial() -> Chart:
    gold = State("gold", "Guld", Paint.GOLD)
    silver = State("silver", "Silver", Paint.SILVER)
    bronze = State("bronze", "Brons", Paint.BRONZE)
    new, lost = State("new", "Nya", Paint.PRIMARY), State("lost", "Förlorade", Paint.MUTED)
    flows = (
        Flow("gold", "gold", 246, "Kvar i guld"),
        Flow("gold", "silver", 42, "Guld till silver"),
        Flow("gold", "bronze", 12, "Guld till brons"),
        Flow("silver", "gold", 66, "Silver till guld"),
        Flow("silver", "silver", 410, "Kvar i silver"),
        Flow("silver", "bronze", 84, "Silver till brons"),
        Flow("silver", "lost", 40, "Förlorade"),
        Flow("bronze", "gold", 8, "Brons till guld"),
        Flow("bronze", "silver", 152, "Brons till silver"),
        Flow("bronze", "bronze", 861, "Kvar i brons"),
        Flow("bronze", "lost", 179, "Förlorade"),
        Flow("new", "silver", 120, "Nya till silver"),
        Flow("new", "bronze", 90, "Nya till brons"),
    )
    return charts.alluvial(
        (gold, silver, bronze, new),
        (gold, silver, bronze, lost),
        flows,
        title="219 kunder lämnade, de flesta från brons",
        subtitle="Kunder per nivå 2024 (vänster) och 2025 (höger)",
    )


def _dots() -> Chart:
    rows = (
        DotRow("Lönsamma kunder", (0.70, 0.52)),
        DotRow("Köpt en enda gång", (0.20, 0.41)),
        DotRow("Köper mer än en produkt", (0.55, 0.48)),
        DotRow("Tio största, del av omsättningen", (None, 0.34)),
    )
    return charts.dots(
        rows,
        ("Sagt", "Uppmätt"),
        title="Färre kunder är lönsamma än ledningen tror",
        subtitle="Svar i checklistan mot huvudboken 2025",
        corner="Fråga",
    )


def _tier_shares() -> Chart:
    rows = (
        ShareRow("Kunder", (0.18, 0.39, 0.43)),
        ShareRow("Nettoomsättning", (0.61, 0.27, 0.12)),
        ShareRow("Täckningsbidrag", (1.31, 0.38, -0.69)),
    )
    return charts.tier_shares(
        rows,
        ("Guld", "Silver", "Brons"),
        title="Guldkunderna bär resultatet, bronskunderna tär på det",
        subtitle="Andel per nivå 2025, %",
    )


def example_charts() -> tuple[Chart, ...]:
    """Return one chart of each kind, in the active language where the builders write themselves."""
    makers = (_whale, _waterfall, _bars, _heat_map, _migration, _alluvial, _dots, _tier_shares)
    return tuple(make() for make in makers)
