"""New customers by cohort, what they cost to get, and the retention triangle."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from portfolio.domain.cohorts import Cohort, CohortUnit, Triangle, months_to_pay_back
from portfolio.domain.ratio import ratio, round_half_up
from portfolio.models import Analysis
from portfolio.pages.labels import Basis, basis_of
from portfolio.selectors.analyses import get_summary
from ui import formats
from ui.charts import Cell, Chart, HeatRow, heat_map


@dataclass(frozen=True)
class UnitOption:
    """A way to gather customers; `is_chosen` marks the one shown."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class CohortLine:
    """One cohort, amounts rounded to minor units."""

    label: str
    cohort: Cohort
    value_per_purchase_minor: int | None
    revenue_per_customer_minor: int | None
    lifetime_value_minor: int | None
    value_over_cost: Fraction | None
    pay_back_months: Fraction | None


@dataclass(frozen=True)
class CohortsPage:
    """The new customers of an analysis by one unit."""

    basis: Basis
    unit: str
    units: tuple[UnitOption, ...]
    lines: tuple[CohortLine, ...]
    cost_text: str
    has_cost: bool
    triangle: Chart | None


def cohorts_page(analysis: Analysis, unit: str, cost_minor: int | None, cost_text: str) -> CohortsPage:
    """Return the page by `unit` (an unknown one is by quarter), with an acquisition cost per customer if given."""
    summary = get_summary(analysis)
    chosen = CohortUnit(unit) if unit in set(CohortUnit) else CohortUnit.QUARTER
    cohorts = next(found.cohorts for found in summary.cohorts if found.unit is chosen)
    return CohortsPage(
        basis=basis_of(analysis, summary),
        unit=chosen.value,
        units=tuple(UnitOption(u.value, unit_label(u), u is chosen) for u in CohortUnit),
        lines=tuple(_line(cohort, chosen, cost_minor) for cohort in cohorts),
        cost_text=cost_text,
        has_cost=cost_minor is not None,
        triangle=triangle_chart(summary.triangle),
    )


def unit_label(unit: CohortUnit) -> str:
    """Return what a unit is called."""
    labels = {
        CohortUnit.MONTH: _("Månad"),
        CohortUnit.QUARTER: _("Kvartal"),
        CohortUnit.YEAR: _("År"),
        CohortUnit.SEGMENT: _("Segment"),
    }
    return labels[unit]


def cohort_label(name: str, unit: CohortUnit) -> str:
    """Write a cohort's name: 2025, 2025 kv 1, 2025-01, or the segment."""
    if unit is CohortUnit.SEGMENT:
        return name or _("Utan segment")
    if unit is CohortUnit.YEAR:
        return name[:4]
    if unit is CohortUnit.QUARTER:
        return _("%(year)s kv %(quarter)s") % {"year": name[:4], "quarter": (int(name[5:7]) + 2) // 3}
    return name[:7]


def _line(cohort: Cohort, unit: CohortUnit, cost_minor: int | None) -> CohortLine:
    revenue, value = cohort.revenue_per_customer_minor, cohort.lifetime_value_minor
    return CohortLine(
        label=cohort_label(cohort.name, unit),
        cohort=cohort,
        value_per_purchase_minor=_whole(cohort.value_per_purchase_minor),
        revenue_per_customer_minor=_whole(revenue),
        lifetime_value_minor=_whole(value),
        value_over_cost=ratio(value, cost_minor) if value is not None and cost_minor else None,
        pay_back_months=months_to_pay_back(cost_minor, revenue) if cost_minor is not None and revenue else None,
    )


def _whole(minor: Fraction | None) -> int | None:
    return None if minor is None else round_half_up(minor)


def triangle_chart(triangle: Triangle) -> Chart | None:
    """Draw which share of each quarter's new customers bought in the quarters after; None without any."""
    dates = triangle.cohort_dates()
    longest = max((cell.offset for cell in triangle.cells), default=0)
    if not dates or not longest:
        return None
    rows = []
    for cohort_date in dates:
        if triangle.customers(cohort_date, 1) is None:
            continue
        first = triangle.customers(cohort_date, 0) or 0
        cells = (_cell(triangle.customers(cohort_date, offset), first) for offset in range(1, longest + 1))
        rows.append(HeatRow(cohort_label(cohort_date.isoformat(), CohortUnit.QUARTER), tuple(cells)))
    return heat_map(
        rows,
        [str(offset) for offset in range(1, longest + 1)],
        title=_("Så många av kvartalets nya kunder köper igen"),
        subtitle=_("Andel som köpte i kvartalet så många kvartal efter det första, %"),
        corner=_("Första köpet"),
        key="triangle",
    )


def _cell(customers: int | None, first: int) -> Cell:
    share = ratio(customers, first) if customers is not None else None
    return Cell(None, "") if share is None else Cell(float(share), formats.number(share * 100, 0))
