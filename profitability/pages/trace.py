"""One amount taken apart: pool, volume, what it was divided by, rate, rounding, and the rows it was counted from."""

from dataclasses import dataclass
from fractions import Fraction

from profitability.domain.money import format_number
from profitability.models import Run
from profitability.pages.customer import CostShare, cost_share
from profitability.pages.lines import driver_label, line_label
from profitability.pages.quantities import written_quantity
from profitability.selectors.runs import get_summary
from profitability.selectors.sources import SourceRow, list_source_rows
from profitability.selectors.statements import Statement, find_customer
from profitability.selectors.traces import list_pools, list_traces
from ui import formats

EXACT_DECIMALS = 6


@dataclass(frozen=True)
class SourceLine:
    """One row as sent, written out; `counted` is what it adds to the volume."""

    row: SourceRow
    quantity: str
    factor: str
    counted: str


@dataclass(frozen=True)
class TracePage:
    """How one pool's amount on one customer came about; `exact` and `rounding` are major units, written out."""

    run: Run
    unit: str
    customer: Statement
    line_label: str
    driver_label: str
    share: CostShare
    pool_position: int
    part: str
    exact: str
    rounding: str
    sources: tuple[SourceLine, ...]
    source_total: int
    is_from_sales: bool
    part_share: Fraction | None
    rounding_exact: str
    has_standard_rate: bool

    @property
    def hidden_rows(self) -> int:
        return self.source_total - len(self.sources)


def trace_page(run: Run, position: int, customer_id: str) -> TracePage | None:
    """Return the amount that the pool at `position` put on the customer, taken apart; None when there is none."""
    customer = find_customer(run, customer_id)
    if customer is None:
        return None
    trace = next(
        (trace for trace in list_traces(run, customer, list_pools(run)) if trace.pool.position == position), None
    )
    if trace is None:
        return None
    summary = get_summary(run)
    share = cost_share(trace)
    is_frozen = share.pool_id in dict(summary.standard_rates)
    exact_minor = _exact(share, summary.decimals, is_frozen=is_frozen)
    found = list_source_rows(run, customer_id, share.driver, summary.period_start, summary.period_end)
    major = Fraction(1, 10**summary.decimals)
    return TracePage(
        run=run,
        unit=formats.unit(summary.currency),
        customer=customer,
        line_label=line_label(trace.pool.line),
        driver_label=driver_label(share.driver),
        share=share,
        pool_position=position,
        part=formats.percent(share.volume / share.base if share.base else None, 4),
        exact=formats.number(exact_minor * major, EXACT_DECIMALS),
        rounding=formats.number((share.amount_minor - exact_minor) * major, EXACT_DECIMALS),
        sources=tuple(_source_line(row) for row in found.rows),
        source_total=found.total,
        is_from_sales=share.driver.startswith("@"),
        part_share=share.volume / share.base if share.base else None,
        rounding_exact=format_number((share.amount_minor - exact_minor) * major, at_most=EXACT_DECIMALS),
        has_standard_rate=is_frozen,
    )


def _exact(share: CostShare, decimals: int, *, is_frozen: bool) -> Fraction:
    """Return the exact amount in minor units: rate * volume where the rate is frozen, else the pool's cost shared."""
    if is_frozen:
        return share.rate * share.volume * Fraction(10**decimals)
    return share.pool_minor * share.volume / share.base if share.base else Fraction(share.amount_minor)


def _source_line(row: SourceRow) -> SourceLine:
    if row.quantity is None:
        return SourceLine(row, "", "", "")
    counted = written_quantity(row.quantity * row.factor)
    return SourceLine(row, written_quantity(row.quantity), written_quantity(row.factor), counted)
