"""New customers by when, or among whom, they came: first year, buying again, value."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from portfolio.domain.customer_facts import Sums
from portfolio.domain.lifetime_value import expected_duration
from portfolio.domain.ratio import ratio


class CohortUnit(StrEnum):
    """What customers are gathered by."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    SEGMENT = "segment"


@dataclass(frozen=True)
class Cohort:
    """Customers who made their first purchase in the same time, or belong to the same segment.

    `name`: the first day of the time (ISO), or the segment. `first_year`: customers, purchases and revenue (minor
    units) of each customer's first year. `bought_again`: of them with a second purchase day in that year. `observed`:
    customers whose second year is wholly known; `returned`: of those, with a purchase in it.
    """

    name: str
    first_year: Sums
    bought_again: int
    observed: int
    returned: int
    is_first_year_known: bool

    @property
    def frequency(self) -> Fraction | None:
        return ratio(self.first_year.purchases, self.first_year.customers)

    @property
    def value_per_purchase_minor(self) -> Fraction | None:
        return ratio(self.first_year.revenue_minor, self.first_year.purchases)

    @property
    def revenue_per_customer_minor(self) -> Fraction | None:
        return ratio(self.first_year.revenue_minor, self.first_year.customers)

    @property
    def again_share(self) -> Fraction | None:
        return ratio(self.bought_again, self.first_year.customers)

    @property
    def returned_share(self) -> Fraction | None:
        """Share of the customers with a known second year that bought in it: the cohort's retention."""
        return ratio(self.returned, self.observed)

    @property
    def lifetime_value_minor(self) -> Fraction | None:
        """First-year revenue per customer × 1 / (1 − returned share); None before a second year is known."""
        per_customer, duration = self.revenue_per_customer_minor, expected_duration(self.returned_share)
        return None if per_customer is None or duration is None else per_customer * duration


@dataclass(frozen=True)
class UnitCohorts:
    """The cohorts of one unit, oldest first (segments by name)."""

    unit: CohortUnit
    cohorts: tuple[Cohort, ...]


@dataclass(frozen=True)
class SourceCohorts:
    """New customers by an attribute they were sent with, such as where they came from; by its values."""

    attribute: str
    cohorts: tuple[Cohort, ...]


def months_to_pay_back(cost_minor: int, revenue_per_customer_minor: Fraction) -> Fraction | None:
    """Return how many months of first-year revenue an acquisition cost takes; None when there is no revenue."""
    return cost_minor / (revenue_per_customer_minor / 12) if revenue_per_customer_minor > 0 else None


@dataclass(frozen=True)
class TriangleCell:
    """Of the customers who came in a quarter, those who bought in the quarter `offset` later."""

    cohort_date: date
    offset: int
    customers: int
    revenue_minor: int


@dataclass(frozen=True)
class Triangle:
    """Retention by quarter of the first purchase; cells whose quarter has not ended are left out."""

    cells: tuple[TriangleCell, ...]

    def cohort_dates(self) -> list[date]:
        return sorted({cell.cohort_date for cell in self.cells})

    def customers(self, cohort_date: date, offset: int) -> int | None:
        """Return the customers of one cell; 0 where nobody bought, None where the quarter has not ended."""
        found = (c.customers for c in self.cells if c.cohort_date == cohort_date and c.offset == offset)
        last = max((_quarter(cell.cohort_date) + cell.offset for cell in self.cells), default=-1)
        return next(found, 0 if _quarter(cohort_date) + offset <= last else None)


def _quarter(day: date) -> int:
    return day.year * 4 + (day.month - 1) // 3


@dataclass(frozen=True)
class NewCustomers:
    """The new customers of the data by when, among whom and where they came from; `attribute_names`: what may tell."""

    units: tuple[UnitCohorts, ...]
    sources: tuple[SourceCohorts, ...]
    triangle: Triangle
    attribute_names: tuple[str, ...]
