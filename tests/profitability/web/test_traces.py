"""From an amount down to the rows it came from, and where the pools' money went."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from jobs.models import Job
from jobs.services import execute
from profitability.models import Run
from profitability.pages.costs import money_map
from profitability.selectors.runs import get_summary
from profitability.selectors.traces import list_pools
from profitability.services.runs import start_run
from tests.conftest import Cast
from tests.profitability.web.made_runs import make_run
from tests.profitability.web.sent_files import GOOD_FILES
from tests.profitability.web.test_uploads import receive

FILES = GOOD_FILES | {
    "pools.csv": "pool_id,name,line,amount,driver,capacity\n"
    "ORD,Ordermottagning,order_handling,401.01,@orders,\n"
    "SRV,Kundtjänst,customer_service,1000.00,minutes,200\n"
    "IT,It,common,300.00,,\nHK,Huvudkontor,common,50.00,,\n",
    "volumes.csv": "driver,customer_id,quantity\ncalls,1001,10\ncalls,1002,2\n",
    "time_equations.csv": "driver,activity,per_unit\nminutes,calls,7.5\n",
    "services.csv": "from_pool,to_pool,quantity\nIT,ORD,1\nIT,SRV,2\n",
}


@pytest.fixture
def run(cast: Cast) -> Run:
    upload = receive(cast, FILES)
    assert upload.job_id is not None
    execute(upload.job_id)
    upload.refresh_from_db()
    made = start_run(
        engagement=cast.engagement, upload=upload, label="Utfall", overrides={}, key="k", started_by=cast.finance
    )
    assert made.job_id is not None
    execute(made.job_id)
    made.refresh_from_db()
    return made


def _get(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(f"profitability:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def test_an_amount_is_taken_apart_down_to_its_rows(client: Client, cast: Cast, run: Run) -> None:
    client.force_login(cast.client_reader)
    text = _get(client, "trace", cast.engagement.id, run.id, 2, "1001")
    assert "1 200,00 × 75 / 200 = 450,000000 kr" in text
    assert "volumes.csv" in text
    assert "7,5" in text
    assert run.model_hash[:12] in text
    page = client.get(reverse("profitability:trace", args=[cast.engagement.id, run.id, 1, "1001"])).context["page"]
    assert page.share.amount_minor == 25_051
    assert page.rounding == "0,005000"
    assert [(line.row.source_file, line.row.source_row) for line in page.sources] == [("transactions.csv", 2)]


def test_an_amount_that_does_not_exist_is_not_found(client: Client, cast: Cast, run: Run) -> None:
    client.force_login(cast.finance)
    for position, customer in ((9, "1001"), (3, "1001"), (1, "nobody")):
        url = reverse("profitability:trace", args=[cast.engagement.id, run.id, position, customer])
        assert client.get(url).status_code == 404
    assert client.get(reverse("profitability:pool", args=[cast.engagement.id, run.id, 9])).status_code == 404


def test_every_customer_has_a_proof_that_ends_in_zero(client: Client, cast: Cast, run: Run) -> None:
    client.force_login(cast.finance)
    for customer_id in ("1001", "1002"):
        page = client.get(reverse("profitability:customer", args=[cast.engagement.id, run.id, customer_id]))
        assert page.context["page"].proof.difference_minor == 0
        assert page.context["page"].proof.lines[0].amount_minor > 0


def test_the_costs_page_shows_every_pool_services_and_capacity(client: Client, cast: Cast, run: Run) -> None:
    client.force_login(cast.finance)
    text = _get(client, "costs", cast.engagement.id, run.id)
    assert "Kundtjänst" in text
    assert "660,00" in text  # 1 200 kr at 200 minutes is 6 kr; 110 minutes are left
    page = client.get(reverse("profitability:costs", args=[cast.engagement.id, run.id])).context["page"]
    assert {(flow.from_pool, flow.to_pool, flow.amount_minor) for flow in page.flows} == {
        ("IT", "ORD", 10_000),
        ("IT", "SRV", 20_000),
    }
    for line in page.pools:
        pool = line.pool
        gone = pool.to_customers_minor + pool.common_minor + pool.unused_minor + pool.unassigned_minor
        assert pool.full_cost_minor == pool.served_minor + gone


def test_a_flow_of_the_map_leads_to_its_pool(cast: Cast, run: Run) -> None:
    pools = list_pools(run)
    chart = money_map(run, pools, replace(get_summary(run), decimals=0))  # flows below a thousand are not drawn
    assert chart is not None
    pages = {p.name: reverse("profitability:pool", args=[cast.engagement.id, run.id, p.position]) for p in pools}
    rows = chart.table.linked_rows
    assert [link for _row, link in rows] == [pages[row[1]] for row, _link in rows]
    shown = render_to_string("ui/chart.html", {"chart": chart, "svg": "", "is_paper": False})
    assert f'<th scope="row"><a href="{rows[0][1]}">{rows[0][0][0]}</a></th>' in shown


def test_a_pool_shows_the_customers_that_bear_it(client: Client, cast: Cast, run: Run) -> None:
    client.force_login(cast.finance)
    text = _get(client, "pool", cast.engagement.id, run.id, 2)
    assert "450,00" in text
    assert 'pools/3/">Från It</a>' in text
    passed_on = _get(client, "pool", cast.engagement.id, run.id, 3)
    assert 'pools/1/">Till Ordermottagning</a>' in passed_on
    assert "Den går vidare till poolerna" in passed_on
    assert "Ingen kund bär den här kostnaden" in _get(client, "pool", cast.engagement.id, run.id, 4)


def test_costs_are_closed_to_others(client: Client, cast: Cast) -> None:
    run = make_run(cast.engagement)
    url = reverse("profitability:costs", args=[cast.engagement.id, run.id])
    assert client.get(url).status_code == 302
    for user, status in ((cast.respondent, 403), (cast.other_finance, 404)):
        client.force_login(user)
        assert client.get(url).status_code == status


def test_the_api_tells_where_every_amount_went_and_came_from(cast: Cast, run: Run) -> None:
    api = APIClient()
    api.force_authenticate(cast.finance)
    base = f"/api/v1/engagements/{cast.engagement.id}/runs/{run.id}"
    pools = {pool["pool_id"]: pool for pool in api.get(f"{base}/pools/").json()}
    flows = api.get(f"{base}/money-map/").json()
    into = {pool_id: Decimal(pool["amount"]) for pool_id, pool in pools.items()}
    for flow in flows:
        into[flow["pool_id"]] -= Decimal(flow["amount"])
        if flow["target_kind"] == "pool":
            into[flow["target"]] += Decimal(flow["amount"])
    assert not any(into.values())
    trace = api.get(f"{base}/pools/2/1001/").json()
    assert (trace["amount"], trace["share"], trace["rounding"]) == ("450.00", 0.375, "0")
    assert trace["model_hash"] == run.model_hash
    assert [(row["file"], row["row"], row["quantity"], row["factor"]) for row in trace["rows"]] == [
        ("volumes.csv", 2, 10.0, 7.5)
    ]
    capacity = api.get(f"{base}/capacity/").json()
    assert [(pool["pool_id"], len(pool["periods"])) for pool in capacity] == [("SRV", 1)]
    assert capacity[0]["periods"][0]["unused_cost"] == "660.00"
    detail = api.get(f"{base}/statements/1001/").json()
    assert (detail["proof"]["difference"], detail["certainty"]) == ("0.00", None)


def test_the_api_compares_methods_and_rules_and_names_a_customer(cast: Cast, run: Run) -> None:
    api = APIClient()
    api.force_authenticate(cast.finance)
    base = f"/api/v1/engagements/{cast.engagement.id}/runs/{run.id}"
    assert api.get(f"{base}/methods/").json()["is_done"] is False
    assert api.post(f"{base}/methods/").status_code == 202
    execute(Job.objects.get(kind="profitability.compare_methods").id)
    methods = api.get(f"{base}/methods/", {"customer": "1001"}).json()
    assert methods["methods"] == ["reciprocal", "step", "direct"]
    assert methods["asked"]["cost"] == ["700.51"] * 3
    assert {pool["pool_id"]: pool["full_cost"][0] for pool in methods["pools"]}["SRV"] == "1200.00"
    rules = api.get(f"{base}/tier-rules/", {"tier_rule": "percent", "gold_percent": "0.5"}).json()
    percent = next(rule for rule in rules if rule["rule"] == "percent")
    assert [tier["customers"] for tier in percent["tiers"]] == [1, 0, 1]
    assert percent["tiers"][0]["cut"] == percent["tiers"][0]["sum"]
    assert next(rule for rule in rules if rule["is_used"])["ranked_by"] == "contribution"
