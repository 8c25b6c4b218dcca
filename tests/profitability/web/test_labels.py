"""The lines of the statement are called what the engagement calls them, there and nowhere else."""

import pytest
from django.test import Client
from django.urls import reverse

from profitability.selectors.labels import get_labels
from tests.conftest import Cast
from tests.profitability.web.made_runs import make_run

pytestmark = pytest.mark.django_db


def test_given_names_stand_on_every_page_and_in_files_of_the_engagement_alone(client: Client, cast: Cast) -> None:
    run, other = make_run(cast.engagement), make_run(cast.foreign_engagement)
    client.force_login(cast.finance)
    way = reverse("profitability:labels", args=[cast.engagement.id])
    assert client.post(way, {"contribution": "Kundbidrag 3", "tb2": "x" * 61}).status_code == 422
    assert client.post(way, {"contribution": "Kundbidrag <3>", "tb2": ""}).status_code == 302
    assert get_labels(cast.engagement.id) == {"contribution": "Kundbidrag <3>"}
    for name, args in (("run_overview", ()), ("customers", ()), ("customer", ("1001",))):
        page = client.get(reverse(f"profitability:{name}", args=[cast.engagement.id, run.id, *args])).content.decode()
        assert "Kundbidrag &lt;3&gt;" in page
        assert "Kundbidrag <3>" not in page
    file = client.get(reverse("profitability:customers_export", args=[cast.engagement.id, run.id, "csv"]))
    assert "Kundbidrag <3>" in b"".join(file).decode("utf-8-sig").splitlines()[0]
    client.force_login(cast.foreign_consultant)
    theirs = client.get(reverse("profitability:run_overview", args=[cast.foreign_engagement.id, other.id]))
    assert "Kundbidrag" not in theirs.content.decode()
    assert "Kundens täckningsbidrag (TB3)" in theirs.content.decode()
