"""The shipped checklist holds every item of the paper form, in its kinds and counts."""

from collections import Counter

import pytest

from assessment.domain.answers import Answers
from assessment.domain.cells import CellKey, list_cells
from assessment.domain.instrument import LANGUAGES, Instrument, Matrix, Multi, NumberGroup, Percent, PercentGroup
from assessment.domain.summary import list_languages
from assessment.pages.wording import advise
from assessment.readers import find_shipped, list_shipped

PUBLISHED_HASHES = {
    1: "f959fdca5bed710b21a5354d8b79fced4cca0c56300f54fb3e093d1eb7fcdde5",
    2: "2d447366695febeafef0b31bf17297c23fcc0f2c11418147b1a238826cdbb6ca",
}


def _instrument() -> Instrument:
    shipped = find_shipped("crm_strategy")
    assert shipped is not None
    return shipped.instrument


def test_the_totals_of_the_paper_form_are_all_there() -> None:
    kinds = Counter(item.kind for item in _instrument().list_items())
    assert kinds["yes_no"] == 16
    assert kinds["long_text"] == 22
    items = {item.key: item for item in _instrument().list_items()}
    volume = items["volume"]
    assert isinstance(volume, NumberGroup)
    assert len(volume.rows) == 4


def test_the_matrices_have_the_rows_of_the_paper_form() -> None:
    rows = {item.key: len(item.rows) for item in _instrument().list_items() if isinstance(item, Matrix)}
    channels = {key: count for key, count in rows.items() if key.endswith("_channels")}
    functions = {key: count for key, count in rows.items() if key.startswith("it_")}
    assert channels == {"marketing_channels": 8, "sales_channels": 9, "service_channels": 6}
    assert sum(channels.values()) == 23
    assert functions == {"it_marketing": 7, "it_sales": 7, "it_service": 8, "it_core": 9}
    assert sum(functions.values()) == 31
    (multi,) = [item for item in _instrument().list_items() if isinstance(item, Multi)]
    assert len(multi.options) == 14


def test_thirteen_percentages_stand_beside_the_ten_part_distribution() -> None:
    groups = [item for item in _instrument().list_items() if isinstance(item, PercentGroup)]
    (distribution,) = [item for item in groups if item.is_distribution]
    assert len(distribution.rows) == 10
    single = [item for item in _instrument().list_items() if isinstance(item, Percent)]
    assert sum(len(item.rows) for item in groups if not item.is_distribution) + len(single) == 12 + 1


def test_every_text_of_every_instrument_is_in_four_languages() -> None:
    for shipped in list_shipped():
        assert list_languages(shipped.instrument) == ("sv", "en", "da", "nb"), shipped.instrument.key


def test_no_published_version_has_changed() -> None:
    checklists = [shipped for shipped in list_shipped() if shipped.instrument.key == "crm_strategy"]
    assert {shipped.instrument.version: shipped.content_hash for shipped in checklists} == PUBLISHED_HASHES


def test_no_two_cells_share_a_key() -> None:
    instrument = _instrument()
    keys = Counter(cell.key for item in instrument.list_items() for cell in list_cells(instrument, item))
    assert [key for key, count in keys.items() if count > 1] == []


def test_the_nine_instruments_are_shipped_and_every_scored_item_carries_advice() -> None:
    assert {shipped.instrument.key for shipped in list_shipped()} == {
        "crm_strategy",
        "customer_definition",
        "customer_phases",
        "crm_failure",
        "platform",
        "friction",
        "success_factors",
        "behaviour",
        "investment_balance",
    }
    for key in {shipped.instrument.key for shipped in list_shipped()}:
        newest = find_shipped(key)
        assert newest is not None
        scored = {rule.item for area in newest.instrument.areas for rule in area.rules}
        assert [item.key for item in newest.instrument.list_items() if item.key in scored and not item.advice] == []


@pytest.mark.parametrize("key", sorted({shipped.instrument.key for shipped in list_shipped()}))
def test_every_option_and_every_band_says_what_to_do(key: str) -> None:
    newest = find_shipped(key)
    assert newest is not None
    options = [option for scale in newest.instrument.scales for option in scale.options]
    options += [option for item in newest.instrument.list_items() if isinstance(item, Multi) for option in item.options]
    bands = [band for area in newest.instrument.areas for band in area.bands]
    for advice in [*(option.advice for option in options), *(band.advice for band in bands)]:
        assert advice is not None
        assert all(getattr(advice, language) for language in LANGUAGES)


def test_a_low_answer_gets_the_advice_of_what_was_chosen() -> None:
    item = _instrument().get_item("sales_channels")
    mixed = Answers({CellKey(item.key, "e_commerce"): "standalone", CellKey(item.key, "trade_fairs"): "without"})
    assert advise(_instrument(), item, mixed).startswith("Fristående IT-stöd: Koppla till kunddatabasen")
    ticked = Answers({CellKey("communication_channels", "fax"): "yes", CellKey("communication_channels", "sms"): "no"})
    ways = _instrument().get_item("communication_channels")
    assert advise(_instrument(), ways, ticked) == "Ta reda på vilka kunder som ännu faxar och ge dem en annan väg."
    assert ways.advice is not None
    assert advise(_instrument(), ways, ticked, is_low=True) == ways.advice.sv
    vision = _instrument().get_item("vision")
    missing = Answers({CellKey("vision", column="rating"): "missing"})
    assert vision.advice is not None
    assert advise(_instrument(), vision, missing, is_low=True).startswith(vision.advice.sv)
    assert advise(_instrument(), vision, missing) == "Utse en ansvarig och skriv en första sida inom en månad."
