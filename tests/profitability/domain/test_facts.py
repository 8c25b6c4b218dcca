"""Rows added up by DuckDB and groups looked up find their customers alike; what goes missing then fails the proof."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from bench.generate import generate_ledger
from profitability.domain.facts import DuckDbEngine, GroupingEngine, read_facts
from profitability.domain.facts_sql import Sums, write_group_by
from profitability.domain.ledger import Ledger
from profitability.domain.placed_sums import PlacedSums, place_groups
from profitability.domain.proof import ProofFailedError
from profitability.domain.run import allocate
from profitability.domain.settings import Settings
from profitability.domain.workspace import open_workspace
from tests.profitability.domain.random_models import draw_ledger, write_ledger
from tests.profitability.readers.sheets import read_folder

YEAR = Settings(date(2025, 1, 1), date(2025, 12, 31))


@dataclass(frozen=True)
class LookUpEngine:
    """Groups where DuckDB knows no customers, as a foreign engine does."""

    connection: duckdb.DuckDBPyConnection

    def sum_up(self, path: Path, sums: Sums, customers: pa.Table, size: int) -> PlacedSums:
        groups = self.connection.sql(write_group_by(f"read_parquet('{path}')", sums)).to_arrow_table()
        return place_groups(groups, sums, customers, size)


@dataclass(frozen=True)
class ForgetfulEngine:
    """Takes an öre from the sales of the first customer that another engine has summed up."""

    engine: GroupingEngine

    def sum_up(self, path: Path, sums: Sums, customers: pa.Table, size: int) -> PlacedSums:
        placed = self.engine.sum_up(path, sums, customers, size)
        for each in sums:
            if each.name == "gross":
                placed.columns[each.made_of][0] -= 1
        return placed


@dataclass(frozen=True)
class HalfReadEngine:
    """Says that it has read a row less than there are, as a join that loses one would."""

    engine: GroupingEngine

    def sum_up(self, path: Path, sums: Sums, customers: pa.Table, size: int) -> PlacedSums:
        placed = self.engine.sum_up(path, sums, customers, size)
        rows = {name: total - 1 for name, total in placed.totals.items() if name.endswith("_all")}
        return replace(placed, totals={**placed.totals, **rows})


class FullEngine:
    """Finds no memory left."""

    def sum_up(self, path: Path, sums: Sums, customers: pa.Table, size: int) -> PlacedSums:
        raise duckdb.OutOfMemoryException


def test_groups_of_doubled_and_unknown_customers_are_placed_alike(tmp_path: Path) -> None:
    drawn = next(found for seed in range(99) if len((found := draw_ledger(seed)).customers) >= 4)
    customers = (*drawn.customers[1:], drawn.customers[2], drawn.customers[2])
    ledger = Ledger(write_ledger(replace(drawn, customers=customers), tmp_path / "ledger"))
    with open_workspace() as workspace, workspace.connect() as connection:
        joined = read_facts(DuckDbEngine(connection), ledger, YEAR, ("d1", "d2"))
        looked_up = read_facts(LookUpEngine(connection), ledger, YEAR, ("d1", "d2"))
    assert joined.ids.to_pylist() == sorted(customer.customer_id for customer in customers)
    for name, values in looked_up.numbers.items():
        assert values.tolist() == joined.ints(name).tolist()


def test_the_totals_are_of_all_rows_whomever_they_name(tmp_path: Path) -> None:
    assert not read_folder(tmp_path).has_errors
    ledger = Ledger(tmp_path / "ledger")
    with duckdb.connect() as connection:
        connection.execute(f"COPY (FROM '{ledger.path('customers')}' LIMIT 1) TO '{tmp_path / 'one.parquet'}'")
    (tmp_path / "one.parquet").replace(ledger.path("customers"))
    with open_workspace() as workspace, workspace.connect() as connection:
        facts = read_facts(DuckDbEngine(connection), ledger, YEAR, (), with_orders=False)
    assert facts.ints("gross").tolist() == [100_000]
    assert (facts.totals["gross"], facts.totals["discounts"], facts.totals["goods"]) == (97_995, 1_050, 60_000)


@pytest.mark.parametrize("engine", [DuckDbEngine, LookUpEngine])
def test_an_oere_lost_after_the_summing_fails_the_proof(engine: type[DuckDbEngine], tmp_path: Path) -> None:
    assert not read_folder(tmp_path).has_errors
    with open_workspace() as workspace, workspace.connect() as connection:
        forgetful = ForgetfulEngine(engine(connection))
        with pytest.raises(ProofFailedError, match="ledger gross_sales"):
            allocate(tmp_path / "ledger", tmp_path / "run", engine=forgetful)
    assert not (tmp_path / "run").exists()


def test_rows_that_were_not_read_fail_the_proof(tmp_path: Path) -> None:
    assert not read_folder(tmp_path).has_errors
    with open_workspace() as workspace, workspace.connect() as connection:
        engine = HalfReadEngine(DuckDbEngine(connection))
        with pytest.raises(ProofFailedError, match="rows of transactions"):
            allocate(tmp_path / "ledger", tmp_path / "run", engine=engine)
    assert not (tmp_path / "run").exists()


def test_a_run_within_little_memory_spills_and_ends_alike(tmp_path: Path) -> None:
    generate_ledger(tmp_path / "ledger", 200_000, 600_000)
    for name, memory_mb in (("roomy", 1024), ("tight", 32)):
        assert allocate(tmp_path / "ledger", tmp_path / name, memory_mb=memory_mb).summary is not None
    for path in (tmp_path / "roomy").iterdir():
        assert path.read_bytes() == (tmp_path / "tight" / path.name).read_bytes(), path.name


def test_memory_that_does_not_do_is_named(tmp_path: Path) -> None:
    assert not read_folder(tmp_path).has_errors
    result = allocate(tmp_path / "ledger", tmp_path / "run", memory_mb=77, engine=FullEngine())
    assert [(problem.code, problem.params) for problem in result.problems] == [
        ("memory_too_small", (("memory_mb", "77"),))
    ]
    assert {path.name for path in tmp_path.iterdir()} == {"sent", "ledger"}
