"""A run that carries over from an earlier one: frozen rates, tiers held by a margin; and what it ranks by."""

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from jobs.services import execute
from profitability.models import Run
from profitability.pages.capacity import capacity_page
from profitability.selectors.benches import find_bench
from profitability.selectors.runs import get_summary
from profitability.services.certainty import ask_for_simulation
from profitability.services.runs import start_run
from tests.conftest import Cast
from tests.profitability.web.made_runs import make_run
from tests.profitability.web.test_traces import FILES
from tests.profitability.web.test_uploads import receive

DEARER = FILES | {
    "pools.csv": FILES["pools.csv"].replace(
        "SRV,Kundtjänst,customer_service,1000.00", "SRV,Kundtjänst,customer_service,12000.00"
    )
}


def _run(
    cast: Cast, files: dict[str, str], key: str, *, rates_from: Run | None = None, tiers_from: Run | None = None
) -> Run:
    upload = receive(cast, files)
    assert upload.job_id is not None
    execute(upload.job_id)
    upload.refresh_from_db()
    overrides = {"tier_margin": "100000"} if tiers_from else {}
    made = start_run(
        engagement=cast.engagement,
        upload=upload,
        label=key,
        overrides=overrides,
        key=key,
        started_by=cast.finance,
        rates_from=rates_from,
        tiers_from=tiers_from,
    )
    assert made.job_id is not None
    execute(made.job_id)
    return Run.objects.get(pk=made.pk)


@pytest.fixture
def first(cast: Cast) -> Run:
    return _run(cast, FILES, "first")


def test_frozen_rates_leave_customers_as_they_were_and_the_rest_with_the_pool(cast: Cast, first: Run) -> None:
    frozen = _run(cast, DEARER, "frozen", rates_from=first)
    was, now = get_summary(first), get_summary(frozen)
    assert now.totals.minor("customer_service") == was.totals.minor("customer_service")
    assert now.proof.unused_minor == was.proof.unused_minor + 1_100_000
    assert dict(now.standard_rates)["SRV"] == "6"
    period = capacity_page(frozen).pools[0].periods[-1]
    assert period is not None
    assert (period.price_minor, period.idle_minor) == (1_100_000, was.proof.unused_minor)
    bench = find_bench(frozen)
    assert bench is not None
    assert bench.ask().result_minor == bench.firm_result_minor
    assert bench.contribution.sum() == now.totals.minor("contribution")


def test_tiers_are_held_by_the_margin_on_the_page_and_in_what_if(client: Client, cast: Cast, first: Run) -> None:
    held = _run(cast, DEARER, "held", tiers_from=first)
    rule_alone = _run(cast, DEARER, "alone")
    tiers = {run: [tier.customers for tier in get_summary(run).tiers] for run in (first, held, rule_alone)}
    assert (tiers[first], tiers[rule_alone], tiers[held]) == ([1, 0, 1], [0, 0, 2], [0, 1, 1])
    bench = find_bench(held)
    assert bench is not None
    assert [tier.customers for tier in bench.ask().tiers] == tiers[held]
    client.force_login(cast.client_reader)
    page = client.get(reverse("profitability:tiers", args=[cast.engagement.id, held.id])).context["page"]
    assert page.held_customers > 0
    assert _kept_share(cast, held) == 1.0
    certainty = client.get(reverse("profitability:certainty", args=[cast.engagement.id, held.id]))
    assert "också i en dragning" in certainty.content.decode()
    assert page.parameters[-1].value.replace("\u00a0", " ") == "100 000,00 kr"


def _kept_share(cast: Cast, run: Run) -> float:
    """The share of draws in which silver customers stay silver; by the rule alone they would be bronze in each."""
    asked = ask_for_simulation(run=run, spread_percent=1, draws=10, seed=1, requested_by=cast.finance)
    assert asked.job_id is not None
    execute(asked.job_id)
    asked.refresh_from_db()
    assert asked.kept is not None
    return float(asked.kept[1][1])


def test_a_run_is_started_with_all_three_choices(client: Client, cast: Cast, first: Run) -> None:
    client.force_login(cast.finance)
    asked = {"label": "Nästa", "upload": str(first.upload_id), "key": "next", "rank_by": "result", "tier_rule": ""}
    url = reverse("profitability:run_new", args=[cast.engagement.id])
    assert "Välj vilken körnings nivåer" in client.post(url, asked | {"tier_margin": "500"}).content.decode()
    assert Run.objects.count() == 1
    carried = {"rates_from": str(first.id), "tiers_from": str(first.id), "tier_margin": "500"}
    assert client.post(url, asked | carried).status_code == 302
    made = Run.objects.get(key="next")
    assert made.overrides == {"rank_by": "result", "tier_margin": "500"}
    assert made.rates_from == made.tiers_from == first
    assert made.job_id is not None
    execute(made.job_id)
    made.refresh_from_db()
    page = client.get(reverse("profitability:run_overview", args=[cast.engagement.id, made.id]))
    assert "Ackumulerat kundresultat" in page.content.decode()
    assert page.context["page"].rank_label == "Kundresultat"


def test_only_the_rates_that_are_ticked_are_carried(client: Client, cast: Cast, first: Run) -> None:
    client.force_login(cast.finance)
    url = reverse("profitability:run_new", args=[cast.engagement.id])
    asked = {"label": "En sats", "upload": str(first.upload_id), "key": "one", "rates_from": str(first.id)}
    shown = client.get(url, {"rates_from": str(first.id)}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in shown
    assert shown.count("checked") == shown.count('type="checkbox"') == 3
    ticked = {"rates_shown": str(first.id), "frozen_pools": ["SRV"]}
    none = client.post(url, asked | ticked | {"frozen_pools": []})
    assert (none.status_code, Run.objects.count()) == (422, 1)
    assert "Bocka för minst en pool" in none.content.decode()
    assert client.post(url, asked | ticked).status_code == 302
    made = Run.objects.get(key="one")
    assert (made.rates_from, made.frozen_pools, made.job_id is not None) == (first, ["SRV"], True)
    assert made.job_id is not None
    execute(made.job_id)
    made.refresh_from_db()
    assert dict(get_summary(made).standard_rates) == {"SRV": "6"}
    page = client.get(reverse("profitability:costs", args=[cast.engagement.id, made.id]))
    assert {line.pool.pool_id for line in page.context["page"].pools if line.has_standard_rate} == {"SRV"}
    assert page.context["page"].rates_from == f"{first}, 1 pool"
    assert client.post(url, asked | ticked | {"frozen_pools": ["ORD", "SRV", "IT"], "key": "all"}).status_code == 302
    assert Run.objects.get(key="all").frozen_pools is None


def test_the_api_takes_the_same_choices_and_a_foreign_run_never_existed(cast: Cast, first: Run) -> None:
    client = APIClient()
    client.force_authenticate(cast.finance)
    url = f"/api/v1/engagements/{cast.engagement.id}/runs/"
    foreign = make_run(cast.other_engagement)
    asked = {"label": "Nästa", "upload": str(first.upload_id), "key": "api", "rank_by": "tb2", "tier_margin": "5.00"}
    for name in ("standard_rates_run", "previous_tiers_run"):
        assert client.post(url, asked | {name: str(foreign.id)}, format="json").status_code == 404
    rates = {"standard_rates_run": str(first.id), "previous_tiers_run": str(first.id)}
    for wrong in (asked | {"standard_rates_pools": ["SRV"]}, asked | rates | {"standard_rates_pools": ["NONE"]}):
        assert client.post(url, wrong, format="json").status_code == 400
    answer = client.post(url, asked | rates | {"standard_rates_pools": ["SRV"]}, format="json")
    assert (answer.status_code, answer.json()["standard_rates_pools"]) == (202, ["SRV"])
    assert (answer.data["standard_rates_run"], answer.data["settings"]["rank_by"]) == (str(first.id), "tb2")
    assert client.post(url, asked | {"key": "other", "rank_by": "net_sales"}, format="json").status_code == 400
    curve = client.get(f"{url}{first.id}/whale-curve/")
    assert curve.data["ranked_by"] == "contribution"
