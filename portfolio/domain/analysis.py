"""One analysis of the customer base: everything its pages and report are made of, in whole numbers."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from portfolio.domain.cohorts import SourceCohorts, Triangle, UnitCohorts
from portfolio.domain.customer_facts import Sums
from portfolio.domain.definition import CustomerDefinition
from portfolio.domain.development_budget import Factors, Outcome, Plan
from portfolio.domain.flows import Flows
from portfolio.domain.holdings import Holdings
from portfolio.domain.lifetime_value import PortfolioRow, bases_of, value_portfolio
from portfolio.domain.migration import Migration
from portfolio.domain.periods import Comparison, compare_months
from portfolio.domain.ratio import ratio
from portfolio.domain.stocks import Stocks
from profitability.domain.problem import Problem


@dataclass(frozen=True)
class SeriesPoint:
    """The flows of the window up to a date, against the window before it."""

    as_of: date
    flows: Flows


@dataclass(frozen=True)
class AnalysisSummary:
    """What an analysis says. `previous_*` belong to the comparison one window earlier; None without data for it.

    `marketing_minor`: the cost pools that stand on the line marketing; None when the upload has none.
    `attribute_names`: the further columns of the customers.
    """

    as_of: date
    currency: str
    decimals: int
    definition: CustomerDefinition
    flows: Flows
    migration: Migration
    stocks: Stocks
    previous_flows: Flows | None
    previous_migration: Migration | None
    series: tuple[SeriesPoint, ...]
    cohorts: tuple[UnitCohorts, ...]
    triangle: Triangle
    holdings: Holdings
    remarks: tuple[Problem, ...]
    sources: tuple[SourceCohorts, ...] = ()
    marketing_minor: int | None = None
    attribute_names: tuple[str, ...] = ()

    @property
    def windows(self) -> Comparison:
        return compare_months(self.as_of, self.definition.active_months)

    def portfolio(self) -> tuple[PortfolioRow, ...]:
        """Return the portfolio at the date."""
        return portfolio_of(self.flows, self.migration)

    def previous_portfolio(self) -> tuple[PortfolioRow, ...] | None:
        """Return the portfolio one window earlier; None without data for it."""
        if self.previous_flows is None or self.previous_migration is None:
            return None
        return portfolio_of(self.previous_flows, self.previous_migration)

    def outcome(self) -> Outcome:
        """Return the later window as the outcome that a development budget starts from."""
        flows, stocks = self.flows, self.stocks
        return Outcome(
            flows.new,
            flows.retained,
            flows.won_back,
            stocks.opening_active,
            stocks.closing_lost,
            stocks.formerly_lost,
        )

    def development(self) -> Plan:
        """Return how frequency, value per purchase and the number of new customers developed since the window before.

        Retention and the won-back share are held; a figure that cannot be compared is held too.
        """
        if self.previous_flows is None:
            return Plan()
        before, after = self.previous_flows, self.flows
        new = _develop(before.new, after.new)
        recruitment = ratio(after.new.customers, before.new.customers) or Fraction(1)
        return Plan(
            new=Factors(recruitment, new.frequency, new.value_per_purchase),
            retained=_develop(before.retained, after.retained),
            won_back=_develop(before.won_back, after.won_back),
        )


def _develop(before: Sums, after: Sums) -> Factors:
    frequency = _quotient(ratio(after.purchases, after.customers), ratio(before.purchases, before.customers))
    value = _quotient(ratio(after.revenue_minor, after.purchases), ratio(before.revenue_minor, before.purchases))
    return Factors(Fraction(1), frequency, value)


def _quotient(after: Fraction | None, before: Fraction | None) -> Fraction:
    if after is None or before is None or after <= 0 or before <= 0:
        return Fraction(1)
    return after / before


def portfolio_of(flows: Flows, migration: Migration) -> tuple[PortfolioRow, ...]:
    """Return the portfolio of a comparison, tiers first, then all."""
    return value_portfolio(bases_of(migration), ratio(flows.retained.customers, flows.opening.customers))
