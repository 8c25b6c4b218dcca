"""The customer list gives what sorting and filtering the statements one by one would give, on every page."""

import random
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from profitability.domain.alphabet import Alphabet, sorting_sql, sorting_texts
from profitability.domain.customer_list import CustomerList, ListQuery, build_list
from profitability.domain.statement import STATEMENT_LINES
from profitability.domain.text_search import Texts

CUSTOMERS = 300
PAGE = 7
ORDER = {
    Alphabet.SWEDISH: str.maketrans("åäæöø", "{||}}"),
    Alphabet.DANISH: str.maketrans("æäøöå", "{{||}"),
}


@dataclass(frozen=True)
class Made:
    position: int
    customer_id: str
    name: str
    segment: str
    tier: str
    amounts: tuple[int, ...]


@pytest.fixture(scope="module")
def made() -> list[Made]:
    chance = random.Random(4)
    words = ["Åkeri", "ÖL", "Norden", "bageri", "Éclair", "a\nb", "aa", "A", "=1+1", "Ångström & Co"]
    return [
        Made(
            position,
            f"{chance.choice(['K', 'k', 'å'])}-{position * 7 % 311:03}",
            " ".join(chance.choices(words, k=chance.randint(1, 4))),
            chance.choice(["Bygg", "Transport", "", "Öl & mat"]),
            "" if position > 280 else chance.choice(["gold", "silver", "bronze"]),
            tuple(chance.randint(-3, 3) * 10**14 for _line in STATEMENT_LINES),
        )
        for position in range(1, CUSTOMERS + 1)
    ]


@pytest.fixture(scope="module")
def listed(made: list[Made], tmp_path_factory: pytest.TempPathFactory) -> CustomerList:
    folder = tmp_path_factory.mktemp("run")
    rows = [
        {"position": one.position, "customer_id": one.customer_id, "name": one.name, "segment": one.segment or None}
        | {"rank": one.position if one.tier else None, "cumulative_contribution_minor": 5 if one.tier else None}
        | {"tier": one.tier or None, "tier_reason": "earns" if one.tier else None}
        | {f"{line}_minor": amount for line, amount in zip(STATEMENT_LINES, one.amounts, strict=True)}
        for one in made
    ]
    pq.write_table(pa.Table.from_pylist(rows), folder / "statements.parquet", row_group_size=64)
    build_list(folder)
    build_list(folder)
    return CustomerList(folder)


def _expected(made: list[Made], query: ListQuery) -> list[int]:
    def key(one: Made) -> tuple[object, int]:
        if query.sort in STATEMENT_LINES:
            return one.amounts[STATEMENT_LINES.index(query.sort)], one.position
        text = getattr(one, query.sort, "")
        return text if query.sort == "customer_id" else text.lower().translate(ORDER[query.alphabet]), one.position

    text = query.search.lower()
    chosen = [
        one
        for one in made
        if (not text or text in one.name.lower() or one.customer_id.lower().startswith(text))
        and (not query.tier or one.tier == query.tier.replace("none", ""))
        and (not query.segment or one.segment == query.segment)
    ]
    return [one.position for one in sorted(chosen, key=key, reverse=query.is_descending)]


def test_names_follow_the_alphabet_of_the_reader(made: list[Made], listed: CustomerList) -> None:
    for alphabet in Alphabet:
        query = ListQuery(sort="name", alphabet=alphabet)
        assert [row.position for row in listed.find(query, 0, CUSTOMERS)[0]] == _expected(made, query)


@pytest.mark.parametrize(
    ("alphabet", "rising"),
    [
        (Alphabet.SWEDISH, ["abel", "Zorn", "Åberg", "åker", "æble", "Ängen", "Öberg", "øst"]),
        (Alphabet.DANISH, ["abel", "Zorn", "æble", "Ängen", "Öberg", "øst", "Åberg", "åker"]),
    ],
)
def test_the_last_letters_stand_where_the_alphabet_has_them(alphabet: Alphabet, rising: list[str]) -> None:
    texts = pa.array(sorted(rising), pa.large_string())
    keys = sorting_texts(texts, alphabet)
    by_key = [text for _key, text in sorted(zip(keys.to_pylist(), texts.to_pylist(), strict=True))]
    assert by_key == rising
    with duckdb.connect() as connection:
        sql = f"SELECT text FROM (SELECT unnest(?) AS text) ORDER BY {sorting_sql('text', alphabet)}, text"
        assert [text for (text,) in connection.execute(sql, [texts.to_pylist()]).fetchall()] == rising


@pytest.mark.parametrize("sort", ["rank", "name", "customer_id", "segment", "contribution", "discounts"])
@pytest.mark.parametrize("is_descending", [False, True])
@pytest.mark.parametrize(
    ("search", "tier", "segment"),
    [
        ("", "", ""),
        ("", "gold", ""),
        ("", "none", ""),
        ("", "", "Öl & mat"),
        ("", "", "okänt"),
        ("ÅK", "silver", "Bygg"),
    ],
)
def test_every_page_is_the_one_that_sorting_gives(
    sort: str,
    is_descending: bool,
    search: str,
    tier: str,
    segment: str,
    made: list[Made],
    listed: CustomerList,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("profitability.domain.customer_list._PART", 7)
    query = ListQuery(search, tier, segment, sort, is_descending)
    expected = _expected(made, query)
    for first in (0, PAGE, max(len(expected) - 2, 0), CUSTOMERS):
        rows, total = listed.find(query, first, PAGE)
        assert total == len(expected)
        assert [row.position for row in rows] == expected[first : first + PAGE]


@pytest.mark.parametrize(
    "search", ["a", "en", "öl", "k-", "K-01", "å-0", "n n", "\n", "a\nb", "éc", "=1+1", "zzz", "%", "ngs"]
)
def test_a_search_finds_part_of_a_name_and_the_beginning_of_a_number(
    search: str, made: list[Made], listed: CustomerList
) -> None:
    rows, total = listed.find(ListQuery(search), 0, CUSTOMERS)
    assert [row.position for row in rows] == _expected(made, ListQuery(search))
    assert total == len(rows)


def test_rows_come_back_as_they_were_written(made: list[Made], listed: CustomerList) -> None:
    rows, _total = listed.find(ListQuery(), 0, CUSTOMERS)
    assert [(row.customer_id, row.name, row.segment, row.tier, row.amounts) for row in rows] == [
        (one.customer_id, one.name, one.segment, one.tier, one.amounts) for one in made
    ]
    assert (rows[0].rank, rows[0].tier_reason, rows[-1].rank, rows[-1].cumulative_minor) == (1, "earns", None, None)
    assert listed.segments == ("Bygg", "Transport", "Öl & mat")


def test_many_hits_are_found_as_few_are() -> None:
    texts = sorted(["ab", "", "ba", "aab", "b", "nordbo", "åkeri", "i nordbor åk"] * 3_000)
    body = "".join(f"{text}\0" for text in texts).encode()
    searched = Texts(body, np.cumsum([0, *(len(text.encode()) + 1 for text in texts)]))
    for wanted in (
        "a",
        "ab",
        "aab",
        "bb",
        "b\0",
        "nord",
        "ordbo",
        "nordbor",
        "i nordbor åk",
        "keri",
        "åkeri",
        "nåkeri",
    ):
        found = searched.find_containing(wanted.encode()).tolist()
        assert found == [wanted in text for text in texts]
        first, last = searched.find_starting(wanted.encode())
        assert texts[first:last] == [text for text in texts if text.startswith(wanted)] or wanted == "b\0"


@given(st.lists(st.text("aåb ", max_size=9), min_size=1, max_size=60), st.text("aåb ", min_size=1, max_size=4))
def test_rare_and_usual_words_are_found_in_any_texts(texts: list[str], wanted: str) -> None:
    body = "".join(f"{text}\0" for text in texts).encode()
    searched = Texts(body, np.cumsum([0, *(len(text.encode()) + 1 for text in texts)]))
    assert searched.find_containing(wanted.encode()).tolist() == [wanted in text for text in texts]


def test_a_customer_is_found_by_the_whole_number_letter_for_letter(made: list[Made], listed: CustomerList) -> None:
    ids = {one.customer_id for one in made}
    for one in made:
        found = listed.find_customer(one.customer_id)
        assert found is not None
        assert (found.customer_id, found.position, found.name) == (one.customer_id, one.position, one.name)
        for other in (one.customer_id.swapcase(), one.customer_id[:-1], one.customer_id + "0"):
            assert (listed.find_customer(other) is not None) == (other in ids)
    assert [listed.find_customer(unreal) for unreal in ("", "\0", "zzz", "K-001\0")] == [None] * 4
