"""Departments that serve each other: circles are solved exactly and every balance holds in whole units."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from profitability.domain.allocation import Volumes
from profitability.domain.cost_flow import CostFlow, pass_on_costs
from profitability.domain.ledger import Model, Pool, Service
from profitability.domain.services import (
    UnsolvableCircleError,
    choose_services,
    order_components,
    solve_circle,
)
from profitability.domain.settings import SettingRow, Settings, read_settings

IDS = ("A", "B", "C", "D")


def settings(**values: str) -> Settings:
    rows = [SettingRow("period_start", "2025-01-01"), SettingRow("period_end", "2025-12-31")]
    found = read_settings([*rows, *(SettingRow(key, value) for key, value in values.items())]).settings
    assert found is not None
    return found


def pool(pool_id: str, amount: int, driver: str = "", capacity: int | None = None) -> Pool:
    return Pool(pool_id, pool_id, "support", amount, driver, capacity, "pools.csv", 2)


def service(giver: str, served: str, quantity: int) -> Service:
    return Service(giver, served, quantity * 10**6, 2)


def run(pools: list[Pool], services: list[Service], volumes: dict[str, list[int]], **values: str) -> CostFlow:
    model = Model((), tuple(pools), (), tuple(services))
    frames = {name: Volumes(np.array(column, dtype=np.int64)) for name, column in volumes.items()}
    return pass_on_costs(model, settings(**values), frames)


@st.composite
def models(draw: st.DrawFn) -> tuple[list[Pool], list[Service], dict[str, list[int]]]:
    pools = [
        pool(name, draw(st.integers(-(10**8), 10**8)), name.lower(), draw(st.none() | st.integers(10**6, 10**8)))
        for name in IDS
    ]
    services = [
        service(giver, served, draw(st.integers(0, 30)))
        for giver in IDS
        for served in IDS
        if draw(st.booleans()) and giver != served
    ]
    volumes = {name.lower(): draw(st.lists(st.integers(0, 9), min_size=5, max_size=5)) for name in IDS}
    return pools, services, volumes


@given(models(), st.sampled_from(["reciprocal", "step", "direct"]))
def test_every_pool_balances_and_all_the_money_is_somewhere(
    case: tuple[list[Pool], list[Service], dict[str, list[int]]], method: str
) -> None:
    pools, services, volumes = case
    flow = run(pools, services, volumes, services_method=method, step_order="A B C D", allow_unassigned="yes")
    if any(problem.code in {"unsolvable_circle", "share_too_large"} for problem in flow.problems):
        return
    for result in flow.pools:
        went = result.served_minor + result.to_customers_minor + result.unused_minor
        assert result.full_cost_minor == went + result.unassigned_minor + result.common_minor
        if result.shares is not None and result.volumes is not None and result.rate is not None:
            for share, volume in zip(result.shares.tolist(), result.volumes.values.tolist(), strict=True):
                assert abs(share - result.rate * volume) < 1
    assert sum(result.received_minor for result in flow.pools) == sum(result.served_minor for result in flow.pools)


@given(models())
def test_the_order_of_the_pools_is_irrelevant(case: tuple[list[Pool], list[Service], dict[str, list[int]]]) -> None:
    pools, services, volumes = case
    first = run(pools, services, volumes, allow_unassigned="yes")
    second = run(pools[::-1], services[::-1], volumes, allow_unassigned="yes")
    results = {result.pool.pool_id: (result.received_minor, result.to_customers_minor) for result in first.pools}
    assert results == {r.pool.pool_id: (r.received_minor, r.to_customers_minor) for r in second.pools}


def test_two_departments_that_serve_each_other_are_solved_exactly() -> None:
    edges = choose_services([service("Y", "Z", 20), service("Z", "Y", 30)], "reciprocal", ())
    base = {"Y": Fraction(100), "Z": Fraction(100)}
    assert solve_circle(("Y", "Z"), {"Y": 7260, "Z": 4000}, edges, base) == {"Y": 9000, "Z": 5800}


def test_a_circle_that_lets_nothing_out_is_named_with_its_members() -> None:
    flow = run([pool("A", 100), pool("B", 50)], [service("A", "B", 1), service("B", "A", 1)], {})
    assert [problem.code for problem in flow.problems] == ["unsolvable_circle"]
    assert ("members", "A B") in flow.problems[0].params
    edges = choose_services([service("A", "B", 1), service("B", "A", 1)], "reciprocal", ())
    with pytest.raises(UnsolvableCircleError):
        solve_circle(("A", "B"), {"A": 100, "B": 50}, edges, {"A": Fraction(1), "B": Fraction(1)})


def test_step_passes_on_forward_and_direct_only_to_pools_that_give_none() -> None:
    services = [service("A", "B", 1), service("B", "A", 1), service("A", "C", 1), service("B", "C", 1)]
    one = Fraction(1)
    assert choose_services(services, "step", ("B", "A")) == {"A": (("C", one),), "B": (("A", one), ("C", one))}
    assert choose_services(services, "direct", ()) == {"A": (("C", one),), "B": (("C", one),)}


def test_a_pool_stands_after_those_that_serve_it_and_a_circle_stands_together() -> None:
    edges = choose_services([service("A", "B", 1), service("B", "C", 1), service("C", "B", 1)], "reciprocal", ())
    assert order_components(["C", "B", "A"], edges) == (("A",), ("B", "C"))


def test_services_without_a_driver_pass_everything_on_in_stages() -> None:
    pools = [pool("IT", 1001), pool("ORD", 100, "orders"), pool("PCK", 0, "lines")]
    flow = run(pools, [service("IT", "ORD", 1), service("IT", "PCK", 1)], {"orders": [1, 3], "lines": [1, 0]})
    assert [(r.received_minor, r.served_minor, r.to_customers_minor) for r in flow.pools] == [
        (0, 1001, 0),
        (501, 0, 601),
        (500, 0, 500),
    ]
