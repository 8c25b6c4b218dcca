"""A retailer's customer base in two 12-month periods, as published: flow, migration and portfolio to the last digit."""

from fractions import Fraction

import numpy as np
import pyarrow as pa
import pytest

from portfolio.domain.customer_facts import CustomerFacts, Sums
from portfolio.domain.definition import TIERS
from portfolio.domain.flows import Flow, sum_flows
from portfolio.domain.lifetime_value import PortfolioRow, TierBase, bases_of, value_portfolio
from portfolio.domain.migration import TARGETS, Migration, locate_cells, sum_migration
from portfolio.domain.ratio import decimal_text

# rows: from; columns: bottom, middle, top, super, lost
PRINTED = {
    "super": (340, 1_494, 1_297, 1_050, 539),
    "top": (1_847, 5_529, 2_913, 1_144, 2_725),
    "middle": (8_295, 16_200, 4_753, 1_240, 16_706),
    "bottom": (5_877, 7_129, 1_414, 295, 13_600),
    "new": (7_153, 11_987, 3_288, 960, 0),
    "won_back": (7_030, 8_567, 1_607, 402, 0),
}
COLUMNS = ("bottom", "middle", "top", "super", "lost")
CLOSING = {
    "super": Sums(5_091, 38_626, 61_738_655_00),
    "top": Sums(15_272, 68_832, 84_147_530_00),
    "middle": Sums(50_906, 120_577, 99_718_421_00),
    "bottom": Sums(30_542, 40_075, 12_090_788_00),
}


def published_customers() -> tuple[CustomerFacts, np.ndarray, np.ndarray, np.ndarray]:
    """Build one customer per count of the printed matrix, with its flow and tiers as printed."""
    flows, earlier, later = [], [], []
    for source, counts in PRINTED.items():
        for target, count in zip(COLUMNS, counts, strict=True):
            known = {"new": Flow.NEW, "won_back": Flow.WON_BACK}.get(source, Flow.RETAINED)
            flows += [Flow.LOST if target == "lost" else known] * count
            earlier += [TIERS.index(source) if source in TIERS else -1] * count
            later += [TIERS.index(target) if target in TIERS else -1] * count
    tier_from, tier_to = np.array(earlier, dtype=np.int64), np.array(later, dtype=np.int64)
    purchases = np.ones(len(flows), dtype=np.int64)
    facts = CustomerFacts(
        customer_ids=pa.array([str(number) for number in range(len(flows))]),
        last_before_day=np.zeros(len(flows), dtype=np.int64),
        earlier_purchases=np.where(tier_from >= 0, purchases, 0),
        earlier_revenue_minor=purchases * 100,
        later_purchases=np.where(tier_to >= 0, purchases, 0),
        later_revenue_minor=purchases * 200,
        later_first_day=np.zeros(len(flows), dtype=np.int64),
        last_day=np.zeros(len(flows), dtype=np.int64),
    )
    return facts, np.array(flows, dtype=np.int64), tier_from, tier_to


@pytest.fixture(scope="module")
def migration() -> Migration:
    facts, flow, earlier, later = published_customers()
    return sum_migration(facts, locate_cells(flow, earlier, later))


def test_opening_and_what_came_and_went_make_the_closing_base() -> None:
    facts, flow, _, _ = published_customers()
    flows = sum_flows(facts, flow)
    assert flows.opening.customers == 94_387
    assert (flows.retained.customers, flows.lost.customers) == (60_817, 33_570)
    assert (flows.won_back.customers, flows.new.customers) == (17_606, 23_388)
    assert (flows.closing.customers, flows.difference) == (101_811, 0)


def test_the_migration_has_every_printed_cell(migration: Migration) -> None:
    for source, counts in PRINTED.items():
        assert tuple(migration.sums(source, target).customers for target in COLUMNS) == counts
    assert len(migration.cells) == 28
    assert [migration.from_source(tier).customers for tier in TIERS] == [4_720, 14_158, 47_194, 28_315]
    assert [migration.to_target(tier).customers for tier in TIERS] == [5_091, 15_272, 50_906, 30_542]


def test_lost_customers_carry_what_they_bought_for_before(migration: Migration) -> None:
    assert migration.sums("super", "lost") == Sums(539, 539, 53_900)
    assert migration.sums("super", "super") == Sums(1_050, 1_050, 210_000)


def test_shares_of_a_row_sum_to_one(migration: Migration) -> None:
    shares = [migration.share("middle", target) for target in TARGETS]
    assert sum(share for share in shares if share is not None) == 1


def portfolio(migration: Migration) -> dict[str, PortfolioRow]:
    bases = tuple(TierBase(base.tier, CLOSING[base.tier], base.retention_share) for base in bases_of(migration))
    return {row.tier: row for row in value_portfolio(bases, Fraction(60_817, 94_387))}


def kronor(minor: Fraction | None, decimals: int = 0) -> str:
    assert minor is not None
    return decimal_text(minor / 100, decimals)


@pytest.mark.parametrize(
    ("tier", "frequency", "value", "revenue", "retention", "duration", "lifetime", "index", "total"),
    [
        ("super", "7.59", "1598.37", "12127", "89", "8.76", "106196", "128.8", "540642767"),
        ("top", "4.51", "1222.51", "5510", "81", "5.2", "28627", "34.7", "437196598"),
        ("middle", "2.37", "827.01", "1959", "65", "2.8", "5534", "6.7", "281701853"),
        ("bottom", "1.31", "301.70", "396", "52", "2.1", "824", "1.0", "25172843"),
        ("all", "2.63", "961.16", "2531", "64", "2.81", "7117", "", "1284714061"),
    ],
)
def test_the_portfolio_comes_out_as_printed(
    migration: Migration, tier: str, frequency: str, value: str, revenue: str,
    retention: str, duration: str, lifetime: str, index: str, total: str,
) -> None:  # fmt: skip
    row = portfolio(migration)[tier]
    assert decimal_text(row.purchases_per_customer, 2) == frequency
    assert kronor(row.revenue_per_purchase_minor, 2) == value
    assert kronor(row.revenue_per_customer_minor) == revenue
    assert row.retention_share is not None
    assert decimal_text(row.retention_share * 100, 0) == retention
    assert decimal_text(row.duration, len(duration.partition(".")[2])) == duration
    assert kronor(row.lifetime_value_minor) == lifetime
    assert decimal_text(row.index, 1) == index
    assert kronor(row.portfolio_value_minor) == total
