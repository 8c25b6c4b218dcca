"""What the pages of a result say, and to whom."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.conftest import Cast
from tests.profitability.web.made_runs import make_run, make_upload

PAGES = ("run_overview", "customers", "tiers")


def _text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)
    return response.content.decode().replace("\u00a0", " ")


def test_without_a_run_the_overview_says_how_to_begin(client: Client, cast: Cast) -> None:
    client.force_login(cast.finance)
    assert "Ladda upp underlag" in _text(client, reverse("profitability:overview", args=[cast.engagement.id]))
    client.force_login(cast.client_reader)
    assert "Ladda upp underlag" not in _text(client, reverse("profitability:overview", args=[cast.engagement.id]))


def test_the_overview_tells_what_the_firm_earned_and_proves_it(client: Client, cast: Cast) -> None:
    run = make_run(cast.engagement)
    client.force_login(cast.client_reader)
    text = _text(client, reverse("profitability:run_overview", args=[cast.engagement.id, run.id]))
    assert "67 % av kunderna skapar 110 % av täckningsbidraget" in text
    assert "0,00" in text
    assert "3 700" in text  # 4 100 kr of results minus 400 kr of common costs


def test_the_customer_list_shows_tiers_and_losses(client: Client, cast: Cast) -> None:
    run = make_run(cast.engagement)
    client.force_login(cast.finance)
    text = _text(client, reverse("profitability:customers", args=[cast.engagement.id, run.id]))
    assert "Åkeri &amp; Öl Norden AB" in text
    assert "−400" in text
    assert "Ingen aktivitet" in text


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("q=bageri", ["10/3"]),
        ("q=100", ["1001", "1002", "1004"]),
        ("tier=gold", ["1001"]),
        ("tier=none", ["1004"]),
        ("segment=Bygg&sort=result", ["10/3", "1002"]),
        ("sort=-rank", ["1004", "10/3", "1002", "1001"]),
        ("sort=name", ["1002", "1004", "1001", "10/3"]),
        ("page=7", []),
        ("page=zero&sort=drop&tier=x", ["1001", "1002", "10/3", "1004"]),
    ],
)
def test_the_list_is_searched_filtered_and_sorted(
    client: Client, cast: Cast, question: str, expected: list[str]
) -> None:
    run = make_run(cast.engagement)
    client.force_login(cast.finance)
    url = reverse("profitability:customers", args=[cast.engagement.id, run.id])
    page = client.get(f"{url}?{question}").context["page"]
    assert [line.statement.customer_id for line in page.lines] == expected


def test_a_customer_opens_each_cost_to_pool_volume_and_rate(client: Client, cast: Cast) -> None:
    run = make_run(cast.engagement)
    client.force_login(cast.client_reader)
    text = _text(client, reverse("profitability:customer", args=[cast.engagement.id, run.id, "10/3"]))
    assert "Ödeshögs Bageri" in text
    assert "Ordermottagning" in text
    assert "pools.csv" in text
    assert "600,00" in text
    assert "Täckningsbidraget är noll eller negativt" in text


def test_a_customer_is_compared_with_the_run_before(client: Client, cast: Cast) -> None:
    make_run(cast.engagement, label="Utfall 2024")
    run = make_run(cast.engagement)
    client.force_login(cast.finance)
    text = _text(client, reverse("profitability:customer", args=[cast.engagement.id, run.id, "1001"]))
    assert "mot Utfall 2024" in text


def test_an_unknown_customer_does_not_exist(client: Client, cast: Cast) -> None:
    run = make_run(cast.engagement)
    client.force_login(cast.finance)
    url = reverse("profitability:customer", args=[cast.engagement.id, run.id, "nobody"])
    assert client.get(url).status_code == 404


def test_the_tiers_page_states_rule_parameters_and_reasons(client: Client, cast: Cast) -> None:
    run = make_run(cast.engagement)
    client.force_login(cast.finance)
    text = _text(client, reverse("profitability:tiers", args=[cast.engagement.id, run.id]))
    assert "80,0 %" in text
    assert "12 månader" in text
    assert "Ger ett positivt täckningsbidrag." in text


def test_two_runs_are_compared(client: Client, cast: Cast) -> None:
    first, second = make_run(cast.engagement, label="Förr"), make_run(cast.engagement, label="Nu")
    client.force_login(cast.finance)
    url = reverse("profitability:comparison", args=[cast.engagement.id])
    assert "Förr" in _text(client, f"{url}?a={first.id}&b={second.id}")
    assert "Välj två olika körningar" in _text(client, f"{url}?a={first.id}&b={first.id}")


def test_a_foreign_run_cannot_be_compared(client: Client, cast: Cast) -> None:
    make_run(cast.engagement, label="Förr")
    make_run(cast.engagement, label="Nu")
    foreign = make_run(cast.foreign_engagement, label="Bageriets hemlighet")
    client.force_login(cast.finance)
    url = reverse("profitability:comparison", args=[cast.engagement.id])
    response = client.get(f"{url}?a={foreign.id}&b={foreign.id}")
    assert "hemlighet" not in response.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_results_are_closed_to_others(client: Client, cast: Cast, name: str) -> None:
    run = make_run(cast.engagement)
    url = reverse(f"profitability:{name}", args=[cast.engagement.id, run.id])
    assert client.get(url).status_code == 302
    for user, status in ((cast.respondent, 403), (cast.other_finance, 404), (cast.foreign_consultant, 404)):
        client.force_login(user)
        assert client.get(url).status_code == status, user
    client.force_login(cast.finance)
    assert client.post(url).status_code == 405
    borrowed = reverse(f"profitability:{name}", args=[cast.other_engagement.id, run.id])
    client.force_login(cast.consultant)
    assert client.get(borrowed).status_code == 404


def test_an_unfinished_run_has_no_result_to_show(client: Client, cast: Cast) -> None:
    run = make_run(cast.engagement)
    type(run).objects.filter(pk=run.pk).update(state="started")
    client.force_login(cast.finance)
    for name in PAGES:
        assert client.get(reverse(f"profitability:{name}", args=[cast.engagement.id, run.id])).status_code == 404


def test_the_list_of_runs_shows_figures(client: Client, cast: Cast) -> None:
    make_run(cast.engagement)
    make_upload(cast.engagement)
    client.force_login(cast.client_reader)
    assert "Utfall 2025" in _text(client, reverse("profitability:runs", args=[cast.engagement.id]))
