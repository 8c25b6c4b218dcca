"""The statement of facts gives the same rows on DuckDB, Spark and PostgreSQL, for integers that lie in wait."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from django.db import connection

from profitability.domain.facts import DuckDbEngine, Facts, GroupingEngine, read_facts
from profitability.domain.ledger import COST_LINES, Ledger
from profitability.domain.run import allocate
from profitability.domain.settings import Settings
from profitability.domain.workspace import open_workspace
from profitability.readers.engines import PostgresEngine, SparkEngine
from tests.profitability.domain.random_models import (
    DirectCost,
    RandomLedger,
    Transaction,
    VolumeRow,
    draw_ledger,
    write_ledger,
)

LARGEST = 2**63 - 1
WAYLAID = (
    (LARGEST, 1, -LARGEST, 2**53 + 1),
    (-LARGEST - 1, LARGEST, -1, 2**53 + 3),
    (2**62, 2**62, -(2**62), 2**53 - 1),
    (2**53 + 1, -(2**53), 7, -9_007_199_254_740_993),
)
DAYS = (date(2025, 1, 1), date(2025, 12, 31), date(2024, 2, 29), date(1969, 12, 31))
SETTINGS = Settings(date(2025, 1, 1), date(2025, 12, 31))
SHEETS = ("transactions", "volumes", "direct_costs")


def waylaid_ledger() -> RandomLedger:
    """Return a ledger whose sums pass beyond 53 and 64 bits on the way and end within 64."""
    transactions, volumes, costs = [], [], []
    drawn = next(ledger for seed in range(99) if len((ledger := draw_ledger(seed)).customers) >= 4)
    for place, customer in enumerate(drawn.customers):
        for step, amount in enumerate(WAYLAID[place % 4]):
            order = (None, "O1", "O1", "O2")[step]
            day = DAYS[0] if step < 3 else DAYS[place % 4]
            transactions.append(Transaction(customer.customer_id, day, amount, None, -1, amount, order))
            volumes.append(VolumeRow(("d1", "o'hara")[step % 2], customer.customer_id, abs(amount) // 4, None))
            costs.append(DirectCost(customer.customer_id, COST_LINES[step % 2], amount // 4, day))
    return replace(drawn, transactions=tuple(transactions), volumes=tuple(volumes), direct_costs=tuple(costs))


def copy_to_postgres(ledger: Ledger) -> None:
    """Make tables like the ledger's sheets, in the test's own transaction."""
    kinds = {"int64": "bigint", "date32[day]": "date", "string": "text"}
    with connection.cursor() as cursor:
        for sheet in SHEETS:
            if ledger.has(sheet):
                table = pq.read_table(ledger.path(sheet))
                columns = ", ".join(f'"{field.name}" {kinds[str(field.type)]}' for field in table.schema)
                cursor.execute(f"CREATE TEMPORARY TABLE {sheet} ({columns}) ON COMMIT DROP")
                places = ", ".join(["%s"] * table.num_columns)
                rows = [tuple(row.values()) for row in table.to_pylist()]
                cursor.executemany(f"INSERT INTO {sheet} VALUES ({places})", rows)


@pytest.fixture(scope="module")
def spark() -> Iterator[object]:
    sql = pytest.importorskip("pyspark.sql", reason="needs the extra spark")
    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.shuffle.partitions", "2").getOrCreate()
    yield session
    session.stop()


@pytest.fixture(params=["spark", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    """Name the engine; skip what is not there."""
    if request.param == "postgresql" and connection.vendor != "postgresql":
        pytest.skip("needs --postgres")
    return str(request.param)


def open_engine(name: str, request: pytest.FixtureRequest, ledger: Ledger) -> GroupingEngine:
    if name == "spark":
        return SparkEngine(request.getfixturevalue("spark"))
    copy_to_postgres(ledger)
    return PostgresEngine(connection.connection, "pg_temp")


def numbers(facts: Facts) -> dict[str, list[int]]:
    return {name: np.asarray(values).tolist() for name, values in facts.numbers.items()}


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::FutureWarning")
def test_facts_are_the_same_rows_on_another_engine(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    ledger = Ledger(write_ledger(waylaid_ledger(), tmp_path / "waylaid"))
    drivers = ("d1", "o'hara", "nobody's")
    with open_workspace() as workspace, workspace.connect() as duck:
        expected = read_facts(DuckDbEngine(duck), ledger, SETTINGS, drivers)
    assert expected.ints("gross").max() > 2**53
    found = read_facts(open_engine(engine, request, ledger), ledger, SETTINGS, drivers)
    assert numbers(found) == numbers(expected)


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::FutureWarning")
def test_a_run_on_another_engine_writes_the_same_bytes(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    seed = next(n for n in range(99) if len(draw_ledger(n).transactions) == 15 and draw_ledger(n).direct_costs)
    folder = write_ledger(draw_ledger(seed), tmp_path / "ledger")
    assert allocate(folder, tmp_path / "duckdb").summary is not None
    other = open_engine(engine, request, Ledger(folder))
    assert allocate(folder, tmp_path / "other", engine=other).summary is not None
    for path in (tmp_path / "duckdb").iterdir():
        assert path.read_bytes() == (tmp_path / "other" / path.name).read_bytes(), path.name
