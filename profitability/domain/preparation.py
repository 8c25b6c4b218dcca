"""Everything before a figure is published: model, facts, volumes and cost flow, with all problems in one pass."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from profitability.domain.allocation import Volumes
from profitability.domain.cost_flow import CostFlow, pass_on_costs
from profitability.domain.drivers import build_volumes, list_needed_drivers, needs_orders
from profitability.domain.facts import DuckDbEngine, Facts, GroupingEngine, read_facts
from profitability.domain.ledger import Ledger, Model
from profitability.domain.model_check import check_model, find_misplaced_pools
from profitability.domain.problem import Problem
from profitability.domain.settings import Settings, SettingsReading
from profitability.domain.standard_rates import check_standard_rates
from profitability.domain.template import SHEETS
from profitability.domain.validation import (
    check_lines,
    check_period,
    check_references,
    check_totals,
    count_orderless,
    has_lost_rows,
    list_drivers,
)
from profitability.domain.workspace import Workspace

type Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Preparation:
    """A ledger ready to be published, or the problems that stand in the way (then the rest may be missing)."""

    model: Model
    reading: SettingsReading
    facts: Facts | None
    flow: CostFlow | None
    problems: tuple[Problem, ...]

    @property
    def settings(self) -> Settings:
        """Return the settings; only asked for when there are no errors."""
        assert self.reading.settings is not None
        return self.reading.settings


def prepare_run(
    workspace: Workspace,
    ledger: Ledger,
    overrides: Mapping[str, str],
    progress: Progress,
    standard_rates: tuple[tuple[str, Fraction], ...] = (),
    engine: GroupingEngine | None = None,
) -> Preparation:
    """Read model and facts, build the drivers' volumes and pass the costs on; find every problem on the way.

    `engine` groups the ledger in DuckDB's place. The queries are over, and their memory is given back, before anything
    is shared.
    """
    model = replace(ledger.read_model(), standard_rates=standard_rates)
    reading = model.read_settings(overrides)
    facts = flow = None
    with workspace.connect() as connection:
        drivers = list_drivers(connection, ledger)
        problems = [*reading.problems, *check_model(model, reading.settings, drivers)]
        problems += check_standard_rates(model)
        problems += [*check_totals(connection, ledger), *check_lines(connection, ledger)]
        if reading.settings is not None and ledger.has("customers") and not _any_too_large(problems):
            progress("facts", 0.1)
            needed = list_needed_drivers(model, drivers)
            facts = read_facts(
                engine or DuckDbEngine(connection), ledger, reading.settings, needed, with_orders=needs_orders(model)
            )
            problems += check_period(facts)
        if facts is not None and needs_orders(model):
            problems += count_orderless(connection, ledger)
        if facts is None or has_lost_rows(ledger, facts):
            problems += check_references(connection, ledger)
    if facts is not None and reading.settings is not None:
        progress("shares", 0.5)
        volumes = build_volumes(model, facts)
        problems += volumes.problems
        flow = _pass_on(model, reading.settings, volumes.by_driver, problems)
    return Preparation(model, reading, facts, flow, sort_problems(problems))


def sort_problems(problems: list[Problem]) -> tuple[Problem, ...]:
    """Return the problems once each, by sheet in the format's order, then row, column and code."""
    order = {sheet.name: position for position, sheet in enumerate(SHEETS)}
    unique = dict.fromkeys(problems)
    return tuple(sorted(unique, key=lambda p: (order.get(p.sheet, -1), p.row or 0, p.column, p.code, p.value)))


def _any_too_large(problems: list[Problem]) -> bool:
    return any(problem.code in {"total_too_large", "money_too_large"} for problem in problems)


def _pass_on(model: Model, settings: Settings, volumes: Mapping[str, Volumes], problems: list[Problem]) -> CostFlow:
    """Pass the costs on as far as the model allows, and add what that finds."""
    flow = pass_on_costs(model, settings, volumes)
    named = {(problem.sheet, problem.row, problem.column) for problem in problems}
    problems.extend(p for p in flow.problems if (p.sheet, p.row, p.column) not in named)
    with_customers = {pool.pool.pool_id for pool in flow.pools if pool.volumes is not None and pool.volumes.total}
    problems.extend(find_misplaced_pools(model.pools, with_customers))
    return flow
