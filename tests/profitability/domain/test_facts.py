"""Groups find their customers alike by DuckDB's join and by look-up; what goes missing after that fails the proof."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from profitability.domain.facts import DuckDbEngine, GroupingEngine, place_groups, read_facts
from profitability.domain.facts_sql import DUCKDB, Dialect, Sums, write_group_by
from profitability.domain.ledger import Ledger
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
    dialect: Dialect = DUCKDB

    def group(self, path: Path, sums: Sums, customers: pa.Table) -> list[pa.RecordBatch]:
        groups = self.connection.sql(write_group_by(f"read_parquet('{path}')", sums)).to_arrow_table()
        return place_groups(groups, customers)


@dataclass(frozen=True)
class ForgetfulEngine:
    """Takes an öre from the sales of each customer that another engine has grouped."""

    engine: GroupingEngine
    dialect: Dialect = DUCKDB

    def group(self, path: Path, sums: Sums, customers: pa.Table) -> list[pa.RecordBatch]:
        groups = pa.Table.from_batches(self.engine.group(path, sums, customers))
        if "gross" in groups.column_names:
            less = pc.if_else(groups["place"].is_valid(), pc.subtract(groups["gross"], 1), groups["gross"])
            groups = groups.set_column(groups.column_names.index("gross"), "gross", less)
        batches: list[pa.RecordBatch] = groups.to_batches()
        return batches


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
def test_an_oere_lost_after_the_grouping_fails_the_proof(engine: type[DuckDbEngine], tmp_path: Path) -> None:
    assert not read_folder(tmp_path).has_errors
    with open_workspace() as workspace, workspace.connect() as connection:
        forgetful = ForgetfulEngine(engine(connection))
        with pytest.raises(ProofFailedError, match="ledger gross_sales"):
            allocate(tmp_path / "ledger", tmp_path / "run", engine=forgetful)
    assert not (tmp_path / "run").exists()
