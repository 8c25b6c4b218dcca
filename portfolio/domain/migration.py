"""How customers moved between tiers from one window to the next, and who came and left."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from portfolio.domain.customer_facts import CustomerFacts, Ints, Sums, sum_by_group
from portfolio.domain.definition import TIERS
from portfolio.domain.flows import Flow
from portfolio.domain.ratio import ratio

SOURCES = (*TIERS, "new", "won_back")
TARGETS = (*TIERS, "lost")
_LOST, _NEW, _WON_BACK = len(TIERS), len(TIERS), len(TIERS) + 1


@dataclass(frozen=True)
class Cell:
    """Customers who came from `source` and are in `target`; figures of the later window, for `lost` of the earlier."""

    source: str
    target: str
    sums: Sums


@dataclass(frozen=True)
class Migration:
    """Every possible move, row by row: tiers best first, then new and won back; `lost` last in each row."""

    cells: tuple[Cell, ...]

    def sums(self, source: str, target: str) -> Sums:
        """Return one cell; zeros where no such move exists."""
        return next((cell.sums for cell in self.cells if (cell.source, cell.target) == (source, target)), Sums())

    def from_source(self, source: str) -> Sums:
        """Add up a row."""
        return sum((cell.sums for cell in self.cells if cell.source == source), Sums())

    def to_target(self, target: str) -> Sums:
        """Add up a column."""
        return sum((cell.sums for cell in self.cells if cell.target == target), Sums())

    def share(self, source: str, target: str) -> Fraction | None:
        """Return the share (0–1) of the row's customers in this cell; None for an empty row."""
        return ratio(self.sums(source, target).customers, self.from_source(source).customers)

    def retention(self, tier: str) -> Fraction | None:
        """Return the share (0–1) of the tier's earlier customers that are active later; None for an empty tier."""
        before = self.from_source(tier).customers
        return ratio(before - self.sums(tier, "lost").customers, before)


def gather_migration(found: Mapping[tuple[str, str], Sums]) -> Migration:
    """Return the migration of the cells found, by source and target; zeros for the others."""
    return Migration(
        tuple(
            Cell(source, target, found.get((source, target), Sums()))
            for row, source in enumerate(SOURCES)
            for target in TARGETS
            if not (row >= _NEW and target == "lost")
        )
    )


def locate_cells(flow: Ints, earlier_tier: Ints, later_tier: Ints) -> Ints:
    """Return each customer's cell as source · 5 + target, indices in SOURCES and TARGETS; −1 for who never moved."""
    source, target = earlier_tier.copy(), later_tier.copy()
    source[flow == Flow.NEW] = _NEW
    source[flow == Flow.WON_BACK] = _WON_BACK
    target[flow == Flow.LOST] = _LOST
    cell = source * len(TARGETS) + target
    cell[flow == Flow.NONE] = -1
    return cell


def sum_migration(facts: CustomerFacts, cells: Ints) -> Migration:
    """Add up the cells of `locate_cells`."""
    lost = cells % len(TARGETS) == _LOST
    purchases = np.where(lost, facts.earlier_purchases, facts.later_purchases)
    revenue = np.where(lost, facts.earlier_revenue_minor, facts.later_revenue_minor)
    sums = sum_by_group(cells, len(SOURCES) * len(TARGETS), purchases, revenue)
    return Migration(
        tuple(
            Cell(source, target, sums[row * len(TARGETS) + column])
            for row, source in enumerate(SOURCES)
            for column, target in enumerate(TARGETS)
            if not (row >= _NEW and column == _LOST)
        )
    )
