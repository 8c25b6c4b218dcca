"""How sure the tiers are: asked for once, done in the background, shown as a whole, per customer and in the list."""

import pytest
from django.test import Client
from django.urls import reverse

from jobs.models import Job
from jobs.services import execute
from profitability.models import Run, Simulation
from tests.conftest import Cast
from tests.profitability.web.test_traces import run

__all__ = ["run"]


def test_the_tiers_are_simulated_and_shown_everywhere(client: Client, cast: Cast, run: Run) -> None:
    client.force_login(cast.finance)
    way = reverse("profitability:certainty", args=[cast.engagement.id, run.id])
    assert "Inte prövat ännu" in client.get(way).content.decode()
    sent = {"spread_percent": "20", "draws": "50", "seed": "3"}
    assert client.post(way + "ask/", sent | {"spread_percent": "99"}).status_code == 422
    for _time in range(2):
        client.post(way + "ask/", sent)
    job = Job.objects.get(kind="profitability.simulate_tiers")
    assert client.get(way).context["page"].is_running
    before = Run.objects.values().get()
    execute(job.id)
    page = client.get(way).context["page"]
    assert [sum(line.shares) for line in page.lines if line.customers] == [1.0] * sum(
        bool(x.customers) for x in page.lines
    )
    assert len(page.unsure) == 2
    assert Run.objects.values().get() == before
    customer = client.get(reverse("profitability:customer", args=[cast.engagement.id, run.id, "1001"])).context["page"]
    assert sum(chance.share for chance in customer.certainty.chances) == 1
    assert "50 dragningar" in customer.certainty.text.replace("\u00a0", " ")
    lines = client.get(reverse("profitability:customers", args=[cast.engagement.id, run.id])).context["page"].lines
    assert [line.certainty_share is not None for line in lines] == [bool(line.statement.tier) for line in lines]
    client.post(way + "ask/", sent)
    assert (Simulation.objects.count(), Job.objects.filter(kind=job.kind).count()) == (1, 1)


def test_a_program_asks_and_reads_and_a_reader_only_reads(client: Client, cast: Cast, run: Run) -> None:
    way = reverse("api:profitability_api:certainty", args=[cast.engagement.id, run.id])
    client.force_login(cast.finance)
    assert client.post(way, {"draws": 20}, content_type="application/json").status_code == 202
    execute(Job.objects.get(kind="profitability.simulate_tiers").id)
    client.force_login(cast.client_reader)
    told = client.get(way).json()
    assert (told["simulation"]["draws"], told["simulation"]["spread_percent"]) == (20, 20)
    assert [tier["tier"] for tier in told["tiers"]] == ["gold", "silver", "bronze"]
    gold = told["tiers"][0]
    assert gold["gold"] + gold["silver"] + gold["bronze"] == pytest.approx(1)
    assert client.post(way, {}, content_type="application/json").status_code == 403
