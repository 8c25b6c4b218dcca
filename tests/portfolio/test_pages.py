"""The pages of the customer base: what they say, what they take, what they refuse."""

import csv
import io
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from portfolio.models import Analysis, DefinitionVersion, Scenario
from tests.conftest import Cast
from tests.portfolio.analyses import make_analysis, make_upload

pytestmark = pytest.mark.django_db

RESULTS = ("flows", "migration", "value", "cohorts", "holdings", "budget", "customers")


@pytest.fixture
def analysis(cast: Cast) -> Analysis:
    return make_analysis(cast.engagement)


@pytest.fixture
def finance(cast: Cast, client: Client) -> Client:
    client.force_login(cast.finance)
    return client


def address(name: str, analysis: Analysis) -> str:
    return reverse(f"portfolio:{name}", args=[analysis.engagement_id, analysis.id])


@pytest.mark.parametrize("name", RESULTS)
def test_every_page_says_by_which_definition_it_was_made(finance: Client, analysis: Analysis, name: str) -> None:
    content = finance.get(address(name, analysis)).content.decode()
    assert "Kunddefinition 1" in content
    assert "2025-01-01 – 2025-12-31" in content


def test_without_an_analysis_the_way_in_is_shown(finance: Client, cast: Cast) -> None:
    content = finance.get(reverse("portfolio:latest", args=[cast.engagement.id])).content.decode()
    assert reverse("portfolio:analyses", args=[cast.engagement.id]) in content


def test_the_newest_analysis_is_what_the_side_bar_opens(finance: Client, analysis: Analysis) -> None:
    response = finance.get(reverse("portfolio:latest", args=[analysis.engagement_id]))
    assert response["Location"] == address("flows", analysis)


def test_an_analysis_that_is_done_opens_its_flows(finance: Client, analysis: Analysis) -> None:
    assert finance.get(address("analysis", analysis))["Location"] == address("flows", analysis)


def test_starting_an_analysis_leads_to_its_progress(finance: Client, cast: Cast) -> None:
    upload = make_upload(cast.engagement)
    form = {"upload": upload.id, "as_of": "2025-12-31", "key": "k"}
    response = finance.post(reverse("portfolio:analyses", args=[cast.engagement.id]), form)
    analysis = Analysis.objects.get()
    assert response["Location"] == address("analysis", analysis)
    assert "Väntar" in finance.get(address("analysis", analysis)).content.decode()


@pytest.mark.parametrize("as_of", ["", "2025-13-01", "0001-01-01", "31/12/2025"])
def test_a_date_that_is_none_starts_nothing(finance: Client, cast: Cast, as_of: str) -> None:
    form = {"upload": make_upload(cast.engagement).id, "as_of": as_of, "key": "k"}
    assert finance.post(reverse("portfolio:analyses", args=[cast.engagement.id]), form).status_code == 422
    assert not Analysis.objects.exists()


def test_the_upload_of_another_engagement_cannot_be_analysed(finance: Client, cast: Cast) -> None:
    for other in (cast.other_engagement, cast.foreign_engagement):
        form = {"upload": make_upload(other).id, "as_of": "2025-12-31", "key": "k"}
        assert finance.post(reverse("portfolio:analyses", args=[cast.engagement.id]), form).status_code == 422
    assert not Analysis.objects.exists()


DEFINITION = {
    "identity": "company",
    "identity_column": "",
    "purchase_unit": "order",
    "time_unit": "month",
    "active_months": "12",
    "forgotten_months": "24",
    "super_percent": "5",
    "top_percent": "15",
    "middle_percent": "50",
}


def test_a_definition_is_chosen(finance: Client, cast: Cast) -> None:
    address = reverse("portfolio:definition", args=[cast.engagement.id])
    assert finance.post(address, DEFINITION).status_code == 302
    assert DefinitionVersion.objects.get().forgotten_months == 24
    assert "24 månader" in finance.get(address).content.decode()


def test_the_windows_are_given_in_the_unit_and_kept_as_months(finance: Client, cast: Cast) -> None:
    address = reverse("portfolio:definition", args=[cast.engagement.id])
    chosen = DEFINITION | {"time_unit": "quarter", "active_months": "4", "forgotten_months": "10"}
    assert finance.post(address, chosen).status_code == 302
    definition = DefinitionVersion.objects.get()
    assert (definition.active_months, definition.forgotten_months) == (12, 30)
    page = finance.get(address)
    assert "köp inom 4 kvartal" in page.content.decode()
    assert page.context["form"]["forgotten_months"].value() == 10


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("forgotten_months", "6", "Minst så länge"),
        ("active_months", "0", "mellan 1 och 120"),
        ("middle_percent", "80", "Varje nivå behöver kunder"),
        ("identity", "dog", "dog"),
    ],
)
def test_an_impossible_definition_is_explained_and_not_kept(
    finance: Client, cast: Cast, field: str, value: str, message: str
) -> None:
    address = reverse("portfolio:definition", args=[cast.engagement.id])
    response = finance.post(address, DEFINITION | {field: value})
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not DefinitionVersion.objects.exists()


def test_a_cell_of_the_matrix_opens_its_customers(finance: Client, analysis: Analysis) -> None:
    assert "?from=middle&amp;to=lost" in finance.get(address("migration", analysis)).content.decode()
    content = finance.get(address("customers", analysis), {"from": "middle", "to": "lost"}).content.decode()
    assert "Kund K" in content


def test_the_customer_list_falls_back_on_what_it_knows(finance: Client, analysis: Analysis) -> None:
    odd = {"from": "x", "to": "'", "sort": "-nope", "page": "-1", "q": "K59"}
    content = finance.get(address("customers", analysis), odd).content.decode()
    assert "Kund K59" in content
    assert "Kund K10" not in content


def test_lists_are_exported_safe_from_formulas(finance: Client, analysis: Analysis) -> None:
    response = finance.get(address("customers_csv", analysis), {"q": "K59"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # streamed
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert (rows[1][0], rows[1][8].startswith("-")) == ("K59", True)
    assert finance.get(address("customers_xlsx", analysis)).status_code == 200


def test_costs_of_new_customers_are_typed_cohort_by_cohort_and_kept(finance: Client, analysis: Analysis) -> None:
    content = finance.get(address("cohorts", analysis), {"unit": "year", "cost": "1 500,50"}).content.decode()
    assert "Månader till återbetald" in content
    assert "2022" in content
    typed = {"unit": "year", "cost": "1500,50", "k.2023-01-01": "900", "k.2024-01-01": ""}
    assert finance.post(address("cohort_costs", analysis), typed).status_code == 302
    analysis.refresh_from_db()
    assert analysis.acquisition_costs == {"year": {"*": 1500_50, "2023-01-01": 900_00}}
    again = finance.get(address("cohorts", analysis), {"unit": "year"}).content.decode()
    assert 'value="900,00"' in again
    refused = finance.post(address("cohort_costs", analysis), {"unit": "year", "k.2023-01-01": "dyrt"})
    assert refused.status_code == 422
    assert "gick inte att läsa" in refused.content.decode()
    assert 'value="dyrt"' in refused.content.decode()
    assert finance.post(address("cohort_costs", analysis), {"unit": "year"}).status_code == 302
    analysis.refresh_from_db()
    assert analysis.acquisition_costs == {}


def test_levers_and_target_are_answered(finance: Client, analysis: Analysis) -> None:
    content = finance.get(address("budget", analysis), {"l.new.frequency": "110", "target": "500000"}).content.decode()
    assert "Mot målet" in content
    assert "Nya: Köp per kund" in content


def test_what_cannot_be_read_is_said_beside_its_field(finance: Client, analysis: Analysis) -> None:
    content = finance.get(address("budget", analysis), {"l.new.frequency": "mycket", "target": "-"}).content.decode()
    assert "l.new.frequency-error" in content
    assert "target-error" in content


def test_a_scenario_is_saved_compared_and_removed(finance: Client, analysis: Analysis) -> None:
    form = {"name": "Håll och utveckla", "l.retained.customers": "110", "target": "1000"}
    assert finance.post(address("scenario_new", analysis), form).status_code == 302
    scenario = Scenario.objects.get()
    assert (scenario.levers, scenario.target_minor) == ({"retained.customers": "110"}, 1000_00)
    assert "Håll och utveckla" in finance.get(address("budget", analysis)).content.decode()
    assert finance.post(address("scenario_new", analysis), form).status_code == 422
    finance.post(reverse("portfolio:scenario_remove", args=[analysis.engagement_id, scenario.id]))
    assert not Scenario.objects.exists()


def test_levers_that_cannot_be_read_are_not_saved(finance: Client, analysis: Analysis) -> None:
    form = {"name": "x", "l.retained.customers": "mer"}
    assert finance.post(address("scenario_new", analysis), form).status_code == 422
    assert not Scenario.objects.exists()


def test_a_reader_sees_results_and_no_way_to_change(cast: Cast, client: Client, analysis: Analysis) -> None:
    client.force_login(cast.client_reader)
    content = client.get(address("budget", analysis)).content.decode()
    assert "Spara som scenario" not in content
    assert client.post(address("scenario_new", analysis), {"name": "x"}).status_code == 403


def test_an_analysis_of_another_engagement_does_not_exist(finance: Client, cast: Cast) -> None:
    foreign = make_analysis(cast.other_engagement)
    for analysis_id in (foreign.id, uuid.uuid4()):
        for name in RESULTS:
            target = reverse(f"portfolio:{name}", args=[cast.engagement.id, analysis_id])
            assert finance.get(target).status_code == 404


def test_the_cheapest_mix_of_levers_is_answered_set_and_saved(finance: Client, analysis: Analysis) -> None:
    typed = {"target": "500000", "c.new.frequency": "100", "m.new.frequency": "150", "c.retained.customers": "90,50"}
    content = finance.get(address("budget", analysis), typed).content.decode()
    assert "Billigaste vägen till målet kostar" in content or "Målet nås inte" in content
    assert "Ställ spakarna så" in content
    faults = finance.get(
        address("budget", analysis), {"c.new.frequency": "0", "m.new.frequency": "99"}
    ).content.decode()
    assert "Skriv ett belopp över noll" in faults
    assert "Skriv procent från 100" in faults
    assert finance.post(address("scenario_new", analysis), {**typed, "name": "Billigast"}).status_code == 302
    kept = {"c.new.frequency": "100.00", "m.new.frequency": "150.00", "c.retained.customers": "90.50"}
    assert Scenario.objects.get().costs == kept
    assert "c.new.frequency=100.00" in finance.get(address("budget", analysis)).content.decode()
