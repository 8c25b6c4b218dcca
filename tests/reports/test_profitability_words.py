"""The sentences of the management summary: true and grammatical for none, one, many, losses and a firm without peak."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from django.utils import translation

from profitability.domain.proof import Proof
from profitability.domain.summary import RunSummary, Totals
from profitability.domain.tiers import TierSummary
from profitability.domain.whale_curve import WhaleCurve
from reports.profitability_words import SERVING_LINES, Words, join_words

LABELS = {line: line.title() for line in SERVING_LINES} | {"logistics": "Logistik"}


def tier(name: str, customers: int, net_sales: int, contribution: int) -> TierSummary:
    return TierSummary(
        name, customers, Fraction(customers, 100), net_sales * 100, contribution * 100, contribution * 100
    )


def summary(
    *,
    contribution: int = 1_000_000,
    peak: int = 1_500_000,
    peak_rank: int = 40,
    customers: int = 100,
    **changes: object,
) -> RunSummary:
    """Return a run in whole kronor: net sales 10 million, logistics 500 000."""
    totals = {"net_sales": 10_000_000, "contribution": contribution, "logistics": 500_000, "sales": 100_000}
    lines = (
        "net_sales",
        "order_handling",
        "logistics",
        "customer_service",
        "support",
        "sales",
        "marketing",
        "contribution",
    )
    made = RunSummary(
        currency="SEK",
        decimals=2,
        period_start=date(2025, 1, 1),
        period_end=date(2025, 12, 31),
        settings=(),
        customers=100,
        ranked_customers=100,
        pools=3,
        totals=Totals(tuple((line, totals.get(line, 0) * 100) for line in lines)),
        tiers=(
            tier("gold", 5, 6_000_000, 1_200_000),
            tier("silver", 35, 3_000_000, 300_000),
            tier("bronze", 60, 1_000_000, -500_000),
        ),
        whale=WhaleCurve((), peak_rank, peak * 100, contribution * 100),
        proof=Proof(600_000_00, 0, 600_000_00, 0, 0, 0),
        input_sha256="a",
        model_sha256="b",
        engine_version="1",
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # fields of the summary


@pytest.fixture(params=["sv", "en-gb"])
def language(request: pytest.FixtureRequest) -> object:
    with translation.override(request.param):
        yield request.param


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_a_firm_that_earns_is_told_what_it_earns() -> None:
    assert plain(Words(summary()).message()) == (
        "Kunderna gav tillsammans 1 000 tkr i täckningsbidrag på en nettoomsättning av 10,0 mkr."
    )


def test_a_firm_that_loses_is_told_so_without_a_minus() -> None:
    text = plain(Words(summary(contribution=-1_000_000)).message())
    assert text == "Kunderna kostade tillsammans 1 000 tkr mer än de gav, på en nettoomsättning av 10,0 mkr."


def test_no_activity_and_an_even_result_have_sentences_of_their_own() -> None:
    assert Words(summary(ranked_customers=0)).message() == "Ingen kund hade någon aktivitet under perioden."
    assert "varken vinst eller förlust" in Words(summary(contribution=0)).message()


@pytest.mark.parametrize(
    ("peak", "peak_rank", "expected"),
    [
        (1_000_000, 100, "Ingen kund kostar mer än den ger."),
        (1_500_000, 99, "En kund kostar mer än den ger: 500 tkr, eller 33 % av det som de andra skapar."),
        (
            1_500_000,
            40,
            "60 kunder ger inget bidrag. Tillsammans kostar de 500 tkr, eller 33 % av det som de andra skapar.",
        ),
    ],
)
def test_the_tail_is_none_one_or_many(peak: int, peak_rank: int, expected: str) -> None:
    assert plain(Words(summary(peak=peak, peak_rank=peak_rank)).tail()) == expected


def test_a_tail_that_costs_more_than_the_others_make_has_no_percentage() -> None:
    text = plain(Words(summary(contribution=-2_000_000)).tail())
    assert text == "60 kunder ger inget bidrag. Tillsammans kostar de 3 500 tkr, mer än de andra skapar."


def test_capacity_used_beyond_the_practical_is_not_called_unused() -> None:
    text = Words(summary(proof=Proof(0, 0, 0, 0, -30_000_00, 0))).firm()
    assert plain(text) == "Utanför kundernas resultat ligger kapacitet som använts utöver den praktiska, värd 30 tkr."


def test_a_curve_that_never_rises_says_so() -> None:
    assert Words(summary(contribution=-5, peak=0)).tail() == "Varje kund kostar minst lika mycket som den ger."


@pytest.mark.parametrize(
    ("customers", "expected"),
    [
        (0, "Ingen kund är guld: ingen når upp till regeln för nivån."),
        (1, "En kund är guld och ger ensam 1 200 tkr i täckningsbidrag."),
        (5, "5 kunder är guld. De är 5,0 % av kunderna och ger 1 200 tkr i täckningsbidrag."),
    ],
)
def test_gold_is_none_one_or_many(customers: int, expected: str) -> None:
    made = summary(tiers=(tier("gold", customers, 6_000_000, 1_200_000),))
    assert plain(Words(made).gold()) == expected


def test_bronze_that_costs_nothing_is_not_said_to_cost() -> None:
    assert "kostar" not in Words(summary(tiers=(tier("bronze", 1, 1000, 0),))).bronze()
    assert Words(summary(tiers=())).bronze() == ""


def test_serving_names_its_largest_line() -> None:
    assert plain(Words(summary()).serving(LABELS)) == (
        "Att betjäna kunderna kostade 600 tkr, 6,0 % av nettoomsättningen. Den största posten är logistik, 500 tkr."
    )


def test_what_stays_with_the_firm_is_listed_as_a_sentence_lists() -> None:
    proof = Proof(60_000_000, 0, 0, 20_000_00, 30_000_00, 0)
    assert plain(Words(summary(proof=proof)).firm()) == (
        "Utanför kundernas resultat ligger samkostnader på 20 tkr och outnyttjad kapacitet på 30 tkr."
    )
    assert Words(summary()).firm() == "Alla kostnader är fördelade på kunder."


def test_words_are_joined_as_a_sentence_joins_them() -> None:
    assert [join_words(list("abc")[:count]) for count in range(4)] == ["", "a", "a och b", "a, b och c"]


def test_the_idle_are_counted() -> None:
    assert Words(summary()).idle() == ""
    assert Words(summary(ranked_customers=99)).idle().startswith("En kund saknade")
    assert Words(summary(ranked_customers=90)).idle().startswith("10 kunder saknade")


@pytest.mark.parametrize("contribution", [-1_000_000, 0, 1_000_000])
@pytest.mark.parametrize("tiers", [(), (tier("gold", 1, 10, 5), tier("bronze", 1, 10, -5))])
@pytest.mark.parametrize("peak_rank", [0, 1, 99, 100])
def test_no_sentence_is_left_unfinished(
    language: object, contribution: int, tiers: tuple[TierSummary, ...], peak_rank: int
) -> None:
    words = Words(summary(contribution=contribution, tiers=tiers, peak_rank=peak_rank))
    texts = [
        words.message(), words.tail(), words.gold(), words.bronze(), words.serving(LABELS), words.firm(), words.idle(),
        words.extremes(5, -5, 2), words.extremes(-5, -9, 2), words.extremes(5, 5, 2), words.firm_result(contribution),
    ]  # fmt: skip
    for text in texts:
        assert "%(" not in text
        assert text == "" or text.endswith(".")
        assert "  " not in text
        assert "−" not in text


def test_english_has_its_own_plural() -> None:
    with translation.override("en-gb"):
        assert plain(Words(summary(peak_rank=99)).tail()).startswith("One customer costs")
        assert plain(Words(summary()).tail()).startswith("60 customers")
