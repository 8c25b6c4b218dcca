"""Which report is composed how."""

from reports.customer_base_report import compose_customer_base_report
from reports.customer_statement import compose_customer_statement
from reports.frame import PrintedReport
from reports.models import Report, ReportKind
from reports.profitability_report import compose_profitability_report
from reports.readiness_report import compose_readiness_report

_COMPOSERS = {
    ReportKind.READINESS: compose_readiness_report,
    ReportKind.PROFITABILITY: compose_profitability_report,
    ReportKind.CUSTOMER: compose_customer_statement,
    ReportKind.CUSTOMER_BASE: compose_customer_base_report,
}


def compose_report(report: Report) -> PrintedReport:
    """Compose the report in the active language; raise FileNotFoundError when what it is about is gone."""
    return _COMPOSERS[ReportKind(report.kind)](report)
