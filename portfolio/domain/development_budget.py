"""The customer development budget: outcome → the same development again → levers → target.

Everything is exact (`Fraction`); customers of a budget are not whole, because a budget is an expectation. Rounding is
left to whoever prints. Shares are 0–1 and factors 1 = unchanged.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from portfolio.domain.customer_facts import Sums
from portfolio.domain.lifetime_value import expected_duration
from portfolio.domain.ratio import ratio

GROUPS = ("new", "retained", "won_back")
LEVERS = ("customers", "frequency", "value_per_purchase")
ONE = Fraction(1)


@dataclass(frozen=True)
class Outcome:
    """What happened: the three groups of active customers and the stocks around them, in customers.

    `opening_active`: active at the start. `closing_lost`: lost customers at the end, whom the next period can win back.
    `formerly_lost`: the same at the start, whom this period's won back came from.
    """

    new: Sums
    retained: Sums
    won_back: Sums
    opening_active: int
    closing_lost: int
    formerly_lost: int

    @property
    def closing_active(self) -> int:
        return self.new.customers + self.retained.customers + self.won_back.customers

    def group(self, name: str) -> Sums:
        return {"new": self.new, "retained": self.retained, "won_back": self.won_back}[name]


@dataclass(frozen=True)
class Factors:
    """What one group's flow, frequency and value per purchase are multiplied by; for retained customers `customers`
    scales retention, for won back the won-back share."""

    customers: Fraction = ONE
    frequency: Fraction = ONE
    value_per_purchase: Fraction = ONE

    def times(self, other: "Factors") -> "Factors":
        return Factors(
            self.customers * other.customers,
            self.frequency * other.frequency,
            self.value_per_purchase * other.value_per_purchase,
        )


@dataclass(frozen=True)
class Plan:
    """Factors for the three groups: a development, or a set of nine levers."""

    new: Factors = Factors()
    retained: Factors = Factors()
    won_back: Factors = Factors()

    def group(self, name: str) -> Factors:
        return {"new": self.new, "retained": self.retained, "won_back": self.won_back}[name]

    def times(self, other: "Plan") -> "Plan":
        return Plan(self.new.times(other.new), self.retained.times(other.retained), self.won_back.times(other.won_back))

    def with_lever(self, group: str, lever: str, factor: Fraction) -> "Plan":
        """Return the plan with one lever set."""
        return replace(self, **{group: replace(self.group(group), **{lever: factor})})


@dataclass(frozen=True)
class BudgetGroup:
    """One group, or all: expected customers, purchases and revenue in minor units."""

    customers: Fraction
    purchases: Fraction
    revenue_minor: Fraction

    def __add__(self, other: "BudgetGroup") -> "BudgetGroup":
        return BudgetGroup(
            self.customers + other.customers,
            self.purchases + other.purchases,
            self.revenue_minor + other.revenue_minor,
        )

    @property
    def frequency(self) -> Fraction | None:
        return ratio(self.purchases, self.customers)

    @property
    def value_per_purchase_minor(self) -> Fraction | None:
        return ratio(self.revenue_minor, self.purchases)

    @property
    def revenue_per_customer_minor(self) -> Fraction | None:
        return ratio(self.revenue_minor, self.customers)


@dataclass(frozen=True)
class Budget:
    """One version of the period: outcome or budget. `opening_active` and `opening_lost` are what it starts from."""

    new: BudgetGroup
    retained: BudgetGroup
    won_back: BudgetGroup
    opening_active: Fraction
    opening_lost: Fraction

    def group(self, name: str) -> BudgetGroup:
        return {"new": self.new, "retained": self.retained, "won_back": self.won_back}[name]

    @property
    def everyone(self) -> BudgetGroup:
        return self.new + self.retained + self.won_back

    @property
    def lost_customers(self) -> Fraction:
        """Active at the start and not retained."""
        return self.opening_active - self.retained.customers

    @property
    def retention_share(self) -> Fraction | None:
        return ratio(self.retained.customers, self.opening_active)

    @property
    def won_back_share(self) -> Fraction | None:
        return ratio(self.won_back.customers, self.opening_lost)

    @property
    def gross_duration(self) -> Fraction | None:
        """1 / (1 − retention) periods; None when nobody leaves."""
        return expected_duration(self.retention_share)

    @property
    def net_duration(self) -> Fraction | None:
        """1 / (1 − (retained + won back) / active at the start); None when as many or more are there as at first."""
        return expected_duration(ratio(self.retained.customers + self.won_back.customers, self.opening_active))

    def revenue_change_share(self, before: "Budget") -> Fraction | None:
        """Return the change of revenue against `before`: 0.31 = 31 % more; None without a positive revenue before."""
        earlier = before.everyone.revenue_minor
        return self.everyone.revenue_minor / earlier - 1 if earlier > 0 else None


def budget_of_outcome(outcome: Outcome) -> Budget:
    """Return the outcome in a budget's terms."""
    new, retained, won_back = (
        BudgetGroup(Fraction(sums.customers), Fraction(sums.purchases), Fraction(sums.revenue_minor))
        for sums in (outcome.new, outcome.retained, outcome.won_back)
    )
    return Budget(new, retained, won_back, Fraction(outcome.opening_active), Fraction(outcome.formerly_lost))


def plan_budget(outcome: Outcome, plan: Plan) -> Budget:
    """Return the next period when every group develops by its factors.

    New = the outcome's new × factor; retained = the closing active × retention × factor; won back = the closing lost ×
    won-back share × factor; purchases and revenue by the outcome's frequency and value per purchase × their factors.
    A group without customers in the outcome has no frequency to go by and buys nothing.
    """
    past = budget_of_outcome(outcome)
    flows = {
        "new": past.new.customers,
        "retained": outcome.closing_active * (past.retention_share or Fraction(0)),
        "won_back": outcome.closing_lost * (past.won_back_share or Fraction(0)),
    }
    new, retained, won_back = (_develop(past.group(name), flows[name], plan.group(name)) for name in GROUPS)
    return Budget(new, retained, won_back, Fraction(outcome.closing_active), Fraction(outcome.closing_lost))


def _develop(past: BudgetGroup, flow: Fraction, factors: Factors) -> BudgetGroup:
    customers = flow * factors.customers
    purchases = customers * (past.frequency or 0) * factors.frequency
    revenue = purchases * (past.value_per_purchase_minor or 0) * factors.value_per_purchase
    return BudgetGroup(customers, purchases, revenue)
