"""Segments by rules: the first that holds wins, everyone has a place, what is typed is kept, growth adds up."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.test import Client
from django.urls import reverse

from jobs.services import execute
from portfolio.domain.segment_rules import Condition, Relation, Rule, RuleFault, Rules, Trait, check_rules
from portfolio.models import Analysis
from portfolio.pages.typed_rules import change, read_typed_rules, type_rules
from portfolio.segment_models import Segmentation, SegmentRules
from tests.conftest import Cast
from tests.portfolio.analyses import make_analysis, make_upload
from tests.portfolio.segmentations import RULES, choose_made_classes, make_classes, make_segments, open_firm


def one(condition: Condition) -> Rules:
    return Rules((Rule("Träff", (condition,)),), "Övriga")


def caught(folder: Path, condition: Condition) -> set[str]:
    with open_firm(folder) as reader:
        reader.place(one(condition), folder / "places.parquet")
    table = pq.read_table(folder / "places.parquet").to_pydict()
    return {name for name, place in zip(table["customer_id"], table["place"], strict=True) if place == 0}


def test_every_fault_is_named_at_once() -> None:
    faults = check_rules(
        Rules(
            (
                Rule("", (Condition(Trait.REVENUE, Relation.AT_LEAST, "mycket"),)),
                Rule("Övriga", ()),
                Rule(
                    "b",
                    (Condition(Trait.TIER, Relation.IS, "gold"), Condition(Trait.PURCHASES, Relation.AT_MOST, "1.5")),
                ),
                Rule(
                    "c", (Condition(Trait.PRODUCT, Relation.CONTAINS, "x"), Condition(Trait.SEGMENT, Relation.IS, " "))
                ),
            ),
            "övriga",
        )
    )
    assert [(place.fault, place.rule, place.condition) for place in faults] == [
        (RuleFault.NAME_MISSING, 0, None),
        (RuleFault.NOT_A_NUMBER, 0, 0),
        (RuleFault.NAME_TWICE, 1, None),
        (RuleFault.NO_CONDITIONS, 1, None),
        (RuleFault.NOT_A_CHOICE, 2, 0),
        (RuleFault.NOT_A_NUMBER, 2, 1),
        (RuleFault.TEST_DOES_NOT_FIT, 3, 0),
        (RuleFault.VALUE_MISSING, 3, 1),
    ]
    assert [place.fault for place in check_rules(Rules((), "Övriga"))] == [RuleFault.NO_RULES]


@pytest.mark.parametrize(
    ("condition", "inside", "outside"),
    [
        (Condition(Trait.SEGMENT, Relation.IS, "BYGG"), "K00", "K01"),
        (Condition(Trait.SEGMENT, Relation.IS_NOT, "bygg"), "K02", "K00"),
        (Condition(Trait.PRODUCT, Relation.IS, "=summa(a1)"), "K03", "K00"),
        (Condition(Trait.REVENUE, Relation.AT_MOST, "-1000.5"), "K59", "K01"),
        (Condition(Trait.TIER, Relation.IS, "bottom"), "K60", "K58"),
        (Condition(Trait.RECENCY_DAYS, Relation.AT_MOST, "0"), "K60", "K01"),
        (Condition(Trait.TENURE_DAYS, Relation.AT_LEAST, "1000"), "K01", "K60"),
        (Condition(Trait.ATTRIBUTE, Relation.IS_NOT, "SE", "land"), "K00", "finns inte"),
    ],
)
def test_each_trait_catches_whom_it_should(tmp_path: Path, condition: Condition, inside: str, outside: str) -> None:
    found = caught(tmp_path, condition)
    assert inside in found
    assert outside not in found


def test_the_first_rule_wins_and_everyone_has_one_place(tmp_path: Path) -> None:
    path = tmp_path / "places.parquet"
    twice = replace(RULES, rules=(*RULES.rules, replace(RULES.rules[0], name="Byggare igen")))
    with open_firm(tmp_path) as reader:
        reader.place(twice, path)
        lines = reader.sum_places(path, twice.names)
        everyone = len(reader.customer_ids())
    assert lines[0].customers > 0
    assert lines[2].customers == 0
    assert sum(line.customers for line in lines) == everyone == pq.read_table(path).num_rows == 61
    assert lines[1].later.customers == 0
    assert lines[1].revenue_growth_share == -1


def test_what_is_typed_comes_back_and_buttons_change_one_thing() -> None:
    typed = read_typed_rules(
        {
            "r0.name": "A", "r0.c0.trait": "revenue", "r0.c0.test": "at_least", "r0.c0.value": "1 000,50",
            "r0.c1.trait": "attribute:land", "r0.c1.test": "is", "r0.c1.value": "SE",
            "r1.name": "B", "r1.c0.trait": "okänd", "r1.c0.value": "x", "others": "Resten",
        }
    )  # fmt: skip
    rules = typed.read()
    assert rules.rules[0].conditions == (
        Condition(Trait.REVENUE, Relation.AT_LEAST, "1000.50"),
        Condition(Trait.ATTRIBUTE, Relation.IS, "SE", "land"),
    )
    assert rules.names == ("A", "B", "Resten")
    assert type_rules(rules).read() == rules
    assert [rule.name for rule in change(typed, "up:1").rules] == ["B", "A"]
    assert [rule.name for rule in change(typed, "drop:0").rules] == ["B"]
    assert len(change(typed, "more:1").rules[1].conditions) == 2
    assert len(change(typed, "less:0:0").rules[0].conditions) == 1
    assert len(change(typed, "add").rules) == 3
    assert change(typed, "drop:9") == change(typed, "less:0") == change(typed, "") == typed


@pytest.mark.django_db
def test_rules_are_kept_as_versions_and_place_the_customers(cast: Cast, client: Client) -> None:
    analysis: Analysis = make_analysis(cast.engagement)
    analysis.upload = make_upload(cast.engagement)
    analysis.save()
    client.force_login(cast.finance)
    way = reverse("portfolio:segment_rules", args=[cast.engagement.id, analysis.id])
    typed = {"r0.name": "Stora", "r0.c0.trait": "revenue", "r0.c0.test": "at_least", "others": "Övriga", "do": "save"}
    refused = client.post(way, {**typed, "r0.c0.value": "tusen"})
    assert refused.status_code == 422
    assert "tusen" in refused.content.decode()
    assert not SegmentRules.objects.exists()
    for key in ("a", "b"):
        assert client.post(way, {**typed, "r0.c0.value": "1 000", "key": key}).status_code == 302
    assert SegmentRules.objects.get().number == 1
    assert Segmentation.objects.count() == 2
    job = Segmentation.objects.get(key="a").job
    assert job is not None
    execute(job.id)
    shown = client.get(reverse("portfolio:segments", args=[cast.engagement.id, analysis.id])).content.decode()
    assert "Stora växer mest" in shown or "Övriga växer mest" in shown
    listed = client.get(reverse("portfolio:segments_csv", args=[cast.engagement.id, analysis.id]))
    rows = list(csv.reader(io.StringIO(listed.getvalue().decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 62
    assert {row[2] for row in rows[1:]} == {"Stora", "Övriga"}


@pytest.mark.django_db
def test_segments_and_classes_are_columns_and_filters_of_the_customer_list(cast: Cast, client: Client) -> None:
    analysis = make_analysis(cast.engagement)
    segments = make_segments(analysis)
    choose_made_classes(make_classes(analysis))
    client.force_login(cast.client_reader)
    way = reverse("portfolio:customers", args=[cast.engagement.id, analysis.id])
    everyone = client.get(way).context["page"]
    builders = client.get(way + "?segment=0").context["page"]
    assert {line.segment_name for line in builders.lines} == {"Byggare"}
    assert 0 < builders.pager.total < everyone.pager.total
    cheap = client.get(way + "?class=0").context["page"]
    assert {line.class_name for line in cheap.lines} == {"Pris"}
    assert all(line.place.certainty > 0.5 for line in cheap.lines)
    assert client.get(way + "?segment=0&class=0").context["page"].pager.total <= cheap.pager.total
    listed = client.get(reverse("portfolio:customers_csv", args=[cast.engagement.id, analysis.id]) + "?segment=0")
    header, *rows = csv.reader(io.StringIO(listed.getvalue().decode("utf-8-sig")), delimiter=";")
    assert header[-3:] == ["Segment efter regler", "Klass", "Säkerhet, procent"]
    assert {row[-3] for row in rows} == {"Byggare"}
    assert segments.rules is not None
