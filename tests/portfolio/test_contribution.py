"""Flows and tiers on contribution: from a run of the same period, and from no other."""

from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Engagement
from filestore import store
from portfolio.models import Analysis
from portfolio.pages.contribution import flow_contributions, tier_contributions
from portfolio.selectors.analyses import get_summary
from profitability.models import Run
from tests.conftest import Cast
from tests.portfolio.analyses import make_analysis
from tests.profitability.web.made_runs import make_run

pytestmark = pytest.mark.django_db


def make_run_of(engagement: Engagement, start: date, end: date) -> Run:
    """Make a run in which each of 60 customers contributes 100 kr, K00 apart, who costs 1 000 kr."""
    run = make_run(engagement)
    with store.new_folder(f"runs/{engagement.id}") as (key, folder):
        ids = [f"K{number:02d}" for number in range(60)]
        rows = {"customer_id": ids, "contribution_minor": [-1_000_00, *[100_00] * 59]}
        pq.write_table(pa.table(rows), folder / "statements.parquet")
    assert run.summary is not None
    run.summary["period_start"], run.summary["period_end"] = start.isoformat(), end.isoformat()
    run.result_key = key
    run.save()
    return run


def test_contribution_comes_from_a_run_of_the_same_period(cast: Cast, client: Client) -> None:
    analysis: Analysis = make_analysis(cast.engagement)
    summary = get_summary(analysis)
    make_run_of(cast.engagement, date(2025, 1, 1), date(2025, 6, 30))
    make_run_of(cast.other_engagement, date(2025, 1, 1), date(2025, 12, 31))
    assert flow_contributions(analysis, summary) is None
    run = make_run_of(cast.engagement, date(2025, 1, 1), date(2025, 12, 31))
    flows, tiers = flow_contributions(analysis, summary), tier_contributions(analysis, summary)
    assert flows is not None
    assert tiers is not None
    assert flows.run == run
    everyone = tiers.lines[-1]
    assert everyone.contribution_minor == sum(line.contribution_minor for line in flows.lines)
    assert everyone.customers == summary.flows.closing.customers - 1
    assert everyone.all_customers == summary.flows.closing.customers
    first, row = tiers.lines[1], summary.portfolio()[1]
    assert row.duration is not None
    assert first.lifetime_value_minor == round(100_00 * row.duration)
    make_run_of(cast.engagement, date(2024, 1, 1), date(2024, 12, 31))
    with_lost = flow_contributions(analysis, summary)
    assert with_lost is not None
    assert with_lost.lines[-1].customers == summary.flows.lost.customers
    client.force_login(cast.client_reader)
    for name in ("flows", "value"):
        page = client.get(reverse(f"portfolio:{name}", args=[cast.engagement.id, analysis.id])).content.decode()
        assert "På täckningsbidrag" in page


def test_tiers_by_contribution_need_runs_of_both_windows(cast: Cast, client: Client) -> None:
    analysis: Analysis = make_analysis(cast.engagement)
    client.force_login(cast.client_reader)
    way = reverse("portfolio:migration", args=[cast.engagement.id, analysis.id])
    make_run_of(cast.engagement, date(2025, 1, 1), date(2025, 12, 31))
    page = client.get(way + "?by=contribution").context["page"]
    assert (page.has_contribution, page.by) == (False, "revenue")
    make_run_of(cast.engagement, date(2024, 1, 1), date(2024, 12, 31))
    page = client.get(way + "?by=contribution").context["page"]
    summary = get_summary(analysis)
    assert page.by == "contribution"
    assert sum(row.total.customers for row in page.rows) == sum(
        flow.customers
        for flow in (summary.flows.retained, summary.flows.won_back, summary.flows.new, summary.flows.lost)
    )
    assert [total.customers for total in page.totals][:4] == [
        summary.migration.to_target(tier).customers for tier in ("super", "top", "middle", "bottom")
    ]
    assert "by=contribution" in page.rows[0].cells[0].query
    listed = client.get(reverse("portfolio:customers", args=[cast.engagement.id, analysis.id]) + "?by=contribution")
    lines = {line.place.customer_id: line for line in listed.context["page"].lines}
    assert {lines[name].place.target for name in ("K00",) if name in lines} <= {"bottom", "lost"}
    cell = page.rows[0].cells[0]
    opened = client.get(
        reverse("portfolio:customers", args=[cast.engagement.id, analysis.id]) + "?" + cell.query
    ).context["page"]
    assert opened.pager.total == cell.sums.customers
    assert opened.later_revenue_minor == cell.sums.revenue_minor
