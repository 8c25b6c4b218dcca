"""Turn the UCI Online Retail file (CSV, plain or gzip) into the exchange format with a stated cost model.

    python examples/online_retail/make_ledger.py online_retail.csv.gz ledger/
    python manage.py allocate ledger/ --out result/ --traces

README.md in this folder says what is done with every kind of row and why.
"""

import argparse
import csv
import gzip
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

NOBODY = "WITHOUT-ID"
FEES = {"AMAZONFEE", "BANK CHARGES", "CRUK", "B"}
CARRIAGE = {"POST", "DOT", "C2"}
NOT_GOODS = CARRIAGE | {"M", "m", "D", "S", "PADS"}
GOODS_SHARE = Decimal("0.60")
MILLI = Decimal("0.001")
PERIOD = ("2010-12-01", "2011-12-09")

POOLS = (
    ("ORDERS", "Order desk", "order_handling", "190000", "order_minutes", "260000"),
    ("PICKING", "Picking and packing", "logistics", "410000", "@lines", ""),
    ("FREIGHT", "Freight", "logistics", "330000", "shipments", ""),
    ("RETURNS", "Handling of cancellations", "customer_service", "55000", "cancellations", ""),
    ("SERVICE", "Customer service", "customer_service", "120000", "@orders", ""),
    ("SALES", "Sales desk", "sales", "210000", "@customers", ""),
    ("CATALOGUE", "Catalogue and web shop", "marketing", "160000", "@customers", ""),
    ("ACCOUNTS", "Customer accounts", "customer_sustaining", "90000", "@customers", ""),
    ("IT", "IT", "support", "140000", "", ""),
    ("OFFICE", "Head office", "common", "380000", "", ""),
)
SERVICES = (("IT", "ORDERS", "500"), ("IT", "PICKING", "300"), ("IT", "CATALOGUE", "200"))
EQUATION = (("order_minutes", "@orders", "6"), ("order_minutes", "@lines", "0.2"))


@dataclass
class Totals:
    """What has been seen, so that nothing is lost on the way."""

    file: Decimal = Decimal(0)
    sales: Decimal = Decimal(0)
    fees: Decimal = Decimal(0)
    rows: Counter[str] = field(default_factory=Counter)
    countries: dict[str, str] = field(default_factory=dict)
    since: dict[str, str] = field(default_factory=dict)
    cancellations: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    shipments: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def read_rows(source: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of the file as they stand."""
    opener = gzip.open if source.suffix == ".gz" else open
    with opener(source, "rt", encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle)


def convert_row(row: dict[str, str], totals: Totals) -> dict[str, str] | None:
    """Return the transaction of a row, or None for a fee, which is a cost of the firm and no sale."""
    invoice, code = row["InvoiceNo"], row["StockCode"]
    quantity, day = Decimal(row["Quantity"]), row["InvoiceDate"][:10]
    amount = quantity * Decimal(row["UnitPrice"])
    totals.file += amount
    if code in FEES:
        totals.fees -= amount
        totals.rows["fee"] += 1
        return None
    customer = row["CustomerID"].removesuffix(".0") or NOBODY
    totals.sales += amount
    totals.countries.setdefault(customer, row["Country"] if customer != NOBODY else "")
    totals.since[customer] = min(day, totals.since.get(customer, day))
    cancelled = invoice.startswith("C")
    (totals.cancellations if cancelled else totals.shipments)[customer].add(invoice)
    kind = "without id" if customer == NOBODY else "cancellation" if cancelled else "sale"
    totals.rows[kind] += 1
    gross, discount = (Decimal(0), -amount) if code == "D" else (amount, Decimal(0))
    goods = Decimal(0) if code in NOT_GOODS else (amount * GOODS_SHARE).quantize(MILLI)
    return {
        "customer_id": customer,
        "date": day,
        "gross_sales": f"{gross:f}",
        "order_id": "" if cancelled else invoice,
        "product": code,
        "quantity": f"{quantity:f}",
        "discount": f"{discount:f}",
        "cost_of_goods": f"{goods:f}",
    }


def write_ledger(source: Path, target: Path) -> Totals:
    """Write the sheets of the exchange format to `target`."""
    target.mkdir(parents=True, exist_ok=True)
    totals = Totals()
    names = ("customer_id", "date", "gross_sales", "order_id", "product", "quantity", "discount", "cost_of_goods")
    with (target / "transactions.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, names)
        writer.writeheader()
        for row in read_rows(source):
            transaction = convert_row(row, totals)
            if transaction is not None:
                writer.writerow(transaction)
    fees = ("FEES", "Marketplace, bank and bad debt", "common", f"{totals.fees:f}", "", "")
    _write(target / "pools.csv", ("pool_id", "name", "line", "amount", "driver", "capacity"), [*POOLS, fees])
    _write(target / "services.csv", ("from_pool", "to_pool", "quantity"), SERVICES)
    _write(target / "time_equations.csv", ("driver", "activity", "per_unit"), EQUATION)
    _write(
        target / "customers.csv",
        ("customer_id", "name", "segment", "customer_since"),
        [(c, _name(c), country, totals.since[c]) for c, country in sorted(totals.countries.items())],
    )
    volumes = [("cancellations", c, len(found)) for c, found in sorted(totals.cancellations.items())]
    volumes += [("shipments", c, len(found)) for c, found in sorted(totals.shipments.items())]
    _write(target / "volumes.csv", ("driver", "customer_id", "quantity"), volumes)
    settings = [("period_start", PERIOD[0]), ("period_end", PERIOD[1]), ("currency", "GBP"), ("decimals", "3")]
    _write(target / "settings.csv", ("key", "value"), [*settings, ("new_customer_months", "3")])
    return totals


def _name(customer: str) -> str:
    return "Sales without customer id" if customer == NOBODY else f"Customer {customer}"


def _write(path: Path, header: tuple[str, ...], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(header)
        writer.writerows(rows)


def main() -> None:
    """Convert and say what ties to what."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    chosen = parser.parse_args()
    totals = write_ledger(chosen.source, chosen.target)
    for kind, rows in sorted(totals.rows.items()):
        print(f"{rows:>9,} rows: {kind}")
    print(f"file {totals.file} = net sales {totals.sales} - fees and bad debt {totals.fees}")


if __name__ == "__main__":
    main()
