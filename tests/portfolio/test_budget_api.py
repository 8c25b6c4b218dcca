"""The development budget over the API."""

import pytest
from django.test import Client
from django.urls import reverse

from portfolio.models import Scenario
from tests.conftest import Cast
from tests.portfolio.analyses import make_analysis


@pytest.mark.django_db
def test_budget_mix_and_scenarios_over_the_api(cast: Cast, client: Client) -> None:
    analysis = make_analysis(cast.engagement)
    client.force_login(cast.finance)
    where = [cast.engagement.id, analysis.id]
    budget, scenarios = (reverse(f"api:portfolio_api:{name}", args=where) for name in ("budget", "base_scenarios"))
    plain = client.get(budget).json()
    assert [version["lines"][-1]["revenue_minor"] for version in plain["versions"]] == [
        version["revenue_minor"] for version in plain["versions"]
    ]
    assert (plain["mix"], plain["single_levers"]) == (None, [])
    target = (plain["versions"][1]["revenue_minor"] + 50_000_00) // 100
    asked = {"target": str(target), "c.retained.frequency": "1000", "c.new.frequency": "100000"}
    told = client.get(budget, asked).json()
    assert told["mix"]["is_reached"]
    assert [line["group"] for line in told["mix"]["levers"]] == ["retained"]
    assert told["mix"]["revenue_minor"] >= target * 100
    assert told["mix"]["cost_minor"] == told["mix"]["levers"][0]["cost_minor"]
    assert len(told["single_levers"]) == 9
    assert client.get(budget, {"c.new.frequency": "-1"}).status_code == 400
    new = {"name": "Håll", "target": str(target), "levers": {"retained.frequency": "110"}}
    new |= {"costs": {"retained.frequency": "1000"}, "largest": {"retained.frequency": "130"}}
    made = client.post(scenarios, new, "application/json")
    assert made.status_code == 201, made.content
    assert made.json()["cost_minor"] == 10_000_00
    assert client.post(scenarios, new, "application/json").status_code == 400
    assert [scenario["name"] for scenario in client.get(scenarios).json()] == ["Håll"]
    one = reverse("api:portfolio_api:base_scenario", args=[cast.engagement.id, made.json()["id"]])
    assert client.delete(one).status_code == 204
    assert not Scenario.objects.exists()
