"""The volumes behind each pool: from the ledger, computed from transactions, or by a time equation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from profitability.domain.allocation import Volumes
from profitability.domain.facts import Facts
from profitability.domain.ledger import Model
from profitability.domain.money import LARGEST_TOTAL, format_number
from profitability.domain.problem import Problem, error, warning
from profitability.domain.time_equations import VolumeTooLargeError, combine_activities, reduce_scale

_NAMED_CUSTOMERS = 20


@dataclass(frozen=True)
class DriverVolumes:
    """Volumes >= 0 of every driver that a pool names, by driver; a driver that stands nowhere is missing."""

    by_driver: Mapping[str, Volumes]
    problems: tuple[Problem, ...]


def list_needed_drivers(model: Model, known: Iterable[str]) -> tuple[str, ...]:
    """Return the drivers of the volumes sheet that a pool or a time equation asks for, sorted."""
    return tuple(sorted(_asked_names(model) & set(known)))


def needs_orders(model: Model) -> bool:
    """Say whether distinct orders have to be counted."""
    return "@orders" in _asked_names(model)


def build_volumes(model: Model, facts: Facts) -> DriverVolumes:
    """Build the volumes of all drivers of the model's pools; a negative volume counts as 0 and is reported."""
    problems: list[Problem] = []
    by_driver: dict[str, Volumes] = {}
    equations = {term.driver for term in model.terms}
    for driver in sorted({pool.driver for pool in model.pools if pool.driver}):
        try:
            volumes = _combine(driver, model, facts) if driver in equations else facts.find_volumes(driver)
            if volumes is not None:
                volumes = reduce_scale(volumes)
                _refuse_too_large(volumes)
                by_driver[driver] = _without_negatives(driver, volumes, facts, problems)
        except VolumeTooLargeError:
            problems.append(error("volume_too_large", "volumes", None, "driver", driver))
    return DriverVolumes(by_driver, tuple(problems))


def _asked_names(model: Model) -> set[str]:
    return {pool.driver for pool in model.pools} | {term.activity for term in model.terms}


def _combine(driver: str, model: Model, facts: Facts) -> Volumes | None:
    found = ((term.per_unit_micro, facts.find_volumes(term.activity)) for term in model.terms if term.driver == driver)
    terms = [(per_unit, reduce_scale(volumes)) for per_unit, volumes in found if volumes is not None]
    return combine_activities(terms, facts.customers) if terms else None


def _refuse_too_large(volumes: Volumes) -> None:
    largest = max(int(volumes.values.max(initial=0)), -int(volumes.values.min(initial=0)))
    if largest * volumes.values.size >= LARGEST_TOTAL and sum(map(abs, volumes.values.tolist())) >= LARGEST_TOTAL:
        raise VolumeTooLargeError


def _without_negatives(driver: str, volumes: Volumes, facts: Facts, problems: list[Problem]) -> Volumes:
    negative = np.flatnonzero(volumes.values < 0)
    if not negative.size:
        return volumes
    for position in negative[:_NAMED_CUSTOMERS].tolist():
        amount = Fraction(int(volumes.values[position]), 10**volumes.exponent)
        customer = str(facts.ids[position].as_py())
        problems.append(
            warning(
                "negative_driver_volume",
                "transactions" if driver.startswith("@") else "time_equations",
                column=driver,
                value=format_number(amount, at_most=volumes.exponent),
                customer=customer,
                driver=driver,
            )
        )
    more = int(negative.size) - _NAMED_CUSTOMERS
    if more > 0:
        problems.append(warning("negative_driver_volumes", column=driver, driver=driver, count=more))
    return Volumes(np.maximum(volumes.values, 0), volumes.exponent)
