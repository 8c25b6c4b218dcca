"""What if: changes answer at once, are kept as scenarios, and never become a run."""

import pytest
from django.test import Client
from django.urls import reverse

from jobs.models import Job
from profitability.models import Run, Scenario
from profitability.pages.lines import line_label
from profitability.selectors.benches import BENCHES, BenchCache, find_bench
from tests.conftest import Cast
from tests.profitability.web.made_runs import make_run
from tests.profitability.web.test_traces import run

__all__ = ["run"]


def _way(cast: Cast, run: Run, name: str = "what_if") -> str:
    return reverse(f"profitability:{name}", args=[cast.engagement.id, run.id])


def test_a_change_answers_without_scripts_and_in_part_with_them(client: Client, cast: Cast, run: Run) -> None:
    client.force_login(cast.client_reader)
    shown = client.get(_way(cast, run))
    assert shown.context["page"].answer.message == "Så här ser körningen ut"
    assert [pool.amount_text for pool in shown.context["page"].pools][:2] == ["401,01", "1\u00a0000"]
    sent = {"p2.amount": "2 000", "p2.driver": "@orders", "p2.capacity": "", "tier_rule": "percent"}
    sent |= {"gold_percent": "50", "silver_percent": "100"}
    whole = client.post(_way(cast, run), sent)
    answer = whole.context["page"].answer
    assert [(line.before, line.after) for line in answer.changes] == [
        ("1\u00a0000", "2\u00a0000"),
        ("minutes", "order"),
        ("200", "ingen"),
        ("Valkurvan", "Andelar"),
        ("20,0\u00a0%", "50,0\u00a0%"),
        ("50,0\u00a0%", "100,0\u00a0%"),
    ]
    assert [tier.customers for tier in answer.tiers][2] == 0
    part = client.post(_way(cast, run), sent, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="answer"')
    assert answer.message in part


def test_what_cannot_be_read_is_named_and_counts_as_unchanged(client: Client, cast: Cast, run: Run) -> None:
    client.force_login(cast.finance)
    sent = {"p1.amount": "mycket", "p2.driver": "@nothing", "p2.capacity": "-3", "tier_rule": "threshold"}
    answer = client.post(_way(cast, run), sent).context["page"].answer
    assert len(answer.faults) == 5
    assert not answer.changes
    client.post(_way(cast, run, "scenario_new"), sent | {"name": "Trasigt"})
    assert not Scenario.objects.exists()


def test_a_scenario_is_kept_beside_the_run_and_is_never_one(client: Client, cast: Cast, run: Run) -> None:
    client.force_login(cast.finance)
    before, jobs = Run.objects.values().get(), Job.objects.count()
    sent = {"name": "Dyrare order", "p1.amount": "1 401,01"}
    assert client.post(_way(cast, run, "scenario_new"), sent).status_code == 302
    assert client.post(_way(cast, run, "scenario_new"), sent).status_code == 422
    scenario = Scenario.objects.get()
    assert scenario.settings == {}
    page = client.get(_way(cast, run), {"scenario": str(scenario.id)}).context["page"]
    assert page.pools[0].amount_text == "1\u00a0401,01"
    by_label = {line.label: line for line in page.scenarios.lines}
    assert by_label["Företagets resultat"].cells[0][1] == -100_000
    assert page.answer.figures.contribution_minor == by_label["Kundernas täckningsbidrag"].scenarios[0]
    assert (Run.objects.values().get(), Job.objects.count()) == (before, jobs)
    client.post(reverse("profitability:scenario_remove", args=[cast.engagement.id, scenario.id]))
    assert not Scenario.objects.exists()


def test_another_line_can_be_ranked_and_compared(client: Client, cast: Cast, run: Run) -> None:
    client.force_login(cast.finance)
    shown = client.get(_way(cast, run))
    assert shown.context["tiers"]["rank_by"].value() == "contribution"
    sent = {"rank_by": "gross_margin", "p1.amount": "1 401,01"}
    answer = client.post(_way(cast, run), sent).context["page"].answer
    assert (answer.rank_label, answer.is_ranked_anew) == ("Bruttoresultat (TB1)", True)
    assert answer.message.startswith("Rangordnade efter bruttoresultat (TB1): ")
    assert [line.after for line in answer.changes] == ["1\u00a0401,01", "Bruttoresultat (TB1)"]
    assert {tier.change_minor for tier in answer.tiers} == {None}
    assert client.post(_way(cast, run, "scenario_new"), sent | {"name": "Efter TB1"}).status_code == 302
    client.post(_way(cast, run, "scenario_new"), {"name": "Dyrare order", "p1.amount": "1 401,01"})
    page = client.get(_way(cast, run)).context["page"]
    assert page.scenarios.ranked == tuple(map(line_label, ("contribution", "gross_margin", "contribution")))
    lines = {line.label: line for line in page.scenarios.lines}
    assert [change for _figure, change in lines["Summan av det som rangordnas"].cells] == [0, -100_000]
    assert [change for _figure, change in lines["Företagets resultat"].cells] == [-100_000, -100_000]
    again = client.get(_way(cast, run), {"scenario": str(page.scenarios.scenarios[0].scenario.id)})
    assert again.context["tiers"]["rank_by"].value() == "gross_margin"
    way = reverse("api:profitability_api:what_if", args=[cast.engagement.id, run.id])
    told = client.post(way, {"settings": {"rank_by": "gross_margin"}}, content_type="application/json").json()
    assert told["rank_by"] == "gross_margin"
    wrong = client.post(way, {"settings": {"rank_by": "net_sales"}}, content_type="application/json")
    assert wrong.status_code == 400


def test_a_program_asks_saves_and_removes(client: Client, cast: Cast, run: Run) -> None:
    client.force_login(cast.finance)
    ways = {
        name: reverse(f"api:profitability_api:{name}", args=[cast.engagement.id, run.id])
        for name in ("what_if", "scenarios")
    }
    change = {"pools": [{"pool_id": "ORD", "amount": "123.46"}], "settings": {"gold_max_share": "1"}}
    answer = client.post(ways["what_if"], change, content_type="application/json").json()
    assert answer["figures"]["result"] == f"{_result(run) + 277.55:.2f}"
    wrong = {"pools": [{"pool_id": "ORD", "amount": "1.001"}, {"pool_id": "X"}, {"pool_id": "SRV", "driver": "@x"}]}
    assert len(client.post(ways["what_if"], wrong, content_type="application/json").json()["fields"]["pools"]) == 3
    saved = client.post(ways["scenarios"], change | {"name": "A"}, content_type="application/json")
    assert saved.status_code == 201
    assert [one["name"] for one in client.get(ways["scenarios"]).json()] == ["A"]
    gone = reverse("api:profitability_api:scenario", args=[cast.engagement.id, saved.json()["id"]])
    assert client.delete(gone).status_code == 204


def _result(run: Run) -> float:
    bench = find_bench(run)
    assert bench is not None
    return bench.firm_result_minor / 100


def test_a_run_whose_ledger_is_gone_says_so(client: Client, cast: Cast) -> None:
    client.force_login(cast.finance)
    bare = make_run(cast.engagement)
    assert "Underlaget finns inte kvar" in client.get(_way(cast, bare)).content.decode()
    asked = reverse("api:profitability_api:what_if", args=[cast.engagement.id, bare.id])
    assert client.post(asked, {}, content_type="application/json").status_code == 409


@pytest.mark.django_db
def test_facts_are_held_by_run_within_the_limit(run: Run) -> None:
    bench = find_bench(run)
    assert bench is not None
    assert run.id in BENCHES
    assert find_bench(run) is bench
    cache, other = BenchCache(), make_run(run.engagement).id
    cache.get(run.id, lambda: bench, 2 * bench.size_bytes)
    cache.get(other, lambda: bench, 2 * bench.size_bytes)
    assert run.id in cache
    cache.get(make_run(run.engagement).id, lambda: bench, 2 * bench.size_bytes)
    assert run.id not in cache
    cache.get(run.id, lambda: bench, bench.size_bytes - 1)
    assert run.id not in cache
