"""The slow, obvious version of a whole run, in fractions and loops: facts, volumes, pools, statements, tiers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import ceil, floor

from profitability.domain.cost_flow import PoolResult
from profitability.domain.ledger import COST_LINES, Pool
from profitability.domain.settings import first_day_of_window
from tests.profitability.domain.oracle import Receiver, share
from tests.profitability.domain.random_models import MILLION, RandomLedger

type Amounts = Mapping[str, Fraction]
type Served = Sequence[tuple[str, Fraction]]


@dataclass(frozen=True)
class Usage:
    """What there is of customers: ids, sums by customer and the volumes of drivers, in units."""

    ids: tuple[str, ...]
    sums: Mapping[str, Mapping[str, int]]
    first_dates: Mapping[str, date]
    volumes: Mapping[str, Amounts]


def sum_up(ledger: RandomLedger) -> Usage:
    """Sum the ledger's rows up, one by one."""
    start, end = (date.fromisoformat(ledger.setting(key, "")) for key in ("period_start", "period_end"))
    ids = tuple(sorted(customer.customer_id for customer in ledger.customers))
    names = ["rows", "gross", "discounts", "goods", "quantity", "others", *(f"direct {line}" for line in COST_LINES)]
    sums = {name: dict.fromkeys(ids, 0) for name in names}
    orders: dict[str, set[str]] = {i: set() for i in ids}
    first: dict[str, date] = {}
    volumes: dict[str, dict[str, Fraction]] = {}
    for row in ledger.transactions:
        who = row.customer_id
        first[who] = min(first.get(who, row.date), row.date)
        if start <= row.date <= end:
            sums["rows"][who] += 1
            sums["gross"][who] += row.gross_sales_minor
            sums["discounts"][who] += row.discount_minor or 0
            sums["goods"][who] += row.cost_of_goods_minor or 0
            sums["quantity"][who] += row.quantity_micro or 0
            orders[who] |= {row.order_id} if row.order_id else set()
    for used in ledger.volumes:
        if used.date is None or start <= used.date <= end:
            sums["others"][used.customer_id] += 1
            of_driver = volumes.setdefault(used.driver, dict.fromkeys(ids, Fraction(0)))
            of_driver[used.customer_id] += Fraction(used.quantity_micro, MILLION)
    for cost in ledger.direct_costs:
        if cost.date is None or start <= cost.date <= end:
            sums["others"][cost.customer_id] += 1
            sums[f"direct {cost.line}"][cost.customer_id] += cost.amount_minor
    unit = 10 ** int(ledger.setting("decimals", "2"))
    for i in ids:
        net = sums["gross"][i] - sums["discounts"][i]
        computed = {
            "@gross_sales": Fraction(sums["gross"][i], unit),
            "@net_sales": Fraction(net, unit),
            "@gross_margin": Fraction(net - sums["goods"][i], unit),
            "@orders": Fraction(len(orders[i])),
            "@lines": Fraction(sums["rows"][i]),
            "@quantity": Fraction(sums["quantity"][i], MILLION),
            "@customers": Fraction(int(sums["rows"][i] > 0)),
        }
        for name, volume in computed.items():
            volumes.setdefault(name, {})[i] = volume
    nothing = dict.fromkeys(ids, Fraction(0))
    volumes["e1"] = {
        i: sum(
            (Fraction(t.per_unit_micro, MILLION) * volumes.get(t.activity, nothing)[i] for t in ledger.terms),
            Fraction(0),
        )
        for i in ids
    }
    positive = {name: {i: max(volume, Fraction(0)) for i, volume in by.items()} for name, by in volumes.items()}
    return Usage(ids, sums, first, positive)


@dataclass
class PoolOracle:
    """Follows the engine's pools in their order and says what each must have done."""

    ledger: RandomLedger
    usage: Usage
    received: dict[str, int] = field(default_factory=dict)

    def served_by(self, pool: Pool) -> Served:
        """Return the pools it serves under the method, and the units they use."""
        givers = {service.from_pool for service in self.ledger.services if service.quantity_micro}
        order = self.ledger.setting("step_order", "").split()
        units: dict[str, Fraction] = {}
        for service in self.ledger.services:
            to = service.to_pool
            method = self.ledger.setting("services_method", "reciprocal")
            ignored = method == "direct" and to in givers
            ignored |= method == "step" and to in givers and order.index(to) <= order.index(pool.pool_id)
            if service.from_pool == pool.pool_id and service.quantity_micro and not ignored:
                units[to] = units.get(to, Fraction(0)) + Fraction(service.quantity_micro, MILLION)
        return sorted(units.items())

    def has_services(self, pool: Pool) -> bool:
        return any(service.from_pool == pool.pool_id and service.quantity_micro for service in self.ledger.services)

    def reaches(self, start: str, goal: str) -> bool:
        """Say whether cost of `start` comes to `goal` by one or more services."""
        pools = {pool.pool_id: pool for pool in self.ledger.pools}
        seen: set[str] = set()
        front = [start]
        while front:
            nexts = {to for pool_id in front for to, _ in self.served_by(pools[pool_id])} - seen
            if goal in nexts:
                return True
            seen |= nexts
            front = sorted(nexts)
        return False

    def volumes(self, pool: Pool) -> Amounts:
        return self.usage.volumes.get(pool.driver, {})

    def check(self, result: PoolResult) -> None:
        """Assert that a pool passed on what it had by the rules, given what the others passed on to it."""
        pool, volumes, served = result.pool, self.volumes(result.pool), self.served_by(result.pool)
        used = sum(volumes.values()) + sum((units for _, units in served), Fraction(0))
        capacity = Fraction(pool.capacity_micro, MILLION) if pool.capacity_micro else None
        amount = pool.amount_minor + result.received_minor
        whole = (
            result.served_minor,
            result.to_customers_minor,
            result.unused_minor,
            result.unassigned_minor,
            result.common_minor,
        )
        assert sum(whole) == amount, pool
        if not pool.driver and not self.has_services(pool):
            assert result.common_minor == amount
        elif not used:
            assert result.unassigned_minor == amount
        else:
            assert (result.common_minor, result.unassigned_minor) == (0, 0)
            receivers = [Receiver(f"p{to}", (0, to), units) for to, units in served]
            receivers += [Receiver(f"c{i}", (1, i), volume) for i, volume in volumes.items()]
            receivers.append(Receiver("unused", (2, ""), (capacity or used) - used))
            got = {f"p{to}": part for to, part in result.served_to} | {"unused": result.unused_minor}
            if result.shares is not None:
                got |= {f"c{i}": part for i, part in zip(self.usage.ids, result.shares.tolist(), strict=True)}
            if self.reaches(pool.pool_id, pool.pool_id):
                self._check_in_circle(result, receivers, got)
            else:
                assert {key: part for key, part in share(amount, receivers).items() if part} == {
                    key: part for key, part in got.items() if part
                }

    def _check_in_circle(self, result: PoolResult, receivers: Sequence[Receiver], got: Mapping[str, int]) -> None:
        """In a circle the full costs are fractions: every part is the floor or the ceiling of its exact share."""
        assert result.rate is not None
        for receiver in receivers:
            exact = result.rate * receiver.volume
            assert floor(exact) <= got.get(receiver.key, 0) <= ceil(exact), receiver

    def check_rates(self, results: Sequence[PoolResult]) -> None:
        """Assert that the exact full costs in circles solve the equations, whatever way they were found."""
        rates = {result.pool.pool_id: result.rate or Fraction(0) for result in results}
        for result in results:
            pool = result.pool
            if not self.reaches(pool.pool_id, pool.pool_id):
                continue
            from_circle, whole = Fraction(0), 0
            for giver in results:
                for to, units in self.served_by(giver.pool):
                    if to == pool.pool_id and self.reaches(pool.pool_id, giver.pool.pool_id):
                        from_circle += rates[giver.pool.pool_id] * units
                    elif to == pool.pool_id:
                        whole += dict(giver.served_to)[to]
            base = (
                Fraction(pool.capacity_micro, MILLION)
                if pool.capacity_micro
                else sum(self.volumes(pool).values()) + sum((units for _, units in self.served_by(pool)), Fraction(0))
            )
            assert rates[pool.pool_id] * base == pool.amount_minor + whole + from_circle


def rank_and_tier(ledger: RandomLedger, usage: Usage, values: Mapping[str, int]) -> list[tuple[str, str]]:
    """Return the ranked customers with their tiers, by the format's words."""
    active = [i for i in usage.ids if usage.sums["rows"][i] or usage.sums["others"][i]]
    ranked = sorted(active, key=lambda i: (-values[i], i))
    n, running, reached, cumulative = len(ranked), 0, n_never(ranked), []
    for i in ranked:
        running += values[i]
        cumulative.append(running)
    peak = max(cumulative, default=0)
    goal = Fraction(ledger.setting("gold_peak_share", "0.80")) * peak
    reached = next((rank for rank, total in enumerate(cumulative, start=1) if total >= goal), reached)
    return [(i, _tier(ledger, usage, i, rank, n, reached, peak, values[i])) for rank, i in enumerate(ranked, start=1)]


def n_never(ranked: Sequence[str]) -> int:
    return len(ranked) + 1


def _tier(
    ledger: RandomLedger, usage: Usage, who: str, rank: int, n: int, reached: int, peak: int, contribution: int
) -> str:
    def most(key: str, default: str) -> int:
        return ceil(Fraction(ledger.setting(key, default)) * n)

    unit = 10 ** int(ledger.setting("decimals", "2"))
    rule = ledger.setting("tier_rule", "whale")
    if rule == "whale":
        gold = rank <= reached and rank <= most("gold_max_share", "0.20") and contribution > 0
        silver = contribution > 0
    elif rule == "percent":
        gold = rank <= most("gold_percent", "0.20") and contribution > 0
        silver = rank <= most("silver_percent", "0.50")
    else:
        gold = contribution >= Fraction(ledger.setting("gold_from", "")) * unit
        silver = contribution >= Fraction(ledger.setting("silver_from", "")) * unit
        silver = silver or gold
    silver = silver or gold or (rule == "percent" and rank <= most("gold_percent", "0.20"))
    end = date.fromisoformat(ledger.setting("period_end", ""))
    since = {c.customer_id: c.customer_since for c in ledger.customers}[who] or usage.first_dates.get(who)
    is_new = (
        since is not None and first_day_of_window(end, int(ledger.setting("new_customer_months", "12"))) <= since <= end
    )
    if gold and peak > 0:
        return "gold"
    return "silver" if silver or is_new else "bronze"
