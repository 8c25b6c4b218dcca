"""Engines that group a ledger where its rows already live: Spark and PostgreSQL, in place of the embedded DuckDB.

They run the same statement (profitability.domain.facts_sql) and hand back the same whole numbers. Spark comes as a
session that the caller has made, so nothing of it is imported here; it is an optional dependency (`spark`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import psycopg
import pyarrow as pa
from psycopg import sql

from profitability.domain.facts_sql import POSTGRESQL, SPARK, Sums, write_group_by
from profitability.domain.placed_sums import PlacedSums, place_groups


class SparkFrame(Protocol):
    """A frame of Spark."""

    def toArrow(self) -> pa.Table:  # noqa: N802 - Spark's own name
        """Return the frame's rows."""
        ...


class SparkSession(Protocol):
    """A session of Spark 4."""

    def sql(self, sqlQuery: str, /) -> SparkFrame:  # noqa: N803 - Spark's own name
        """Return the frame that a statement makes."""
        ...


@dataclass(frozen=True)
class SparkEngine:
    """Groups by Spark: the ledger's Parquet, or the tables named in `tables` (sheet to table or view)."""

    session: SparkSession
    tables: Mapping[str, str] = field(default_factory=dict)

    def sum_up(self, path: Path, sums: Sums, customers: pa.Table, size: int) -> PlacedSums:
        """Group by customer and place the groups."""
        escaped = str(path).replace("`", "``")
        source = self.tables.get(path.stem, f"parquet.`{escaped}`")
        groups = self.session.sql(write_group_by(source, sums, SPARK)).toArrow()
        return place_groups(_as_groups(groups, sums), sums, customers, size)


@dataclass(frozen=True)
class PostgresEngine:
    """Groups by PostgreSQL: tables that are called like the sheets, with the canonical columns, in `schema`."""

    connection: psycopg.Connection[tuple[object, ...]]
    schema: str = "public"

    def sum_up(self, path: Path, sums: Sums, customers: pa.Table, size: int) -> PlacedSums:
        """Group by customer and place the groups."""
        table = sql.Identifier(self.schema, path.stem).as_string(self.connection)
        rows = self.connection.execute(write_group_by(table, sums, POSTGRESQL).encode()).fetchall()
        columns = list(zip(*rows, strict=True)) or [()] * (len(sums) + 1)
        kinds = [pa.string(), *[pa.int64()] * len(sums)]
        arrays = [pa.array(column, kind) for column, kind in zip(columns, kinds, strict=True)]
        groups = pa.table(arrays, names=["customer_id", *(each.name for each in sums)])
        return place_groups(groups, sums, customers, size)


def _as_groups(table: pa.Table, sums: Sums) -> pa.Table:
    """Return the columns in the types that facts have."""
    names = [each.name for each in sums]
    types = [("customer_id", pa.string()), *((name, pa.int64()) for name in names)]
    return table.select(["customer_id", *names]).cast(pa.schema(types))
