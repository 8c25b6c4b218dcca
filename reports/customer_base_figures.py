"""The CSV files attached to the customer base report: those of the exchange format, months, new customers, budget."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from portfolio.domain.analysis import AnalysisSummary
from portfolio.domain.ratio import decimal_text
from portfolio.pages.budget import Version
from portfolio.services.result_files import SHARE_DECIMALS, base_files
from reports.figures import as_text, major, write_figures
from reports.pdf import Figures


def list_figures(summary: AnalysisSummary, versions: Sequence[Version]) -> tuple[Figures, ...]:
    """Return the CSV files that are attached."""
    described = {
        "flows.csv": _("Flödena"),
        "migration.csv": _("Förflyttningarna mellan nivåer"),
        "portfolio.csv": _("Portföljen, nivå för nivå"),
    }
    files = base_files(summary.flows, summary.migration, summary.portfolio(), summary.decimals)
    return (
        *(write_figures(file.name, described[file.name], file.columns, file.rows) for file in files),
        _months(summary),
        _cohorts(summary),
        _budget(versions, summary.decimals),
    )


def _months(summary: AnalysisSummary) -> Figures:
    rows = [
        (
            point.as_of.isoformat(),
            *(
                str(sums.customers)
                for sums in (
                    point.flows.opening,
                    point.flows.new,
                    point.flows.won_back,
                    point.flows.lost,
                    point.flows.closing,
                )
            ),
            str(point.flows.difference),
        )
        for point in summary.series
    ]
    columns = ("as_of", "opening", "new", "won_back", "lost", "closing", "difference")
    return write_figures("months.csv", _("Flödena månad för månad"), columns, rows)


def _cohorts(summary: AnalysisSummary) -> Figures:
    rows = [
        (
            found.unit.value,
            as_text(cohort.name),
            str(cohort.first_year.customers),
            str(cohort.first_year.purchases),
            major(cohort.first_year.revenue_minor, summary.decimals),
            decimal_text(cohort.again_share, SHARE_DECIMALS),
            decimal_text(cohort.returned_share, SHARE_DECIMALS),
        )
        for found in summary.cohorts
        for cohort in found.cohorts
    ]
    columns = ("unit", "cohort", "customers", "purchases", "revenue", "bought_again", "returned")
    return write_figures("new_customers.csv", _("Nya kunder per månad, kvartal, år och segment"), columns, rows)


def _budget(versions: Sequence[Version], decimals: int) -> Figures:
    rows = [
        (
            as_text(version.name),
            line.label,
            str(line.customers),
            str(line.purchases),
            major(line.revenue_minor, decimals),
        )
        for version in versions
        for line in version.lines
    ]
    columns = ("version", "group", "customers", "purchases", "revenue")
    return write_figures("budget.csv", _("Utfall, budget och scenarier"), columns, rows)
