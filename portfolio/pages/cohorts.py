"""New customers by cohort, what they cost to get, and the retention triangle."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from portfolio.domain.cohorts import Cohort, CohortUnit, Triangle, months_to_pay_back
from portfolio.domain.ratio import ratio, round_half_up
from portfolio.models import Analysis
from portfolio.pages.acquisition import (
    EVERYONE,
    PREFIX,
    AcquisitionCosts,
    MarketingShare,
    kept_acquisition,
    marketing_share,
)
from portfolio.pages.labels import Basis, basis_of
from portfolio.selectors.analyses import get_summary
from ui import formats
from ui.charts import Cell, Chart, HeatRow, heat_map
from ui.lists import Option


@dataclass(frozen=True)
class CohortLine:
    """One cohort, amounts rounded to minor units."""

    label: str
    cohort: Cohort
    field: str
    cost_text: str
    cost_error: str
    cost_minor: int | None
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
    units: tuple[Option, ...]
    lines: tuple[CohortLine, ...]
    first_column: str
    cost_text: str
    cost_error: str
    has_cost: bool
    has_errors: bool
    marketing: MarketingShare | None
    triangle: Chart | None


SOURCE_PREFIX = "source:"


def cohorts_page(analysis: Analysis, unit: str, typed: AcquisitionCosts | None = None) -> CohortsPage:
    """Return the page by `unit`, or by `source:` and an attribute (an unknown one is by quarter).

    With acquisition costs as typed; without any, those kept with the analysis.
    """
    summary = get_summary(analysis)
    sources = {SOURCE_PREFIX + found.attribute: found for found in summary.sources}
    chosen = CohortUnit(unit) if unit in set(CohortUnit) else CohortUnit.QUARTER
    value = unit if unit in sources else chosen.value
    cohorts = next(found.cohorts for found in summary.cohorts if found.unit is chosen)
    if value in sources:
        cohorts = sources[value].cohorts
    costs = typed or kept_acquisition(analysis.acquisition_costs.get(value, {}), summary.decimals)
    options = [(u.value, unit_label(u)) for u in CohortUnit] + [(v, found.attribute) for v, found in sources.items()]
    return CohortsPage(
        basis=basis_of(analysis, summary),
        unit=value,
        units=tuple(Option(name, label, name == value) for name, label in options),
        lines=tuple(_line(cohort, None if value in sources else chosen, costs) for cohort in cohorts),
        first_column=dict(options)[value] if value in sources or chosen is CohortUnit.SEGMENT else _("Första köpet"),
        cost_text=costs.texts.get(EVERYONE, ""),
        cost_error=costs.errors.get(EVERYONE, ""),
        has_cost=bool(costs.minors),
        has_errors=bool(costs.errors),
        marketing=marketing_share(summary),
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


def cohort_label(name: str, unit: CohortUnit | None) -> str:
    """Write a cohort's name: 2025, 2025 kv 1, 2025-01, the segment, or (without a unit) the source."""
    if unit is None:
        return name or _("Okänd källa")
    if unit is CohortUnit.SEGMENT:
        return name or _("Utan segment")
    if unit is CohortUnit.YEAR:
        return name[:4]
    if unit is CohortUnit.QUARTER:
        return _("%(year)s kv %(quarter)s") % {"year": name[:4], "quarter": (int(name[5:7]) + 2) // 3}
    return name[:7]


def _line(cohort: Cohort, unit: CohortUnit | None, costs: AcquisitionCosts) -> CohortLine:
    revenue, value, cost = cohort.revenue_per_customer_minor, cohort.lifetime_value_minor, costs.of(cohort.name)
    return CohortLine(
        label=cohort_label(cohort.name, unit),
        cohort=cohort,
        field=PREFIX + cohort.name,
        cost_text=costs.texts.get(cohort.name, ""),
        cost_error=costs.errors.get(cohort.name, ""),
        cost_minor=cost,
        value_per_purchase_minor=_whole(cohort.value_per_purchase_minor),
        revenue_per_customer_minor=_whole(revenue),
        lifetime_value_minor=_whole(value),
        value_over_cost=ratio(value, cost) if value is not None and cost else None,
        pay_back_months=months_to_pay_back(cost, revenue) if cost is not None and revenue else None,
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
