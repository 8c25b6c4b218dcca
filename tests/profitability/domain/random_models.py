"""Random ledgers, small and nasty: negative pools, ties, zero volumes, over-used capacity, circles, all methods."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from profitability.domain.ledger import COST_LINES, EquationTerm, Ledger, Model, Pool, Service
from profitability.domain.settings import RANKED_LINES, SettingRow

MILLION = 10**6
_IDS = ("1", "10", "2", "02", "a", "B", "Å", "é", "-3", "K 7")
_DRIVERS = ("d1", "d2", "d3")
_ACTIVITIES = ("a1", "a2")
_COMPUTED = ("@gross_sales", "@net_sales", "@gross_margin", "@orders", "@lines", "@quantity", "@customers")
_START, _END = date(2025, 1, 1), date(2025, 12, 31)


@dataclass(frozen=True)
class Customer:
    customer_id: str
    customer_since: date | None


@dataclass(frozen=True)
class Transaction:
    customer_id: str
    date: date
    gross_sales_minor: int
    discount_minor: int | None
    cost_of_goods_minor: int | None
    quantity_micro: int | None
    order_id: str | None


@dataclass(frozen=True)
class VolumeRow:
    driver: str
    customer_id: str
    quantity_micro: int
    date: date | None


@dataclass(frozen=True)
class DirectCost:
    customer_id: str
    line: str
    amount_minor: int
    date: date | None


@dataclass(frozen=True)
class RandomLedger:
    """A sound ledger as rows; money in minor units, quantities in millionths."""

    settings: tuple[tuple[str, str], ...]
    customers: tuple[Customer, ...]
    transactions: tuple[Transaction, ...]
    volumes: tuple[VolumeRow, ...]
    direct_costs: tuple[DirectCost, ...]
    pools: tuple[Pool, ...]
    terms: tuple[EquationTerm, ...]
    services: tuple[Service, ...]

    def model(self) -> Model:
        """Return the model as the engine reads it."""
        rows = tuple(SettingRow(key, value, place) for place, (key, value) in enumerate(self.settings, start=2))
        return Model(rows, self.pools, self.terms, self.services)

    def setting(self, key: str, default: str) -> str:
        """Return a setting's text."""
        return dict(self.settings).get(key, default)


def draw_ledger(seed: int) -> RandomLedger:
    """Draw the ledger of a seed, the same every time."""
    rng = random.Random(seed)
    decimals = rng.choice((0, 2, 2, 3))
    ids = rng.sample(_IDS, rng.randint(1, 8))
    pools = _draw_pools(rng)
    return RandomLedger(
        settings=_draw_settings(rng, decimals, [pool.pool_id for pool in pools]),
        customers=tuple(Customer(i, _maybe(rng, _draw_date(rng))) for i in ids),
        transactions=tuple(_draw_transaction(rng, ids) for _ in range(rng.choice((0, 1, 4, 15)))),
        volumes=tuple(
            VolumeRow(rng.choice(_DRIVERS + _ACTIVITIES), rng.choice(ids), _draw_quantity(rng), _draw_any_date(rng))
            for _ in range(rng.randint(1, 16))
        ),
        direct_costs=tuple(
            DirectCost(rng.choice(ids), rng.choice(COST_LINES), _draw_amount(rng), _draw_any_date(rng))
            for _ in range(rng.randint(0, 3))
        ),
        pools=pools,
        terms=tuple(
            EquationTerm("e1", activity, rng.choice((MILLION, 2_500_000, 8, -MILLION)), 2)
            for activity in rng.sample((*_ACTIVITIES, "@lines", "@orders"), rng.randint(1, 3))
        ),
        services=_draw_services(rng, [pool.pool_id for pool in pools]),
    )


def _draw_settings(rng: random.Random, decimals: int, pool_ids: list[str]) -> tuple[tuple[str, str], ...]:
    order = rng.sample(pool_ids, len(pool_ids))
    rule = rng.choice(("whale", "whale", "percent", "threshold"))
    values = {
        "period_start": _START.isoformat(),
        "period_end": _END.isoformat(),
        "decimals": str(decimals),
        "allow_unassigned": "yes",
        "services_method": rng.choice(("reciprocal", "step", "direct")),
        "step_order": " ".join(order),
        "tier_rule": rule,
        "rank_by": rng.choice(("contribution", "contribution", *RANKED_LINES)),
        "gold_peak_share": rng.choice(("0", "0.5", "0.80", "1")),
        "gold_max_share": rng.choice(("0.20", "0.334", "1")),
        "gold_percent": rng.choice(("0", "0.20", "0.4")),
        "silver_percent": rng.choice(("0.4", "0.50", "1")),
        "new_customer_months": rng.choice(("0", "1", "12")),
    }
    if rule == "threshold":
        values |= {"gold_from": rng.choice(("5", "1000")), "silver_from": rng.choice(("-7", "0", "5"))}
    return tuple(values.items())


def _draw_pools(rng: random.Random) -> tuple[Pool, ...]:
    pools = []
    for place in range(rng.randint(1, 6)):
        driver = rng.choice(("", *_DRIVERS, *_DRIVERS, "e1", "missing", *rng.sample(_COMPUTED, 2)))
        capacity = rng.choice((None, None, None, 1, MILLION, 7 * MILLION + 3, 400 * MILLION, 10**13))
        line = rng.choice((*COST_LINES, "common")) if not driver else rng.choice(COST_LINES)
        capacity = capacity if driver else None
        amount = _draw_amount(rng) % (10**4 if capacity == 1 else 10**13) * rng.choice((1, 1, -1))
        pools.append(Pool(f"P{place}", f"Pool {place}", line, amount, driver, capacity, "pools.csv", place + 2))
    return tuple(rng.sample(pools, len(pools)))


def _draw_services(rng: random.Random, pool_ids: list[str]) -> tuple[Service, ...]:
    pairs = [(giver, served) for giver in pool_ids for served in pool_ids if giver != served or rng.random() < 0.05]
    chosen = rng.sample(pairs, min(len(pairs), rng.choice((0, 0, 1, 2, 4, 8))))
    return tuple(Service(giver, served, _draw_quantity(rng), 2 + row) for row, (giver, served) in enumerate(chosen))


def _draw_transaction(rng: random.Random, ids: Sequence[str]) -> Transaction:
    order = rng.choice((None, "O1", "O2", "O3"))
    return Transaction(
        rng.choice(ids),
        _draw_date(rng),
        _draw_amount(rng),
        _maybe(rng, rng.randint(-5, 500)),
        _maybe(rng, _draw_amount(rng)),
        _maybe(rng, rng.choice((-1, 1, 1)) * _draw_quantity(rng)),
        order,
    )


def _draw_amount(rng: random.Random) -> int:
    return rng.choice((1, 1, -1)) * rng.choice((0, 1, 3, 100, rng.randint(0, 10**5), rng.randint(0, 10**12)))


def _draw_quantity(rng: random.Random) -> int:
    return rng.choice((0, MILLION, MILLION, 3 * MILLION, rng.randint(0, 9), rng.randint(0, 10**10)))


def _draw_date(rng: random.Random) -> date:
    return rng.choice((_START, _END, _END + timedelta(days=1), _START + timedelta(days=rng.randint(-400, 364))))


def _draw_any_date(rng: random.Random) -> date | None:
    return _maybe(rng, _draw_date(rng))


def _maybe[T](rng: random.Random, value: T) -> T | None:
    return value if rng.random() < 0.6 else None


def scale_volumes(ledger: RandomLedger, factor: int) -> RandomLedger:
    """Return the ledger in other units: the drivers d1 … in units `factor` times as small, wherever they stand."""
    scaled = {pool.pool_id for pool in ledger.pools if pool.driver in (*_DRIVERS, "")}
    pools = tuple(
        replace(pool, capacity_micro=pool.capacity_micro and pool.capacity_micro * factor)
        if pool.pool_id in scaled
        else pool
        for pool in ledger.pools
    )
    volumes = tuple(
        replace(row, quantity_micro=row.quantity_micro * factor) if row.driver in _DRIVERS else row
        for row in ledger.volumes
    )
    services = tuple(
        replace(row, quantity_micro=row.quantity_micro * factor) if row.from_pool in scaled else row
        for row in ledger.services
    )
    return replace(ledger, pools=pools, volumes=volumes, services=services)


def shuffle_rows(ledger: RandomLedger, seed: int) -> RandomLedger:
    """Return the ledger with its rows in another order; the pools keep theirs, which the result follows."""
    rng = random.Random(seed)

    def shuffled[T](rows: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(rng.sample(rows, len(rows)))

    return replace(
        ledger,
        customers=shuffled(ledger.customers),
        transactions=shuffled(ledger.transactions),
        volumes=shuffled(ledger.volumes),
        direct_costs=shuffled(ledger.direct_costs),
        terms=shuffled(ledger.terms),
        services=shuffled(ledger.services),
    )


_TYPES = {"_minor": pa.int64(), "_micro": pa.int64(), "date": pa.date32(), "since": pa.date32(), "_row": pa.int64()}


def write_ledger(ledger: RandomLedger, folder: Path) -> Path:
    """Write the canonical files of the ledger."""
    folder.mkdir(parents=True)
    settings = [{"key": key, "value": value} for key, value in ledger.settings]
    customers = [
        {"name": f"Kund {c.customer_id}", "segment": None, "attributes": "{}"} | vars(c) for c in ledger.customers
    ]
    sheets = {
        "settings": settings,
        "customers": customers,
        "transactions": [vars(row) | {"product": None} for row in ledger.transactions],
        "volumes": [vars(row) for row in ledger.volumes],
        "direct_costs": [vars(row) | {"text": None} for row in ledger.direct_costs],
        "pools": [vars(row) for row in ledger.pools],
        "time_equations": [vars(row) for row in ledger.terms],
        "services": [vars(row) for row in ledger.services],
    }
    for name, rows in sheets.items():
        if rows:
            numbered = [{**row, "source_file": f"{name}.csv", "source_row": at} for at, row in enumerate(rows, start=2)]
            types = [
                (column, next((kind for end, kind in _TYPES.items() if column.endswith(end)), pa.string()))
                for column in numbered[0]
            ]
            pq.write_table(pa.Table.from_pylist(numbered, schema=pa.schema(types)), folder / f"{name}.parquet")
    Ledger(folder).write_manifest("random", int(ledger.setting("decimals", "2")))
    return folder
