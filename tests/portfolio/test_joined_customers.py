"""Customers who share an identity are one in every figure, against a count by hand."""

import json
import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.test import Client
from django.urls import reverse

from filestore import store
from jobs.models import JobState
from jobs.services import execute
from portfolio.domain.analysis import AnalysisSummary
from portfolio.domain.definition import CustomerDefinition, Identity
from portfolio.domain.leaving import FEATURES
from portfolio.models import Analysis
from portfolio.readers.customer_signs import read_signs
from portfolio.readers.joined_customers import NoIdentityColumnError, join_customers
from portfolio.selectors.analyses import get_summary
from portfolio.selectors.contributions import find_contributions
from portfolio.selectors.customer_source import RankedBy
from portfolio.selectors.customers import CustomerQuery, get_customers_page
from portfolio.selectors.joined_sheets import joined_sheets
from portfolio.services.analyses import start_analysis
from portfolio.services.analysis_building import build_analysis
from portfolio.services.definitions import choose_definition, default_definition
from profitability.domain.ledger import Ledger
from profitability.models import Upload, UploadState
from tests.conftest import Cast
from tests.portfolio.ledgers import Row, write_ledger, write_service
from tests.profitability.web.made_runs import make_run

AS_OF = date(2025, 12, 31)
COLUMN = "e-mail/alt"
PEOPLE = {"b": "x", "a": "y", "c": " x ", "d": "", "e": "  ", "f": "y", "g": "X", "h": "x"}
BY_PEOPLE = CustomerDefinition(identity=Identity.PERSON, identity_column=COLUMN)


def write(folder: Path, rows: Sequence[Row], identities: dict[str, str]) -> Ledger:
    """Write a ledger whose customers have the further column; who has no identity here lacks it."""
    write_ledger(folder, rows)
    ids = sorted({row.customer_id for row in rows} | set(identities))
    people = {
        "customer_id": ids,
        "name": [f"Kund {name}" for name in ids],
        "segment": [f"S{len(name)}" for name in ids],
        "attributes": [json.dumps({COLUMN: identities[name]} if name in identities else {}) for name in ids],
    }
    pq.write_table(pa.table(people), folder / "customers.parquet")
    return Ledger(folder)


def some_rows(seed: int, ids: Sequence[str]) -> list[Row]:
    """Return purchases over five years; orders are shared between rows of one customer, and some between customers."""
    chance = random.Random(seed)
    return [
        Row(
            chance.choice(ids),
            AS_OF - timedelta(days=chance.randrange(1_800)),
            chance.randint(-900, 9_000),
            chance.choice([None, f"O{chance.randrange(60)}"]),
            None,
            chance.choice(["Spik", "Såg", "Borr"]),
        )
        for _ in range(150)
    ]


def analyse(ledger: Ledger, definition: CustomerDefinition, out: Path) -> AnalysisSummary:
    out.mkdir()
    return build_analysis(ledger, definition, AS_OF, out, lambda _stage, _share: None)


def joined_by_hand(identities: dict[str, str], ids: Sequence[str]) -> dict[str, str]:
    """Return the id that each customer gets: the smallest of those with the same value."""
    groups = defaultdict(list)
    for name in ids:
        groups[identities.get(name, "").strip() or ("alone", name)].append(name)
    return {name: min(group) for group in groups.values() for name in group}


def test_an_address_and_a_companys_number_are_the_same_however_they_are_written(tmp_path: Path) -> None:
    written = {
        "a": "Anna.Ek@Kund.example", "b": "anna.ek@kund.example ", "c": "anna-ek@kund.example",
        "d": "556012-3456", "e": "5560123456", "f": "5560 12\u20103456",
        "g": "NO 923 609 016 MVA", "h": "no923609016mva",
        "i": "Storgatan 1-3", "j": "Storgatan 13", "k": "storgatan 13", "l": "12-345", "m": "12345",
    }  # fmt: skip
    ledger = write(tmp_path, [Row(name, AS_OF, 100, name) for name in written], written)
    sheets = join_customers(ledger, COLUMN, tmp_path)
    joined = dict(zip(*pq.read_table(sheets.ids or "").to_pydict().values(), strict=True))
    own = {"b": "a", "e": "d", "f": "d", "h": "g"}
    assert joined == {name: own.get(name, name) for name in written}
    assert sheets.respelled == ("a", "d", "g")


def test_the_smallest_id_stands_for_those_who_share_a_value(tmp_path: Path) -> None:
    ledger = write(tmp_path, [Row(name, AS_OF, 100, name) for name in "abcdefghij"], PEOPLE)
    sheets = join_customers(ledger, COLUMN, tmp_path)
    people = {row["customer_id"]: row for row in pq.read_table(sheets.customers).to_pylist()}
    assert sorted(people) == list("abdegij")
    assert people["b"]["name"] == "Kund b"
    assert sorted(pq.read_table(sheets.transactions)["customer_id"].to_pylist()) == list("aabbbdegij")
    assert (sheets.numbers, sheets.people) == (10, 7)
    assert pq.read_table(sheets.ids or "").column_names == ["customer_id", "joined_id"]


def test_without_a_column_the_sheets_are_let_be(tmp_path: Path) -> None:
    ledger = write(tmp_path, [Row("a", AS_OF, 100)], {})
    sheets = join_customers(ledger, "", tmp_path / "none")
    assert (sheets.transactions, sheets.ids) == (ledger.path("transactions"), None)


def test_a_column_that_no_customer_has_is_refused(tmp_path: Path) -> None:
    ledger = write(tmp_path, [Row("a", AS_OF, 100)], {"a": "x"})
    with pytest.raises(NoIdentityColumnError):
        join_customers(ledger, "phone", tmp_path)


@pytest.mark.parametrize("seed", range(3))
def test_every_figure_is_that_of_a_base_where_the_ids_were_joined_by_hand(tmp_path: Path, seed: int) -> None:
    ids = [f"k{number}" for number in range(24)]
    chance = random.Random(seed)
    identities = {name: chance.choice(["", " ", "p1", "p2", "p3", "p4", "p5"]) for name in ids if name != "k7"}
    rows, own = some_rows(seed, ids), joined_by_hand(identities, ids)
    for folder in ("sent", "by_hand"):
        (tmp_path / folder).mkdir()
    sent = write(tmp_path / "sent", rows, identities)
    by_hand = write(
        tmp_path / "by_hand",
        [Row(**vars(row) | {"customer_id": own[row.customer_id]}) for row in rows],
        dict.fromkeys(own.values(), ""),
    )
    found = analyse(sent, BY_PEOPLE, tmp_path / "out")
    wanted = analyse(by_hand, CustomerDefinition(), tmp_path / "out_by_hand")
    parts = ("flows", "migration", "stocks", "previous_flows", "series", "cohorts", "triangle", "holdings")
    assert {part: getattr(found, part) for part in parts} == {part: getattr(wanted, part) for part in parts}
    files = [pq.read_table(tmp_path / out / "customers.parquet") for out in ("out", "out_by_hand")]
    assert files[0].equals(files[1])
    first = date(2025, 1, 1)
    assert found.flows.closing.customers == len({own[row.customer_id] for row in rows if row.date >= first})
    assert found.flows.closing.revenue_minor == sum(row.gross_sales_minor for row in rows if row.date >= first)
    assert [remark.code for remark in found.remarks][:1] == ["customers_joined"]
    assert dict(found.remarks[0].params)["people"] == str(len(set(own.values())))


@pytest.fixture
def analysis(cast: Cast) -> Analysis:
    """An analysis by a definition that joins ids, made by its job, with runs of both windows."""
    with store.new_folder(f"ledgers/{cast.engagement.id}") as (key, folder):
        write(folder, some_rows(1, list("abcdefghij")), PEOPLE)
    upload = Upload.objects.create(
        engagement=cast.engagement, sha256="a" * 64, state=UploadState.READY, canonical_key=key
    )
    choice = default_definition(cast.engagement)
    choice.identity, choice.identity_column = "person", COLUMN
    choose_definition(engagement=cast.engagement, choice=choice, chosen_by=cast.consultant)
    for year in (2024, 2025):
        run = make_run(cast.engagement)
        with store.new_folder(f"runs/{cast.engagement.id}") as (key, folder):
            rows = {"customer_id": list("abcdefgh"), "contribution_minor": [10**n for n in range(8)], "rank": [1] * 8}
            pq.write_table(pa.table(rows), folder / "statements.parquet")
        assert run.summary is not None
        run.summary |= {"period_start": f"{year}-01-01", "period_end": f"{year}-12-31"}
        run.result_key = key
        run.save()
    made = start_analysis(
        engagement=cast.engagement, upload_id=upload.id, as_of=AS_OF, key="k", started_by=cast.finance
    )
    assert made.job_id is not None
    execute(made.job_id)
    made.refresh_from_db()
    return made


@pytest.mark.django_db
def test_contributions_of_joined_customers_add_up(analysis: Analysis) -> None:
    by_hand = {"a": 100001, "b": 10_000_110, "d": 1_000, "e": 10_000, "g": 1_000_000}
    page = get_customers_page(analysis, CustomerQuery(by=RankedBy.CONTRIBUTION))
    bought = {row.customer_id: row.later_revenue_minor for row in page.rows if row.later_purchases}
    assert bought == {name: by_hand.get(name, 0) for name in bought}
    assert {"a", "b"} <= set(bought)
    found = find_contributions(analysis, get_summary(analysis), is_earlier=False)
    assert found is not None
    assert sum(each.contribution_minor for each in found.by_tier.values()) == sum(bought.values())
    assert sum(each.customers for each in found.by_tier.values()) == len(by_hand.keys() & bought.keys())


@pytest.mark.django_db
def test_what_is_built_on_an_analysis_reads_the_ids_it_joined(analysis: Analysis) -> None:
    assert analysis.upload is not None
    with joined_sheets(analysis, Ledger(store.local_folder(analysis.upload.canonical_key))) as sheets:
        assert set(pq.read_table(sheets.transactions)["customer_id"].to_pylist()) == set("abdegij")
        assert sorted(pq.read_table(sheets.customers)["customer_id"].to_pylist()) == list("abdegij")
    kept = sorted(path.name for path in store.local_folder(analysis.result_key).iterdir())
    assert kept == ["customers.parquet", "joined_ids.parquet"]


@pytest.mark.django_db
def test_service_adds_up_over_the_numbers_that_are_joined(analysis: Analysis) -> None:
    assert analysis.upload is not None
    folder = store.local_folder(analysis.upload.canonical_key)
    write_service(
        folder, [("ärenden", name, units * 1_000_000, AS_OF) for name, units in (("b", 1), ("c", 3), ("d", 7))]
    )
    with joined_sheets(analysis, Ledger(folder)) as sheets:
        signs = read_signs(sheets, AS_OF, 12, AS_OF, 2)
    loads = dict(zip(signs.customer_ids.to_pylist(), signs.values[:, FEATURES.index("service_load")], strict=True))
    assert (loads["b"], loads["d"]) == (4.0, 7.0)


@pytest.mark.django_db
def test_the_page_says_how_customers_are_joined_and_how_many_numbers_they_have(
    analysis: Analysis, cast: Cast, client: Client
) -> None:
    client.force_login(cast.finance)
    where = [cast.engagement.id, analysis.id]
    page = client.get(reverse("portfolio:customers", args=where)).content.decode()
    assert "kundnummer med samma värde i kolumnen e-mail/alt är en kund" in page
    assert "3 kundnummer: b, c, h" in page
    for search, found in (("c", 1), ("H", 1), ("kund b", 1), ("z", 0)):
        content = client.get(reverse("portfolio:customers", args=where), {"q": search}).content.decode()
        assert content.count("3 kundnummer: b, c, h") == found
    listed = client.get(reverse("portfolio:customers_csv", args=where))
    lines = b"".join(listed.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]  # streamed
    assert lines[0].endswith("Antal kundnummer")
    assert {line[0]: line[-1] for line in lines[1:]}["b"] == "3"
    chosen = client.get(reverse("portfolio:definition", args=[cast.engagement.id])).context["form"]
    assert (COLUMN, COLUMN) in chosen.fields["identity_column"].choices


@pytest.mark.django_db
def test_an_upload_without_the_column_fails_in_plain_words(analysis: Analysis, cast: Cast) -> None:
    choice = default_definition(cast.engagement)
    choice.identity_column = "phone"
    choose_definition(engagement=cast.engagement, choice=choice, chosen_by=cast.consultant)
    assert analysis.upload_id is not None
    before = analysis.summary
    other = start_analysis(
        engagement=cast.engagement, upload_id=analysis.upload_id, as_of=AS_OF, key="k2", started_by=cast.finance
    )
    assert other.job_id is not None
    execute(other.job_id)
    other.refresh_from_db()
    assert other.job is not None
    assert (other.job.state, other.job.error) == (JobState.FAILED, "no_identity_column")
    analysis.refresh_from_db()
    assert analysis.summary == before
