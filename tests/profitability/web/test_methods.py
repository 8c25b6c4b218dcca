"""The three methods for services between pools, side by side."""

from django.test import Client
from django.urls import reverse

from jobs.models import Job
from jobs.services import execute
from profitability.models import Run
from tests.conftest import Cast
from tests.profitability.web.test_traces import run

__all__ = ["run"]


def test_the_methods_are_compared_once_and_leave_the_run_alone(client: Client, cast: Cast, run: Run) -> None:
    client.force_login(cast.finance)
    url = reverse("profitability:methods", args=[cast.engagement.id, run.id])
    assert "Jämför metoderna" in client.get(url).content.decode()
    before = Run.objects.values().get(pk=run.pk)
    for _time in range(2):
        client.post(reverse("profitability:methods_compare", args=[cast.engagement.id, run.id]))
    job = Job.objects.get(kind="profitability.compare_methods")
    execute(job.id)
    page = client.get(url).context["page"]
    assert [method.code for method in page.methods] == ["reciprocal", "step", "direct"]
    assert page.methods[0].is_used
    for line in page.pools:
        assert len(line.pool.to_customers_minor) == 3
    assert Run.objects.values().get(pk=run.pk) == before
    asked = client.get(url, {"customer": "1002"})
    assert asked.context["page"].asked.customer.customer_id == "1002"
    assert '<tr class="sum"><th scope="row"><a href' in asked.content.decode()
    assert "Ingen kund har numret" in client.get(url, {"customer": "9"}).content.decode()


def test_a_reader_may_look_but_not_ask(client: Client, cast: Cast, run: Run) -> None:
    client.force_login(cast.client_reader)
    assert client.get(reverse("profitability:methods", args=[cast.engagement.id, run.id])).status_code == 200
    asked = reverse("profitability:methods_compare", args=[cast.engagement.id, run.id])
    assert client.post(asked).status_code == 403
