"""The demo firm's cost model and its files in the exchange format."""

import random
from pathlib import Path

from crmstrategy.demo.firm import Year, amount, make_customers, make_year, write_sheet

# pool, name, line, amount in kronor a year, driver, practical capacity in driver units (share of what year one uses)
POOLS = (
    ("P01", "IT", "common", 6_200_000, "", None),
    ("P02", "Lokaler", "common", 4_800_000, "", None),
    ("P10", "Orderkontor", "order_handling", 7_400_000, "order_minutes", 1.18),
    ("P20", "Plock och pack", "logistics", 11_900_000, "@lines", None),
    ("P30", "Distribution", "logistics", 13_700_000, "deliveries", None),
    ("P31", "Expressleveranser", "logistics", 1_900_000, "express_deliveries", None),
    ("P32", "Returhantering", "logistics", 2_600_000, "returns", None),
    ("P40", "Kundtjänst", "customer_service", 5_900_000, "service_minutes", 0.97),
    ("P50", "Teknisk support", "support", 3_100_000, "support_cases", None),
    ("P60", "Fältsälj", "sales", 12_800_000, "visits", None),
    ("P61", "Innesälj", "sales", 4_400_000, "@orders", None),
    ("P70", "Kampanjer", "marketing", 4_900_000, "@net_sales", None),
    ("P71", "Kundtidning", "marketing", 900_000, "@customers", None),
    ("P72", "Leverantörernas marknadsbidrag", "marketing", -1_350_000, "@net_sales", None),
    ("P80", "Nyckelkundsarbete", "customer_sustaining", 3_300_000, "key_account_hours", None),
    ("P81", "Ränta på kundfordringar", "interest", 1_750_000, "credit_days", None),
    ("P90", "Ledning och administration", "common", 8_900_000, "", None),
)
TIME_EQUATIONS = (
    ("order_minutes", "manual_orders", "9"),
    ("order_minutes", "web_orders", "1.5"),
    ("order_minutes", "returns", "6"),
    ("service_minutes", "calls", "7.5"),
    ("service_minutes", "complaints", "38"),
)
SERVICES = (
    ("P01", "P02", 6),
    ("P01", "P10", 38),
    ("P01", "P40", 24),
    ("P01", "P60", 30),
    ("P01", "P61", 22),
    ("P01", "P90", 20),
    ("P02", "P01", 300),
    ("P02", "P10", 420),
    ("P02", "P20", 3_900),
    ("P02", "P40", 510),
    ("P02", "P90", 640),
)
INFLATION = {2024: 100, 2025: 104}


def write_demo_ledgers(folder: Path, *, seed: int = 2026, customer_count: int = 5_000) -> dict[int, Path]:
    """Write the two years below `folder` and return each year's folder."""
    chance = random.Random(seed)  # noqa: S311 - demo data, not a secret
    customers = make_customers(chance, customer_count, 2025)
    years = {year: make_year(seed + year, year, customers, growth) for year, growth in ((2024, 1.0), (2025, 1.06))}
    written = {}
    for year, rows in years.items():
        written[year] = folder / str(year)
        written[year].mkdir(parents=True)
        _write_year(written[year], year, rows, years[2024])
    return written


def _minutes(driver: str, year: Year) -> float:
    units = {activity: float(per_unit) for name, activity, per_unit in TIME_EQUATIONS if name == driver}
    return sum(units[name] * quantity for (name, _key), quantity in year.volumes.items() if name in units)


def _write_year(folder: Path, year: int, rows: Year, first: Year) -> None:
    write_sheet(
        folder,
        "settings",
        ["key", "value"],
        [["period_start", f"{year}-01-01"], ["period_end", f"{year}-12-31"], ["currency", "SEK"], ["decimals", "2"]],
    )
    write_sheet(
        folder,
        "customers",
        ["customer_id", "name", "segment", "customer_since", "country", "seller"],
        [[c.customer_id, c.name, c.segment, c.since, c.country, c.seller] for c in rows.customers],
    )
    write_sheet(
        folder,
        "transactions",
        ["customer_id", "date", "gross_sales", "order_id", "product", "quantity", "discount", "cost_of_goods"],
        [
            [key, day, amount(gross), order, product, quantity, amount(discount), amount(cost)]
            for key, day, gross, order, product, quantity, discount, cost in rows.transactions
        ],
    )
    _write_model(folder, year, rows, first)


def _write_model(folder: Path, year: int, rows: Year, first: Year) -> None:
    pools = [
        [pool, name, line, amount(kronor * INFLATION[year]), driver,
         round(_minutes(driver, first) * share, -3) if share else ""]
        for pool, name, line, kronor, driver, share in POOLS
    ]  # fmt: skip
    write_sheet(folder, "pools", ["pool_id", "name", "line", "amount", "driver", "capacity"], pools)
    volumes = sorted((driver, key, quantity) for (driver, key), quantity in rows.volumes.items() if quantity)
    write_sheet(folder, "volumes", ["driver", "customer_id", "quantity"], volumes)
    write_sheet(folder, "time_equations", ["driver", "activity", "per_unit"], TIME_EQUATIONS)
    write_sheet(folder, "services", ["from_pool", "to_pool", "quantity"], SERVICES)
    direct = [[key, line, amount(cost), day, text] for key, line, cost, day, text in rows.direct_costs]
    write_sheet(folder, "direct_costs", ["customer_id", "line", "amount", "date", "text"], direct)
