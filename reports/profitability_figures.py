"""The CSV files attached to the profitability report: what its tables and its curve are made of."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from profitability.domain.run import RunSummary
from profitability.domain.statement import STATEMENT_LINES
from profitability.pages.overview import OverviewPage
from profitability.selectors.statements import Statement
from profitability.selectors.traces import PoolRow
from reports.figures import as_text, major, write_figures
from reports.pdf import Figures


def list_figures(
    page: OverviewPage,
    summary: RunSummary,
    best: Sequence[Statement],
    worst: Sequence[Statement],
    pools: Sequence[PoolRow],
) -> tuple[Figures, ...]:
    """Return the CSV files that are attached."""
    places = summary.decimals
    proof = page.proof
    return (
        write_figures(
            "statement.csv",
            _("Företagets resultaträkning"),
            ("line", "amount"),
            [(line.code, major(line.amount_minor, places)) for line in page.statement],
        ),
        write_figures(
            "tiers.csv",
            _("Nivåerna"),
            ("tier", "customers", "net_sales", "contribution", "result"),
            [
                (
                    tier.tier,
                    str(tier.customers),
                    *(
                        major(minor, places)
                        for minor in (tier.net_sales_minor, tier.contribution_minor, tier.result_minor)
                    ),
                )
                for tier in page.tiers
            ],
        ),
        write_figures(
            "whale_curve.csv",
            _("Valkurvans punkter"),
            ("rank", "share_of_customers", f"cumulative_{summary.rank_by}"),
            [
                (
                    str(point.rank),
                    f"{float(point.share_of_customers):.6f}",
                    major(point.cumulative_contribution_minor, places),
                )
                for point in summary.whale.points
            ],
        ),
        write_figures(
            "customers.csv",
            _("De bästa och de sämsta kunderna med hela sin resultaträkning"),
            ("rank", "customer_id", "name", "segment", "tier", *STATEMENT_LINES),
            [
                (
                    str(row.rank),
                    as_text(row.customer_id),
                    as_text(row.name),
                    as_text(row.segment),
                    row.tier,
                    *(major(row.minor(line), places) for line in STATEMENT_LINES),
                )
                for row in (*best, *worst)
            ],
        ),
        write_figures(
            "pools.csv",
            _("Kostnadspoolerna och vart de gick"),
            ("pool_id", "name", "line", "driver", "amount", "to_customers", "unused", "unassigned", "common"),
            [
                (
                    as_text(pool.pool_id),
                    as_text(pool.name),
                    pool.line,
                    pool.driver or "",
                    *(
                        major(minor, places)
                        for minor in (
                            pool.amount_minor,
                            pool.to_customers_minor,
                            pool.unused_minor,
                            pool.unassigned_minor,
                            pool.common_minor,
                        )
                    ),
                )
                for pool in pools
            ],
        ),
        write_figures(
            "proof.csv",
            _("Avstämningen"),
            ("item", "amount"),
            [
                *((line.label, major(line.amount_minor, places)) for line in proof.lines),
                ("difference", major(proof.difference_minor, places)),
            ],
        ),
    )
