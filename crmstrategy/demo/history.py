"""The demo firm's order archive, 2022–2025: who bought when, with customers that leave, come back and come new.

The last year is the firm's own transactions; the years before are made from the same customers and from former ones, in
whom the small leave sooner than the large.
"""

import csv
import datetime
import math
import random
from pathlib import Path

from crmstrategy.demo.firm import PRODUCTS, SEGMENTS, amount, write_sheet
from crmstrategy.demo.names import make_name

FIRST_YEAR = 2022
FORMER = 3_200
COLUMNS = ["customer_id", "date", "gross_sales", "order_id", "product", "quantity", "discount", "cost_of_goods"]

type _Row = list[object]


def write_history(year_folder: Path, folder: Path, *, seed: int = 2026) -> Path:
    """Write customers and transactions of the archive to `folder`, ending with the year in `year_folder`."""
    chance = random.Random(seed)  # noqa: S311 - demo data, not a secret
    folder.mkdir(parents=True)
    with (year_folder / "customers.csv").open(encoding="utf-8", newline="") as file:
        current = list(csv.DictReader(file))
    with (year_folder / "transactions.csv").open(encoding="utf-8", newline="") as file:
        last_year = list(csv.DictReader(file))
    weights = _weights(last_year)
    last = max(int(row["date"][:4]) for row in last_year if row["order_id"].startswith("2"))
    rows: list[_Row] = []
    for row in current:
        since, weight = datetime.date.fromisoformat(row["customer_since"]), weights.get(row["customer_id"], 0.4)
        for year in range(max(FIRST_YEAR, since.year), last):
            if chance.random() < 0.78 + 0.16 * min(1.0, weight / 5):
                rows += _make_year(chance, row["customer_id"], year, weight, since)
    former = _make_former(chance, last, rows)
    known: list[_Row] = [[row["customer_id"], row["name"], row["segment"], row["customer_since"]] for row in current]
    write_sheet(folder, "customers", ["customer_id", "name", "segment", "customer_since"], [*known, *former])
    archive: list[_Row] = [[row[name] for name in COLUMNS] for row in last_year]
    write_sheet(
        folder, "settings", ["key", "value"], [["period_start", f"{last}-01-01"], ["period_end", f"{last}-12-31"]]
    )
    write_sheet(folder, "transactions", COLUMNS, [*rows, *archive])
    return folder


def _weights(rows: list[dict[str, str]]) -> dict[str, float]:
    """Return how much each customer bought in the last year, 1 = 20 000 kronor."""
    sums: dict[str, float] = {}
    for row in rows:
        sums[row["customer_id"]] = sums.get(row["customer_id"], 0.0) + float(row["gross_sales"]) / 20_000
    return sums


def _make_former(chance: random.Random, last: int, rows: list[_Row]) -> list[_Row]:
    """Return customers that are gone, or hardly there, and add what they bought to `rows`."""
    made: list[_Row] = []
    for number in range(FORMER):
        key, weight = f"{60_000 + number * 7}", math.exp(chance.gauss(0.05, 1.18))
        segment = chance.choices([name for name, _ in SEGMENTS], [share for _, share in SEGMENTS])[0]
        first = chance.choices(range(FIRST_YEAR - 2, last), [5, 4, 3, 2, 1][: last - FIRST_YEAR + 2])[0]
        stays = 1 + min(4, int(chance.expovariate(1 / (1.3 + 0.12 * weight))))
        since = datetime.date(first, chance.randint(1, 12), chance.randint(1, 28))
        made.append([key, make_name(chance, segment, "SE"), segment, since])
        for year in range(max(first, FIRST_YEAR), min(first + stays, last)):
            rows += _make_year(chance, key, year, weight, since)
        if first + stays < last and chance.random() < 0.16:
            rows += _make_year(chance, key, last, weight * 0.6, datetime.date(last, 3, 1))
    return made


def _make_year(chance: random.Random, key: str, year: int, weight: float, since: datetime.date) -> list[_Row]:
    """Return a year's orders, one row each, from `since` on."""
    start = max(datetime.date(year, 1, 1), since)
    days = (datetime.date(year, 12, 31) - start).days + 1
    count = max(1, round(min(60, 3.6 * max(weight, 0.05) ** 0.55 * days / 365 * chance.uniform(0.6, 1.3))))
    size = 20_000 * max(weight, 0.05) * (1 - 0.06 * (2025 - year)) / max(1.0, 3.6 * max(weight, 0.05) ** 0.55)
    rows: list[_Row] = []
    for number in range(count):
        product, _group, price = chance.choice(PRODUCTS)
        gross = max(5_000, round(size * 100 * chance.lognormvariate(-0.08, 0.4)))
        day = start + datetime.timedelta(days=chance.randrange(days))
        order, quantity = f"A{year % 100}{key}{number:02d}", max(1, gross // (price * 100))
        cost = amount(round(gross * 0.66))
        rows.append([key, day, amount(gross), order, product, quantity, amount(round(gross * 0.05)), cost])
    return rows
