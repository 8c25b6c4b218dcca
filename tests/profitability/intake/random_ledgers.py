"""Ledgers at random, with odd rows of many kinds among the clean ones: the same seed gives the same bytes."""

import random
from datetime import date

HEAD = ("Kundnr", "Fakturadatum", "Belopp exkl moms", "Fakturanr", "Artikel")
CELLS: tuple[tuple[int, str], ...] = (
    *((0, text) for text in ("", "NULL", " 10001 ", "010001", "#REF!", "1,2E+05", "K-55", "Sum 5")),
    *((1, text) for text in ("", "2025-02-30", "2025-1-3", "2025-01-13 10:15", "1812-01-13", "13.01.2025", "epoch")),
    *((2, text) for text in ("", "1 250@50", "(500@00)", "500@00-", "−5@00", "10@505", "1e5", "1_000", "abc", "12@5")),
    *((2, text) for text in ("12", "12@", "10@50 kr", " 10@50 ", "#N/A", "9" * 20, "+5@00")),
    *((3, text) for text in ("", "a\tb", "x;y,z")),
    *((4, text) for text in ('"Rör; 2"', '"a\nb"', 'Rör 2" galv', '"Oavslutad', '"a""b"', " kant ", "\u00a0nb\u00a0")),
    *((4, text) for text in ("nr #5", "#DIV/0!", "Summa AB", "", "x" * 3_000, "=1+1", "O'Neil")),
)
LINES = ("", "   ", "----------", "Se nästa sida för mer", "{d}{d}{d}{d}", "{header}", "{row}{d}", "{row}{d}x", "{cut}")
SUMS = ("Summa{d}{d}12@00{d}{d}", "Totalt{d}{d}1@00{d}{d}", "{d}{d}5@00{d}{d}")


def make_ledger(seed: int, rows: int = 1_500) -> bytes:
    """Make a ledger whose layout, marks and encoding follow from the seed."""
    chance = random.Random(seed)
    delimiter = chance.choice(";;\t,|")
    decimal = "." if delimiter == "," else chance.choice(",,.")
    order = chance.choice(("%Y-%m-%d", "%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%Y%m%d"))
    places = chance.sample(range(5), 5) if chance.random() < 0.5 else list(range(5))
    is_quoted = chance.random() < 0.2

    def join(cells: list[str]) -> str:
        ordered = [cells[place] for place in places]
        return delimiter.join(f'"{cell}"' if is_quoted and '"' not in cell else cell for cell in ordered)

    def clean(place: int) -> list[str]:
        amount = f"{chance.randrange(900_000)}{decimal}{chance.randrange(100):02}"
        day = date(2025, 1 + place % 12, 1 + place % 28).strftime(order)
        return [str(10_001 + place % 97), day, amount, f"F{place}", chance.choice(("Spik", "Öl 33 cl", "Räka"))]

    def odd(place: int) -> str:
        kind = chance.randrange(len(CELLS) + len(LINES) + len(SUMS))
        cells = clean(place)
        if kind < len(CELLS):
            at, text = CELLS[kind]
            cells[at] = text.replace("@", decimal)
            return join(cells)
        row, header = join(cells), join(list(HEAD))
        pattern = (LINES + SUMS)[kind - len(CELLS)].replace("@", decimal)
        return pattern.format(d=delimiter, row=row, header=header, cut=row.rpartition(delimiter)[0])

    lines = ["Fakturajournal 2025", ""] if chance.random() < 0.4 else []
    lines.append(join(list(HEAD)).replace('"', ""))
    wanted = {chance.randrange(rows) for _ in range(chance.choice((0, 2, 6, 20)))}
    for place in range(rows):
        if place in wanted:
            lines.append(odd(place))
        lines.append(join(clean(place)))
        if chance.random() < 0.002:
            lines.append(lines[-1])
    end = chance.choice(("\n", "\r\n"))
    return (end.join(lines) + end).encode(chance.choice(("utf-8", "utf-8-sig", "cp1252", "utf-16")), "replace")
