"""What is wrong with a cost model in itself: pools, drivers, time equations, services, step order."""

from collections import Counter
from collections.abc import Collection, Iterator

from profitability.domain.facts import COMPUTED_DRIVERS
from profitability.domain.ledger import COMMON, COST_LINES, Model, Pool
from profitability.domain.problem import Problem, error, note, warning
from profitability.domain.services import find_givers
from profitability.domain.settings import Settings

LINES = (*COST_LINES, COMMON)


def check_model(model: Model, settings: Settings | None, ledger_drivers: Collection[str]) -> tuple[Problem, ...]:
    """Return the problems of a model; `ledger_drivers` are the names in the volumes sheet.

    Empty cells are the reader's to report and are passed over here.
    """
    problems = [*_check_pools(model), *_check_drivers(model, ledger_drivers), *_check_equations(model, ledger_drivers)]
    problems.extend(_check_services(model))
    if settings is not None and settings.services_method == "step":
        problems.extend(_check_step_order(model, settings))
    return tuple(problems)


def _check_pools(model: Model) -> Iterator[Problem]:
    givers = find_givers(model.services)
    seen: set[str] = set()
    for pool in model.pools:
        at = ("pools", pool.source_row)
        if pool.pool_id and pool.pool_id in seen:
            yield error("duplicate_pool", *at, "pool_id", pool.pool_id)
        seen.add(pool.pool_id)
        if pool.line and pool.line not in LINES:
            yield error("unknown_line", *at, "line", pool.line, known=" ".join(LINES))
        if pool.capacity_micro == 0:
            yield error("capacity_zero", *at, "capacity", "0", pool=pool.pool_id)
        if pool.capacity_micro and not pool.driver and pool.pool_id not in givers:
            yield warning("capacity_without_driver", *at, "capacity", "", pool=pool.pool_id)


def _check_drivers(model: Model, ledger_drivers: Collection[str]) -> Iterator[Problem]:
    for pool in model.pools:
        if pool.driver.startswith("@") and pool.driver not in COMPUTED_DRIVERS:
            yield _unknown_computed("pools", pool.source_row, "driver", pool.driver)
    for name in sorted(ledger_drivers):
        if name.startswith("@"):
            yield error("reserved_driver", "volumes", None, "driver", name)
    used = {pool.driver for pool in model.pools} | {term.activity for term in model.terms}
    for name in sorted(set(ledger_drivers) - used):
        yield note("driver_not_used", "volumes", None, "driver", name)


def _check_equations(model: Model, ledger_drivers: Collection[str]) -> Iterator[Problem]:
    equations = {term.driver: term.source_row for term in reversed(model.terms)}
    used = {pool.driver for pool in model.pools}
    for driver, row in sorted(equations.items()):
        at = ("time_equations", row, "driver", driver)
        if driver.startswith("@"):
            yield error("reserved_driver", *at)
        elif driver in ledger_drivers:
            yield error("driver_given_twice", *at)
        elif driver and driver not in used:
            yield note("driver_not_used", *at)
    seen: set[tuple[str, str]] = set()
    for term in model.terms:
        if (term.driver, term.activity) in seen:
            yield warning("repeated_activity", "time_equations", term.source_row, "activity", term.activity)
        seen.add((term.driver, term.activity))
        at = ("time_equations", term.source_row, "activity", term.activity)
        if term.activity in equations:
            yield error("nested_time_equation", *at)
        elif term.activity.startswith("@"):
            if term.activity not in COMPUTED_DRIVERS:
                yield _unknown_computed(*at)
        elif term.activity and term.activity not in ledger_drivers:
            yield warning("activity_without_volume", *at)


def _unknown_computed(sheet: str, row: int, column: str, name: str) -> Problem:
    return error("unknown_computed_driver", sheet, row, column, name, known=" ".join(COMPUTED_DRIVERS))


def _check_services(model: Model) -> Iterator[Problem]:
    known = {pool.pool_id for pool in model.pools}
    for service in model.services:
        for column, pool_id in (("from_pool", service.from_pool), ("to_pool", service.to_pool)):
            if pool_id and pool_id not in known:
                yield error("unknown_pool", "services", service.source_row, column, pool_id)
        if service.from_pool and service.from_pool == service.to_pool:
            yield warning("pool_serves_itself", "services", service.source_row, "to_pool", service.to_pool)


def _check_step_order(model: Model, settings: Settings) -> Iterator[Problem]:
    row = next((setting.row for setting in model.settings if setting.key == "step_order"), None)
    at = ("settings", row, "value")
    known = {pool.pool_id for pool in model.pools}
    for pool_id, times in Counter(settings.step_order).items():
        if pool_id not in known:
            yield error("unknown_pool", *at, pool_id)
        elif times > 1:
            yield error("step_order_repeats", *at, pool_id)
    for pool_id in sorted(find_givers(model.services) & known - set(settings.step_order)):
        yield error("step_order_lacks", *at, pool_id)


def find_misplaced_pools(pools: Collection[Pool], with_customers: Collection[str]) -> tuple[Problem, ...]:
    """Name the pools on the firm's common line whose driver would push cost onto customers."""
    return tuple(
        error("common_pool_with_receivers", "pools", pool.source_row, "driver", pool.driver, pool=pool.pool_id)
        for pool in pools
        if pool.line == COMMON and pool.pool_id in with_customers
    )
