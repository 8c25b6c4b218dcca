"""Direct and full costing side by side: the full results sum to the firm's result, whatever they are shared by."""

import pytest
from django.test import Client
from django.urls import reverse

from profitability.models import Run
from profitability.pages.overview import firm_result_minor
from profitability.selectors.runs import get_summary
from tests.conftest import Cast
from tests.profitability.web.test_traces import run

__all__ = ["run"]


def test_full_results_sum_to_the_firms(client: Client, cast: Cast, run: Run) -> None:
    client.force_login(cast.client_reader)
    way = reverse("profitability:costing", args=[cast.engagement.id, run.id])
    api = reverse("api:profitability_api:costing", args=[cast.engagement.id, run.id])
    for base, shown in (("net_sales", "net_sales"), ("cost", "cost"), ("equal", "equal"), ("moon", "net_sales")):
        page = client.get(way, {"base": base}).context["page"]
        assert page.base == shown
        assert page.full_result_minor == firm_result_minor(get_summary(run))
        assert page.turned == sum(line.costing.turned for line in page.tiers)
        assert all(line.costing.result_minor > 0 >= line.costing.full_result_minor for line in page.customers)
        told = client.get(api, {"base": base}).json()
        assert float(told["forced"]) == pytest.approx(page.forced_minor / 100)
