"""What if: pools and tiers changed on a page, the run's picture beside the one it would be, saved scenarios."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from profitability.domain.ledger import COMMON, Pool
from profitability.domain.what_if import Bench
from profitability.models import Run, Scenario
from profitability.pages.lines import driver_label, line_label
from profitability.pages.tier_settings import typed_settings
from profitability.pages.typed_pools import TypedPools, amount_text, capacity_text, read_pools, written_pools
from profitability.pages.what_if_answer import Answer, Asked, answer_of
from profitability.pages.what_if_scenarios import ScenarioComparison, compare_scenarios
from profitability.selectors.runs import get_summary
from profitability.selectors.scenarios import changes_of, list_scenarios
from ui import formats


@dataclass(frozen=True)
class DriverOption:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class PoolField:
    """One pool as it can be changed; `slider` is how far the amount's slider goes, in major units."""

    name: str
    pool_name: str
    line_label: str
    amount_minor: int
    amount_text: str
    amount_error: str
    slider_low: int
    slider_high: int
    slider_step: int
    drivers: tuple[DriverOption, ...]
    driver_error: str
    capacity_text: str
    capacity_error: str
    capacity_unit: str
    is_open: bool


@dataclass(frozen=True)
class WhatIfPage:
    """The what-if of a published run; `answer` is None when the ledger it was made of is gone."""

    run: Run
    unit: str
    currency: str
    pools: tuple[PoolField, ...]
    answer: Answer | None
    scenarios: ScenarioComparison | None


@dataclass(frozen=True)
class Question:
    """What a person asks: pools as typed, the tiers' settings as texts, and faults of what could not be read."""

    pools: TypedPools
    settings: Mapping[str, str]
    faults: tuple[str, ...] = ()


def read_question(
    run: Run, bench: Bench, values: Mapping[str, str], settings: Mapping[str, str], faults: Sequence[str]
) -> Question:
    """Read what was sent about the pools; `settings` and `faults` are what a form made of the tiers' fields."""
    pools = read_pools(values, bench.model.pools, bench.list_drivers(), get_summary(run).decimals)
    named = tuple(f"{_pool_name(bench, name)}: {error}" for name, error in pools.errors.items())
    return Question(pools, settings, (*named, *faults))


def question_of(run: Run, bench: Bench, scenario: Scenario | None) -> Question:
    """Return what a saved scenario asks; nothing for none."""
    changes = changes_of(scenario) if scenario else ()
    pools = written_pools(changes, bench.model.pools, get_summary(run).decimals)
    return Question(pools, scenario.settings if scenario else {})


def what_if_page(run: Run, bench: Bench | None, question: Question | None) -> WhatIfPage:
    """Return the page, with what the question comes to."""
    summary = get_summary(run)
    fields: tuple[PoolField, ...] = ()
    answer = None
    if bench is not None and question is not None:
        fields = tuple(
            _field(position, pool, bench.list_drivers(), question.pools, summary.decimals)
            for position, pool in enumerate(bench.model.pools, start=1)
        )
        answer = answer_of(run, bench, Asked(question.pools.changes, question.settings, question.faults))
    return WhatIfPage(
        run=run,
        unit=formats.unit(summary.currency),
        currency=summary.currency,
        pools=fields,
        answer=answer,
        scenarios=compare_scenarios(run, summary, list_scenarios(run)),
    )


def tier_initial(bench: Bench, settings: Mapping[str, str]) -> dict[str, str]:
    """Return the tiers' settings in force as a form shows them."""
    return typed_settings(dict(bench.read_settings(settings).effective))


def _pool_name(bench: Bench, field: str) -> str:
    return bench.model.pools[int(field.partition(".")[0].removeprefix("p")) - 1].name


def _field(position: int, pool: Pool, drivers: Sequence[str], typed: TypedPools, decimals: int) -> PoolField:
    name = f"p{position}"
    chosen = typed.texts.get(f"{name}.driver", pool.driver)
    whole = abs(pool.amount_minor) // 10**decimals
    offered = () if pool.line == COMMON else tuple(sorted({*drivers, pool.driver} - {""}, key=_driver_order))
    return PoolField(
        name=name,
        pool_name=pool.name,
        line_label=line_label(pool.line),
        amount_minor=pool.amount_minor,
        amount_text=typed.texts.get(f"{name}.amount", amount_text(pool.amount_minor, decimals)),
        amount_error=typed.errors.get(f"{name}.amount", ""),
        slider_low=-2 * whole if pool.amount_minor < 0 else 0,
        slider_high=0 if pool.amount_minor < 0 else 2 * whole,
        slider_step=max(1, whole // 100),
        drivers=tuple(DriverOption(driver, driver_label(driver), driver == chosen) for driver in offered),
        driver_error=typed.errors.get(f"{name}.driver", ""),
        capacity_text=typed.texts.get(f"{name}.capacity", capacity_text(pool.capacity_micro)),
        capacity_error=typed.errors.get(f"{name}.capacity", ""),
        capacity_unit=driver_label(chosen) if chosen else "",
        is_open=any(change.pool_id == pool.pool_id for change in typed.changes)
        or any(error.startswith(f"{name}.") for error in typed.errors),
    )


def _driver_order(driver: str) -> tuple[bool, str]:
    return driver.startswith("@"), driver
