"""Tiers: rules tried before they are used, moves between two runs with their reasons, what a better tier takes."""

from django.test import Client
from django.urls import reverse

from jobs.services import execute
from profitability.models import Run
from profitability.services.runs import start_run
from tests.conftest import Cast
from tests.profitability.web.made_runs import make_run
from tests.profitability.web.test_traces import run

__all__ = ["run"]


def test_the_rules_are_tried_side_by_side_and_lead_to_a_run(client: Client, cast: Cast, run: Run) -> None:
    client.force_login(cast.finance)
    way = reverse("profitability:tier_rules", args=[cast.engagement.id, run.id])
    shown = client.get(way)
    page = shown.context["page"]
    assert "Fyll i Guld från, Silver från för att pröva regeln." in shown.content.decode()
    assert [(rule.rule, rule.is_used, bool(rule.tiers)) for rule in page.rules] == [
        ("whale", True, True),
        ("percent", False, True),
        ("threshold", False, False),
    ]
    tried = {"tier_rule": "percent", "gold_percent": "50", "silver_percent": "50"}
    page = client.get(way, tried).context["page"]
    gold, silver, bronze = page.rules[1].tiers
    assert (gold.customers, silver.customers, bronze.customers) == (1, 0, 1)
    assert page.chart.title.startswith("Andelar: guld blir 1 kunder")
    form = client.get(reverse("profitability:run_new", args=[cast.engagement.id]) + "?" + page.run_query)
    assert form.context["form"]["gold_percent"].value() == "50"
    assert form.context["form"]["tier_rule"].value() == "percent"
    wrong = client.get(way, tried | {"silver_percent": "10"}, headers={"HX-Request": "true"})
    assert "Andelen får inte vara mindre än guldets." in wrong.content.decode()
    bare = make_run(cast.engagement)
    gone = client.get(reverse("profitability:tier_rules", args=[cast.engagement.id, bare.id])).content.decode()
    assert "Underlaget finns inte kvar" in gone


def test_who_rose_and_fell_between_two_runs_and_why(client: Client, cast: Cast, run: Run) -> None:
    client.force_login(cast.client_reader)
    way = reverse("profitability:tier_moves", args=[cast.engagement.id])
    assert client.get(way).context["page"].moves is None
    later = start_run(
        engagement=cast.engagement,
        upload=run.upload,
        label="Fasta andelar",
        overrides={"tier_rule": "percent", "gold_percent": "0", "silver_percent": "0", "new_customer_months": "0"},
        key="later",
        started_by=cast.finance,
    )
    assert later.job_id is not None
    execute(later.job_id)
    moves = client.get(way).context["page"].moves
    assert (moves.before.id, moves.after.id) == (run.id, later.id)
    assert (moves.rose_customers, moves.fell_customers) == (0, len(moves.fell))
    assert moves.fell_customers >= 1
    for line in moves.fell:
        assert sum(part.amount_minor for part in line.reasons) == line.change_minor == 0
    file = b"".join(client.get(reverse("profitability:tier_moves_export", args=[cast.engagement.id, later.id, "csv"])))
    assert len(file.decode("utf-8-sig").splitlines()) == 1 + moves.fell_customers
    asked = reverse("api:profitability_api:tier_moves", args=[cast.engagement.id, later.id])
    answer = client.get(asked, {"before": str(run.id)}).json()
    assert answer["run_before"] == str(run.id)
    assert len(answer["fell"]) == moves.fell_customers
    assert client.get(asked, {"before": "none"}).json()["run_before"] is None


def test_a_customer_is_told_what_a_better_tier_takes(client: Client, cast: Cast) -> None:
    client.force_login(cast.finance)
    run = make_run(cast.engagement)
    page = client.get(reverse("profitability:customer", args=[cast.engagement.id, run.id, "10/3"])).context["page"]
    silver, gold = page.goals
    assert (silver.tier, silver.missing_minor) == ("silver", 40_001)
    assert (gold.tier, gold.missing_minor) == ("gold", 350_001 + 40_000)
    levers = {line.lever.lever: line for line in silver.levers}
    assert levers["price"].needed == "1\u00a0400\u00a0kr"
    assert levers["driver"].needed == "1"
    assert not next(line for line in gold.levers if line.lever.lever == "driver").is_enough
    assert "Vad krävs för Silver" in client.get(
        reverse("profitability:customer", args=[cast.engagement.id, run.id, "10/3"])
    ).content.decode().replace("\u00a0", " ")
    best = client.get(reverse("profitability:customer", args=[cast.engagement.id, run.id, "1001"]))
    assert best.context["page"].goals == ()
    told = reverse("api:profitability_api:statement", args=[cast.engagement.id, run.id, "10/3"])
    first = client.get(told).json()["goals"][0]
    assert (first["missing"], first["levers"][0]["is_enough"]) == ("400.01", True)
