"""A believable Nordic wholesaler, made from a seed: two years in the exchange format, with the troubles of real life.

Among the customers: a giant that costs more than it brings, loyal small ones, serial returners, newcomers, some that
only returned goods, some that never bought, names that look like formulas. Among the pools: unused and over-used
capacity, a negative pool, common costs, departments serving departments. Amounts are in whole öre.
"""

import csv
import datetime
import math
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from crmstrategy.demo.names import AWKWARD, make_name

SEGMENTS = (("Restaurang", 44), ("Hotell", 12), ("Skola och vård", 16), ("Butik", 18), ("Industri", 10))
SELLERS = ("Jonas Berg", "Lina Åström", "Ole Dahl", "Mette Holm", "Anders Nygren", "")
GIANT_ID = "10280"
PRODUCTS = tuple(
    (f"{group}-{number:02d}", group, price)
    for group, price in (("Torrvaror", 240), ("Kyl", 380), ("Frys", 460), ("Dryck", 310), ("Kem", 520), ("Papper", 190))
    for number in range(1, 13)
)


@dataclass
class Customer:
    """One customer of the firm; `weight` sets how much it buys, `care` how much work an order makes (1 = usual)."""

    customer_id: str
    name: str
    segment: str
    since: datetime.date
    country: str
    seller: str
    weight: float
    care: float
    discount_share: float
    margin_share: float
    is_buying: bool = True


class Line(NamedTuple):
    """One row of the transactions; amounts in öre, negative in a return."""

    customer_id: str
    day: datetime.date
    gross: int
    order_id: str
    product: str
    quantity: int
    discount: int
    cost: int


class DirectCost(NamedTuple):
    """A cost booked straight on a customer, in öre."""

    customer_id: str
    line: str
    cost: int
    day: datetime.date
    text: str


@dataclass
class Year:
    """The rows of one period, sheet by sheet."""

    customers: list[Customer]
    transactions: list[Line] = field(default_factory=list)
    volumes: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    direct_costs: list[DirectCost] = field(default_factory=list)


def make_customers(chance: random.Random, count: int, last_year: int) -> list[Customer]:
    """Return `count` customers, a few of each awkward kind among them."""
    customers = []
    for number in range(count):
        segment = chance.choices([name for name, _ in SEGMENTS], [share for _, share in SEGMENTS])[0]
        country = chance.choices(["SE", "NO", "DK"], [80, 12, 8])[0]
        name = AWKWARD[number] if number < len(AWKWARD) else make_name(chance, segment, country)
        since = datetime.date(last_year, 12, 31) - datetime.timedelta(days=int(chance.triangular(1, 6000, 700)))
        customers.append(
            Customer(
                customer_id=f"{10_000 + number * 7}",
                name=name,
                segment=segment,
                since=since,
                country=country,
                seller=chance.choice(SELLERS),
                weight=math.exp(chance.gauss(0, 1.05)),
                care=math.exp(chance.gauss(0, 0.65)),
                discount_share=max(0.0, chance.gauss(0.05, 0.04)),
                margin_share=min(0.52, max(0.12, chance.gauss(0.335, 0.06))),
                is_buying=chance.random() > 0.04,
            )
        )
    _shape_the_extremes(chance, customers)
    return customers


def _shape_the_extremes(chance: random.Random, customers: list[Customer]) -> None:
    giant = next(customer for customer in customers if customer.customer_id == GIANT_ID)
    loyal = customers[41]
    giant.name, giant.segment, giant.weight, giant.care = "Nordkedjan Restauranger AB", "Restaurang", 190.0, 3.4
    giant.discount_share, giant.margin_share = 0.19, 0.045
    loyal.name, loyal.segment, loyal.weight, loyal.care = "Fjällhotell Ylva AB", "Hotell", 60.0, 0.5
    loyal.discount_share, loyal.margin_share = 0.02, 0.40
    for customer in chance.sample(customers[50:], 60):
        customer.weight, customer.care, customer.discount_share = chance.uniform(6, 22), chance.uniform(2.2, 4.5), 0.14


def make_year(seed: int, year: int, customers: Sequence[Customer], growth: float) -> Year:
    """Return one year's rows for those customers that existed before its end."""
    chance = random.Random(seed)  # noqa: S311 - demo data, not a secret
    made = Year([customer for customer in customers if customer.since <= datetime.date(year, 12, 31)])
    for customer in made.customers:
        if customer.is_buying:
            _make_orders(chance, made, customer, year, growth)
        if customer.weight > 12:
            made.volumes["key_account_hours", customer.customer_id] += int(customer.weight * chance.uniform(0.5, 2))
    _make_trouble(chance, made, year)
    return made


def _make_orders(chance: random.Random, made: Year, customer: Customer, year: int, growth: float) -> None:
    first = max(datetime.date(year, 1, 1), customer.since)
    days = (datetime.date(year, 12, 31) - first).days + 1
    count = max(1, round(min(220, 4.2 * customer.weight**0.62 * growth * days / 365 * chance.uniform(0.7, 1.3))))
    volumes, key = made.volumes, customer.customer_id
    for number in range(count):
        day = first + datetime.timedelta(days=chance.randrange(days))
        order_id = f"{year % 100}{key}{number:03d}"
        for _line in range(max(1, round(chance.expovariate(1 / 2.6)))):
            made.transactions.append(_make_line(chance, customer, day, order_id))
        by_hand = chance.random() < 0.25 * customer.care
        volumes["manual_orders" if by_hand else "web_orders", key] += 1
        volumes["deliveries", key] += 1 + (chance.random() < 0.2 * customer.care)
        volumes["express_deliveries", key] += chance.random() < 0.06 * customer.care
        if chance.random() < 0.05 * customer.care:
            made.transactions.append(_make_return(chance, customer, day, order_id))
            volumes["returns", key] += 1
    work = count * customer.care
    for driver, rate in (("calls", 0.55), ("complaints", 0.06), ("support_cases", 0.09), ("visits", 0.07)):
        volumes[driver, key] += _whole(chance, work * rate)
    volumes["newsletters", key] += 1
    volumes["credit_days", key] += int(count * customer.weight**0.5 * chance.choice([10, 20, 30, 30, 60]))


def _whole(chance: random.Random, expected: float) -> int:
    return int(expected) + (chance.random() < expected - int(expected))


def _make_line(chance: random.Random, customer: Customer, day: datetime.date, order_id: str) -> Line:
    product, _group, price = chance.choice(PRODUCTS)
    quantity = max(1, round(chance.expovariate(1 / 7.4) * customer.weight**0.45))
    gross = round(quantity * price * 100 * chance.uniform(0.85, 1.2))
    discount = round(gross * customer.discount_share * chance.uniform(0.5, 1.5))
    cost = round((gross - discount) * (1 - customer.margin_share) * chance.uniform(0.95, 1.05))
    return Line(customer.customer_id, day, gross, order_id, product, quantity, discount, cost)


def _make_return(chance: random.Random, customer: Customer, day: datetime.date, order_id: str) -> Line:
    line = _make_line(chance, customer, day, order_id)
    return line._replace(gross=-line.gross, quantity=-line.quantity, discount=-line.discount, cost=-line.cost)


def _make_trouble(chance: random.Random, made: Year, year: int) -> None:
    """Rows outside the period, customers with returns only, costs booked straight on a customer."""
    buyers = [customer for customer in made.customers if customer.is_buying]
    for customer in chance.sample(buyers, 25):
        outside = datetime.date(year + 1, 1, chance.randint(1, 15))
        made.transactions.append(_make_line(chance, customer, outside, f"X{customer.customer_id}"))
    silent = [customer for customer in made.customers if not customer.is_buying]
    for customer in silent[:12]:
        day = datetime.date(year, 1, chance.randint(2, 28))
        made.transactions.append(_make_return(chance, customer, day, f"R{customer.customer_id}"))
        made.volumes["returns", customer.customer_id] += 1
    for customer in chance.sample(buyers, 120):
        line, text = chance.choice([("logistics", "Skadat gods"), ("sales", "Årsbonus"), ("marketing", "Mässbidrag")])
        day = datetime.date(year, chance.randint(1, 12), 15)
        made.direct_costs.append(DirectCost(customer.customer_id, line, chance.randint(40_000, 900_000), day, text))


def amount(minor: int) -> str:
    """Return whole öre as kronor with two decimals and a point."""
    sign = "-" if minor < 0 else ""
    return f"{sign}{abs(minor) // 100}.{abs(minor) % 100:02d}"


def write_sheet(folder: Path, sheet: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write one sheet of the exchange format as CSV."""
    with (folder / f"{sheet}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
