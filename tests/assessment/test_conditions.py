"""The language of conditions, contradictions, and two assessments on what can be compared."""

from fractions import Fraction

import pytest
from django.test import Client
from django.urls import reverse

from assessment.domain.answers import Answers
from assessment.domain.cells import parse_cell_key
from assessment.domain.comparing import Answered, compare_assessments
from assessment.domain.condition_reading import ConditionError, parse_condition
from assessment.domain.conditions import holds
from assessment.domain.contradictions import find_clashes
from assessment.domain.instrument import Instrument
from assessment.domain.reading import FaultyInstrumentError, hash_content, read_instrument
from assessment.domain.scoring import score_backed
from assessment.readers import find_shipped
from tests.assessment.conftest import Pen, begin_assessment
from tests.conftest import Cast


def checklist() -> Instrument:
    shipped = find_shipped("crm_strategy")
    assert shipped is not None
    return shipped.instrument


def answers(**texts: str) -> Answers:
    keys = {
        parse_cell_key(name.replace("__", ":").replace("_at_rating", "@rating")): text for name, text in texts.items()
    }
    return Answers({key: text for key, text in keys.items() if key})


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("contact_centre = 'yes'", True),
        ("contact_centre != 'yes'", False),
        ("market_leading = 'yes'", None),
        ("contact_centre = 'yes' and market_leading = 'yes'", None),
        ("contact_centre = 'no' and market_leading = 'yes'", False),
        ("contact_centre = 'yes' or market_leading = 'yes'", True),
        ("not (contact_centre = 'no' or market_leading = 'yes')", None),
        ("loyal > 100 - repurchase:once", True),
        ("loyal <= 30.5", True),
        ("loyal > cross_selling", None),
        ("not answered(cross_selling)", True),
        ("count(sales_channels, 'standalone') >= 2", True),
        ("count(sales_channels, 'standalone') + loyal = 32.5", True),
        ("segmentation@rating = 'missing'", True),
    ],
)
def test_a_condition_is_true_false_or_not_yet_known(text: str, truth: bool | None) -> None:
    given = answers(
        contact_centre="yes",
        loyal="30,5",
        repurchase__once="70 %",
        segmentation_at_rating="missing",
        sales_channels__e_commerce="standalone",
        sales_channels__trade_fairs="standalone",
    )
    assert holds(parse_condition(text), checklist(), given) is truth


@pytest.mark.parametrize(
    "text",
    ["", "loyal", "loyal >", "loyal = = 1", "__import__('os')", "loyal > 1; loyal", "(loyal > 1", "loyal.x = 1",
     "count(loyal) = 1", "loyal > 1 and", "not", "1 = " + "(" * 99, "answered(1)", "loyal ** 2 = 4", "x" * 501],
)  # fmt: skip
def test_nothing_else_is_a_condition(text: str) -> None:
    with pytest.raises(ConditionError):
        parse_condition(text)


def test_every_shipped_contradiction_can_arise_and_none_arises_from_nothing() -> None:
    instrument = checklist()
    assert find_clashes(instrument, Answers({})) == ()
    clashes = find_clashes(instrument, answers(loyal="30", wallet__over_half="20", contact_centre="no",
                                               service_channels__call_centre="integrated"))  # fmt: skip
    assert [clash.rule.key for clash in clashes] == ["centre_used", "loyal_beyond_wallet"]
    assert clashes[1].items == ("loyal", "wallet")


def test_contradictions_are_checked_and_leave_the_hash_alone() -> None:
    yaml = (
        "key: k\nversion: 1\ntitle: {sv: T}\nintro: {sv: I}\nsections:\n- key: s\n  title: {sv: S}\n  blocks:\n"
        "  - key: b\n    items: [{key: a, kind: yes_no, label: {sv: A}}]\n"
    )
    plain = read_instrument(yaml)
    rule = "contradictions: [{key: c, when: \"a = 'yes'\", text: {sv: Varför}}]\n"
    assert hash_content(read_instrument(yaml + rule)) == hash_content(plain)
    for when, code in (("a = ", "bad_condition"), ("b = 'yes'", "unknown_item"), ("a:x = 'yes'", "unknown_cell")):
        with pytest.raises(FaultyInstrumentError) as refused:
            read_instrument(yaml + rule.replace("a = 'yes'", when))
        assert [fault.code for fault in refused.value.faults] == [code]


def test_only_what_has_evidence_is_proven() -> None:
    given = answers(market_leading="yes", knows_purchases="yes")
    proven = score_backed(checklist(), given, frozenset({"knows_purchases"}))
    assert proven.low == Fraction(2, 11) * Fraction(2, 10) * 100


def test_assessments_are_compared_on_what_both_versions_asked() -> None:
    old = checklist()
    items = {item.key: item for item in old.list_items()}
    changed = items["market_leading"].model_copy(update={"key": "leading_now", "replaces": "market_leading"})
    reworded = items["knows_purchases"].model_copy(update={"comparable": False})
    new = old.model_copy(
        update={
            "version": 2,
            "sections": tuple(
                section.model_copy(
                    update={
                        "blocks": tuple(
                            block.model_copy(
                                update={
                                    "items": tuple(
                                        {"market_leading": changed, "knows_purchases": reworded}.get(item.key, item)
                                        for item in block.items
                                    )
                                }
                            )
                            for block in section.blocks
                        )
                    }
                )
                for section in old.sections
            ),
            "areas": tuple(
                area.model_copy(
                    update={
                        "rules": tuple(
                            rule.model_copy(update={"item": "leading_now"}) if rule.item == "market_leading" else rule
                            for rule in area.rules
                        )
                    }
                )
                for area in old.areas
            ),
        }
    )
    compared = compare_assessments(
        Answered(old, answers(market_leading="no", knows_purchases="no", satisfaction_followed="yes")),
        Answered(new, answers(leading_now="yes", knows_purchases="yes", satisfaction_followed="yes")),
    )
    assert [(change.item, change.was, change.now) for change in compared.changes] == [
        ("leading_now", Fraction(0), Fraction(100))
    ]
    assert compared.changes[0].effect == Fraction(2, 10) * Fraction(1, 8) * 100
    assert compared.left_out == ("knows_purchases",)


@pytest.mark.django_db
def test_the_page_says_what_got_better_and_worse(cast: Cast, client: Client) -> None:
    client.force_login(cast.client_reader)
    first = begin_assessment(cast.engagement, cast.consultant)
    route = reverse("assessment:comparison", args=[cast.engagement.id, first.id])
    assert "bara en genomgång" in client.get(route).content.decode()
    second = begin_assessment(cast.engagement, cast.consultant)
    for assessment, leading, club in ((first, "no", "yes"), (second, "yes", "no")):
        pen = Pen(assessment, assessment.sheets.get(), cast.respondent)
        pen.write(leading, cell="market_leading")
        pen.write(club, cell="customer_club")
    content = client.get(route).content.decode()
    assert "Strategi har stigit från 0 till 100." in content
    assert "Service och kundnöjdhet har sjunkit från 100 till 0." in content
    readiness = client.get(reverse("assessment:readiness", args=[cast.engagement.id, second.id])).content.decode()
    assert route.replace(str(first.id), str(second.id)) in readiness
