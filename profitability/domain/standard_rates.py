"""Standard rates: what a unit of a driver is to cost, frozen in one period and carried to the next.

A pool with a standard rate passes on rate * units used, in whole minor units by largest remainders, so that each share
is within one of the exact product; what the pool cost beyond that, or less, stays on its line for unused capacity: the
price deviation and the idle capacity together. (On standard cost-driver rates: Kaplan and Anderson, Time-Driven
Activity-Based Costing, 2007.)
"""

import csv
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from pathlib import Path

from profitability.domain.columns import read_columns
from profitability.domain.ledger import Model
from profitability.domain.money import parse_fraction
from profitability.domain.problem import Problem, warning


class UnreadableRatesError(Exception):
    """A file that should hold rates has no columns pool_id and rate, or a rate that is no number."""


def read_standard_rates(source: Path) -> tuple[tuple[str, Fraction], ...]:
    """Return the rates (major units per unit, exactly as printed) of a published run or of its exported pools.csv.

    `source` is the run's folder or a CSV file with the columns pool_id and rate; pools without a rate are passed over.
    Raise UnreadableRatesError for any other file.
    """
    try:
        pairs = _read_run(source) if source.is_dir() else _read_file(source)
    except (OSError, KeyError, UnicodeDecodeError, csv.Error) as fault:
        raise UnreadableRatesError(str(source)) from fault
    return tuple((pool_id, _parse(rate, source)) for pool_id, rate in pairs if rate)


def choose_rates(
    rates: tuple[tuple[str, Fraction], ...], pool_ids: Collection[str]
) -> tuple[tuple[str, Fraction], ...]:
    """Return the rates of these pools; the others' are found from their cost as usual."""
    return tuple((pool_id, rate) for pool_id, rate in rates if pool_id in pool_ids)


def check_standard_rates(model: Model) -> tuple[Problem, ...]:
    """Name the rates of pools that the model does not have, or that have nothing to share by."""
    drivers: Mapping[str, str] = {pool.pool_id: pool.driver for pool in model.pools}
    giving = {service.from_pool for service in model.services}
    return tuple(
        warning("standard_rate_not_used", "pools", None, "pool_id", pool_id)
        for pool_id, _ in model.standard_rates
        if not drivers.get(pool_id) and (pool_id not in drivers or pool_id not in giving)
    )


def _read_run(folder: Path) -> Iterable[tuple[str, str]]:
    rows = read_columns(folder / "pools.parquet", ["pool_id", "rate"]).to_pylist()
    return [(row["pool_id"], row["rate"] or "") for row in rows]


def _read_file(path: Path) -> Iterable[tuple[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return [(row["pool_id"].removeprefix("'"), (row["rate"] or "").strip()) for row in csv.DictReader(handle)]


def _parse(text: str, source: Path) -> Fraction:
    rate = parse_fraction(text)
    if rate is None:
        raise UnreadableRatesError(str(source))
    return rate
