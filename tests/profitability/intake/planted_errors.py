"""A year's sales with sixty errors of twelve kinds planted at known rows."""

from collections.abc import Callable
from dataclasses import dataclass

PER_KIND = 5
CUSTOMERS = 40


@dataclass(frozen=True)
class Planted:
    """The file, the customers it should know, and the rows (as a spreadsheet counts) of each kind of error."""

    content: bytes
    customers_csv: str
    rows: tuple[tuple[str, tuple[int, ...]], ...]


def _clean(place: int) -> list[str]:
    whole, part = divmod(125_050 + 3_717 * place, 100)
    return [
        str(10_001 + place % CUSTOMERS),
        f"2025-{1 + place % 12:02}-{1 + place % 28:02}",
        f"{whole:,}".replace(",", " ") + f",{part:02}",
        f"F{50_000 + place}",
        f"Artikel {place % 7}",
    ]


def _with(index: int, value: str) -> Callable[[list[str]], str]:
    def plant(cells: list[str]) -> str:
        return ";".join([*cells[:index], value, *cells[index + 1 :]])

    return plant


KINDS: dict[str, Callable[[list[str]], str]] = {
    "customer missing": _with(0, ""),
    "customer unknown": _with(0, "99999"),
    "customer number lost its digits": _with(0, "1,00E+05"),
    "no date": _with(1, "i mars"),
    "a day no calendar has": _with(1, "2025-02-30"),
    "outside the period": _with(1, "2024-06-15"),
    "amount missing": _with(2, ""),
    "no amount": _with(2, "enligt avtal"),
    "the other decimal mark": _with(2, "1,250.50"),
    "a column short": lambda cells: ";".join(cells[:4]),
    "a column long": lambda cells: ";".join([*cells, "extra"]),
    "a quote that never closes": _with(4, '"Artikel'),
}


def make_planted() -> Planted:
    """Make the file: every tenth row is spoilt, the kinds in turn."""
    kinds = list(KINDS)
    lines = ["Kundnr;Fakturadatum;Belopp exkl moms;Fakturanr;Artikel"]
    rows: dict[str, list[int]] = {kind: [] for kind in kinds}
    for place in range(10 * PER_KIND * len(kinds)):
        cells = _clean(place)
        if place % 10 == 9:
            kind = kinds[place // 10 % len(kinds)]
            lines.append(KINDS[kind](cells))
            rows[kind].append(len(lines))
        else:
            lines.append(";".join(cells))
    customers = "customer_id,name\n" + "".join(f"{10_001 + n},Kund {n}\n" for n in range(CUSTOMERS))
    found = tuple((kind, tuple(places)) for kind, places in rows.items())
    return Planted(("\n".join(lines) + "\n").encode("cp1252"), customers, found)
