"""The customer base compared over two windows: flows, tiers, migration and portfolio from the facts per customer."""

from dataclasses import dataclass

from portfolio.domain.customer_facts import CustomerFacts, Ints
from portfolio.domain.definition import CustomerDefinition
from portfolio.domain.flows import Flows, classify_flows, sum_flows
from portfolio.domain.lifetime_value import PortfolioRow, bases_of, value_portfolio
from portfolio.domain.migration import Migration, locate_cells, sum_migration
from portfolio.domain.ratio import ratio
from portfolio.domain.tiers import assign_tiers


@dataclass(frozen=True)
class CustomerPlaces:
    """Where each customer stands, parallel to the facts: its flow, its tier in either window (−1 = none), its cell."""

    flow: Ints
    earlier_tier: Ints
    later_tier: Ints
    cell: Ints


@dataclass(frozen=True)
class CustomerBase:
    """What two windows tell about the customers."""

    places: CustomerPlaces
    flows: Flows
    migration: Migration
    portfolio: tuple[PortfolioRow, ...]


def compare_base(facts: CustomerFacts, definition: CustomerDefinition) -> CustomerBase:
    """Sort every customer into flow, tiers and cell by the definition, and add them up."""
    flow = classify_flows(facts, definition.forgotten_months)
    cuts = definition.tier_cuts
    earlier_tier = assign_tiers(facts.earlier_revenue_minor, facts.earlier_purchases > 0, cuts)
    later_tier = assign_tiers(facts.later_revenue_minor, facts.later_purchases > 0, cuts)
    cell = locate_cells(flow, earlier_tier, later_tier)
    flows = sum_flows(facts, flow)
    migration = sum_migration(facts, cell)
    retention = ratio(flows.retained.customers, flows.opening.customers)
    portfolio = value_portfolio(bases_of(migration), retention)
    return CustomerBase(CustomerPlaces(flow, earlier_tier, later_tier, cell), flows, migration, portfolio)
