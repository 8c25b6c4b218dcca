"""Studies and the costs of new customers over the API."""

import pytest
from django.test import Client
from django.urls import reverse

from jobs.models import Job
from portfolio.domain.value_ahead.summary import AheadSummary
from portfolio.models import Analysis, Study
from tests.conftest import Cast
from tests.portfolio.analyses import make_analysis
from tests.portfolio.studies import AHEAD, make_ahead, make_leaving, make_twins


def _address(name: str, analysis: Analysis, object_id: object = None) -> str:
    return reverse(f"api:portfolio_api:{name}", args=[analysis.engagement_id, object_id or analysis.id])


@pytest.mark.django_db
def test_a_study_is_started_once_and_followed_by_its_job(cast: Cast, client: Client) -> None:
    analysis = make_analysis(cast.engagement)
    client.force_login(cast.finance)
    studies = _address("base_studies", analysis)
    new = {"kind": "leaving", "key": "once"}
    made = client.post(studies, new, "application/json")
    again = client.post(studies, new, "application/json")
    assert (made.status_code, again.json()["id"]) == (201, made.json()["id"])
    assert Job.objects.get().id == Study.objects.get().job_id
    assert made.json()["job"] == str(Job.objects.get().id)
    one = client.get(_address("base_study", analysis, made.json()["id"])).json()
    assert (one["state"], one["ahead"], one["leaving"], one["twins"]) == ("started", None, None, None)
    for wrong in ({"kind": "weather"}, {"left_column": "Finns inte"}, {"kind": "twins", "left_column": "Kanal"}):
        assert client.post(studies, new | {"key": "other"} | wrong, "application/json").status_code == 400
    client.force_login(cast.client_reader)
    assert client.post(studies, new, "application/json").status_code == 403


@pytest.mark.django_db
def test_a_published_study_says_what_its_page_says(cast: Cast, client: Client) -> None:
    analysis = make_analysis(cast.engagement)
    made = {"ahead": make_ahead(analysis), "leaving": make_leaving(analysis), "twins": make_twins(analysis)}
    client.force_login(cast.client_reader)
    assert [study["kind"] for study in client.get(_address("base_studies", analysis)).json()] == [*reversed(made)]
    told = {kind: client.get(_address("base_study", analysis, study.id)).json() for kind, study in made.items()}
    for kind, one in told.items():
        assert {name for name in made if one[name] is not None} == {kind}
    summary: AheadSummary = AHEAD
    assert told["ahead"]["ahead"]["total"]["revenue_minor"] == summary.total.revenue_minor
    assert [tier["simple_minor"] for tier in told["ahead"]["ahead"]["tiers"]] == [t.simple_minor for t in summary.tiers]
    assert told["leaving"]["leaving"]["used"] == "recency"
    assert told["twins"]["twins"]["products"][0]["expected_minor"] == 19_700


@pytest.mark.django_db
def test_the_customers_of_a_study_are_listed_page_by_page(cast: Cast, client: Client) -> None:
    analysis = make_analysis(cast.engagement)
    made = {"ahead": make_ahead(analysis), "leaving": make_leaving(analysis), "offers": make_twins(analysis)}
    client.force_login(cast.client_reader)
    way = {name: _address(f"base_study_{name}", analysis, study.id) for name, study in made.items()}
    ahead = client.get(way["ahead"]).json()
    assert [(row["customer_id"], row["tier"], row["expected_minor"]) for row in ahead] == [
        ("K01", "super", 123_400),
        ("K99", None, 5),
    ]
    (leaving,) = client.get(way["leaving"]).json()
    assert (leaving["risk"], leaving["reasons"], leaving["values"]) == (
        0.42,
        ["recency_days", "purchases"],
        [212.0, 1.0],
    )
    assert [row["with_product"] for row in client.get(way["offers"], {"q": "k01"}).json()] == [18]
    for name, address in way.items():
        assert client.get(address, {"page": "2"}).json() == []
        other = next(study for kind, study in made.items() if kind != name)
        assert client.get(_address(f"base_study_{name}", analysis, other.id)).status_code == 404


@pytest.mark.django_db
def test_what_new_customers_cost_is_kept_by_cohort(cast: Cast, client: Client) -> None:
    analysis = make_analysis(cast.engagement)
    client.force_login(cast.finance)
    cohorts, costs = _address("base_cohorts", analysis), _address("base_cohort_costs", analysis)
    plain = client.get(cohorts, {"unit": "year"}).json()
    assert {line["cost_minor"] for line in plain["cohorts"]} == {None}
    first = plain["cohorts"][0]
    sent = {"unit": "year", "costs": {"*": "250", first["name"]: "1 000,50"}}
    kept = client.put(costs, sent, "application/json").json()["cohorts"]
    assert [line["cost_minor"] for line in kept] == [1_000_50] + [250_00] * (len(kept) - 1)
    assert float(kept[0]["pay_back_months"]) == pytest.approx(1_000_50 * 12 / first["revenue_per_customer_minor"], 1e-4)
    assert client.get(cohorts, {"unit": "year"}).json()["cohorts"] == kept
    refused = client.put(costs, {"unit": "year", "costs": {"*": "-1", "2050-01-01": "5"}}, "application/json")
    assert (refused.status_code, set(refused.json()["fields"])) == (400, {"costs.*", "costs.2050-01-01"})
    assert client.get(cohorts, {"unit": "moon"}).status_code == 400
    emptied = client.put(costs, {"unit": "year", "costs": {}}, "application/json").json()
    assert {line["cost_minor"] for line in emptied["cohorts"]} == {None}
