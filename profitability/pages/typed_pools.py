"""What a person types about cost pools on the what-if page, read with every fault beside its field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from profitability.domain.ledger import Pool
from profitability.domain.money import QUANTITY_DECIMALS
from profitability.domain.what_if import PoolChange
from ui import formats
from ui.numbers import read_number

LARGEST = 10**12
FIELDS = ("amount", "driver", "capacity")


@dataclass(frozen=True)
class TypedPools:
    """Texts and errors by field name (`p1.amount`: the first pool's), and the changes that could be read."""

    texts: Mapping[str, str]
    errors: Mapping[str, str]
    changes: tuple[PoolChange, ...]


def read_pools(values: Mapping[str, str], pools: Sequence[Pool], drivers: Sequence[str], decimals: int) -> TypedPools:
    """Read `p<position>.<field>` of every pool; a field left out is unchanged, an empty capacity takes it away."""
    names = [f"p{position}.{field}" for position in range(1, len(pools) + 1) for field in FIELDS]
    texts = {name: values[name].strip()[:40] for name in names if name in values}
    errors: dict[str, str] = {}
    changes = [
        _read_pool(pool, f"p{position}.", texts, errors, drivers, decimals)
        for position, pool in enumerate(pools, start=1)
    ]
    return TypedPools(texts, errors, tuple(change for change in changes if change is not None))


@dataclass(frozen=True)
class PoolWish:
    """A change as a program asks for it, in major units and units of the driver; None leaves it as it is."""

    pool_id: str
    amount: Decimal | None = None
    driver: str | None = None
    capacity: Decimal | None = None


def read_wishes(
    wishes: Sequence[PoolWish], pools: Sequence[Pool], drivers: Sequence[str], decimals: int
) -> tuple[tuple[PoolChange, ...], tuple[str, ...]]:
    """Return the changes, and what is wrong with those that cannot be made."""
    known = {pool.pool_id for pool in pools}
    changes, faults = [], []
    for wish in wishes:
        amount = None if wish.amount is None else _scale(wish.amount, decimals)
        if wish.pool_id not in known:
            faults.append(f"{wish.pool_id}: no such pool")
        elif wish.driver is not None and wish.driver not in drivers:
            faults.append(f"{wish.pool_id}: no such driver: {wish.driver}")
        elif wish.amount is not None and amount is None:
            faults.append(f"{wish.pool_id}: amount has more than {decimals} decimals, or is too large")
        else:
            capacity = None if wish.capacity is None else _scale(wish.capacity, QUANTITY_DECIMALS)
            changes.append(PoolChange(wish.pool_id, amount, wish.driver, capacity))
    return tuple(changes), tuple(faults)


def written_pools(changes: Sequence[PoolChange], pools: Sequence[Pool], decimals: int) -> TypedPools:
    """Return saved changes as if a person had typed them."""
    by_pool = {change.pool_id: change for change in changes}
    texts: dict[str, str] = {}
    for position, pool in enumerate(pools, start=1):
        change = by_pool.get(pool.pool_id)
        if change is None:
            continue
        if change.amount_minor is not None:
            texts[f"p{position}.amount"] = amount_text(change.amount_minor, decimals)
        if change.driver is not None:
            texts[f"p{position}.driver"] = change.driver
        if change.capacity_micro is not None:
            texts[f"p{position}.capacity"] = capacity_text(change.capacity_micro)
    return TypedPools(texts, {}, tuple(changes))


def amount_text(minor: int, decimals: int) -> str:
    """Write an amount as short as it is exact."""
    exact = minor % 10**decimals
    return formats.amount_exact(minor, decimals) if exact else formats.amount(minor, decimals)


def capacity_text(capacity_micro: int | None) -> str:
    """Write a capacity with the decimals that it has; empty for none."""
    if not capacity_micro:
        return ""
    places = next(n for n in range(QUANTITY_DECIMALS + 1) if capacity_micro % 10 ** (QUANTITY_DECIMALS - n) == 0)
    return formats.number(Fraction(capacity_micro, 10**QUANTITY_DECIMALS), places)


def _read_pool(
    pool: Pool, prefix: str, texts: Mapping[str, str], errors: dict[str, str], drivers: Sequence[str], decimals: int
) -> PoolChange | None:
    amount = _read_amount(texts.get(prefix + "amount"), decimals)
    if amount is None and texts.get(prefix + "amount"):
        errors[prefix + "amount"] = _("Skriv ett belopp, till exempel 1 250 000.")
    capacity = _read_capacity(texts.get(prefix + "capacity"))
    if capacity is None and texts.get(prefix + "capacity"):
        errors[prefix + "capacity"] = _("Skriv ett tal större än noll, eller lämna fältet tomt.")
    driver = texts.get(prefix + "driver")
    if driver and driver not in drivers:
        errors[prefix + "driver"] = _("Drivaren finns inte i underlaget.")
        driver = None
    change = PoolChange(
        pool.pool_id,
        amount if amount != pool.amount_minor else None,
        driver if driver is not None and driver != pool.driver else None,
        capacity if capacity != (pool.capacity_micro or 0) else None,
    )
    return change if change != PoolChange(pool.pool_id) else None


def _read_number(text: str) -> Decimal | None:
    reading = read_number(text, decimal_point=None)
    return read_number(text, decimal_point=formats.style().point).value if reading.is_ambiguous else reading.value


def _read_amount(text: str | None, decimals: int) -> int | None:
    return _read_scaled(text, decimals) if text else None


def _read_capacity(text: str | None) -> int | None:
    if text == "":
        return 0
    capacity = _read_scaled(text, QUANTITY_DECIMALS) if text else None
    return capacity if capacity is not None and capacity >= 0 else None


def _read_scaled(text: str, decimals: int) -> int | None:
    number = _read_number(text)
    return None if number is None else _scale(number, decimals)


def _scale(number: Decimal, decimals: int) -> int | None:
    if abs(number) > LARGEST:
        return None
    scaled = Fraction(number) * 10**decimals
    return int(scaled) if scaled.denominator == 1 else None
