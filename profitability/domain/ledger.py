"""The canonical ledger: a folder with one Parquet file per sheet and a manifest, and the model read from it.

Amounts are int64 minor units (`*_minor`), quantities int64 millionths (`*_micro`), dates DATE; every row keeps
`source_file` and `source_row`. A sheet that was not sent has no file.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import duckdb

from profitability.domain.settings import SettingRow, SettingsReading, read_settings

MANIFEST = "ledger.json"
COMMON = "common"
COST_LINES = (
    "order_handling",
    "logistics",
    "customer_service",
    "support",
    "sales",
    "marketing",
    "customer_sustaining",
    "interest",
)
"""Lines a cost can stand on in a customer's statement, in its order; `common` is for the firm alone."""


@dataclass(frozen=True)
class Pool:
    """A cost pool as sent; `capacity_micro` in millionths of the driver's unit; `driver` empty when there is none."""

    pool_id: str
    name: str
    line: str
    amount_minor: int
    driver: str
    capacity_micro: int | None
    source_file: str
    source_row: int


@dataclass(frozen=True)
class EquationTerm:
    """One term of a time equation: `per_unit_micro` millionths of the driver's unit for each unit of the activity."""

    driver: str
    activity: str
    per_unit_micro: int
    source_row: int


@dataclass(frozen=True)
class Service:
    """Millionths of from_pool's units that to_pool uses."""

    from_pool: str
    to_pool: str
    quantity_micro: int
    source_row: int


@dataclass(frozen=True)
class Model:
    """The cost model: settings as sent, pools in the order given, time equations, services.

    `standard_rates` are frozen rates, in major units per unit of the driver, by pool_id.
    """

    settings: tuple[SettingRow, ...]
    pools: tuple[Pool, ...]
    terms: tuple[EquationTerm, ...]
    services: tuple[Service, ...]
    standard_rates: tuple[tuple[str, Fraction], ...] = ()

    def read_settings(self, overrides: Mapping[str, str] | None = None) -> SettingsReading:
        """Check the settings of this model, with `overrides` in place of rows of the same key."""
        return read_settings(self.settings, overrides)

    def hash_with(self, effective: Sequence[tuple[str, str]]) -> str:
        """Return the SHA-256 of everything in the model that decides a figure, with these settings in force."""
        content = [
            sorted(effective),
            [[p.pool_id, p.name, p.line, p.amount_minor, p.driver, p.capacity_micro] for p in self.pools],
            sorted([t.driver, t.activity, t.per_unit_micro] for t in self.terms),
            sorted([s.from_pool, s.to_pool, s.quantity_micro] for s in self.services),
        ]
        if self.standard_rates:
            content.append(sorted([pool_id, str(rate)] for pool_id, rate in self.standard_rates))
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Ledger:
    """A canonical ledger on disk."""

    folder: Path

    def path(self, sheet: str) -> Path:
        """Return where the sheet's Parquet file stands, or would stand."""
        return self.folder / f"{sheet}.parquet"

    def has(self, sheet: str) -> bool:
        """Say whether the sheet was sent."""
        return self.path(sheet).exists()

    def input_sha256(self) -> str:
        """Return the hash of what was sent, as the reading noted it."""
        manifest = json.loads((self.folder / MANIFEST).read_text("utf-8"))
        return str(manifest["input_sha256"])

    def write_manifest(self, input_sha256: str, decimals: int) -> None:
        """Note what the ledger was made of; the last thing a reading does."""
        content = {"format": 1, "input_sha256": input_sha256, "decimals": decimals}
        (self.folder / MANIFEST).write_text(json.dumps(content) + "\n", "utf-8")

    def read_model(self) -> Model:
        """Read settings, pools, time equations and services; values that could not be read count as zero or empty."""
        with duckdb.connect() as connection:
            return Model(
                self._records(connection, "settings", _SETTING_COLUMNS, SettingRow),
                self._records(connection, "pools", _POOL_COLUMNS, Pool),
                self._records(connection, "time_equations", _TERM_COLUMNS, EquationTerm),
                self._records(connection, "services", _SERVICE_COLUMNS, Service),
            )

    def _records[T](
        self, connection: duckdb.DuckDBPyConnection, sheet: str, columns: str, make: type[T]
    ) -> tuple[T, ...]:
        if not self.has(sheet):
            return ()
        sql = f"SELECT {columns} FROM read_parquet(?) ORDER BY source_row"  # noqa: S608 - the constants below
        return tuple(make(*row) for row in connection.execute(sql, [str(self.path(sheet))]).fetchall())


_SETTING_COLUMNS = "coalesce(key, ''), coalesce(value, ''), source_row"
_POOL_COLUMNS = (
    "coalesce(pool_id, ''), coalesce(name, ''), coalesce(line, ''), coalesce(amount_minor, 0), coalesce(driver, ''), "
    "capacity_micro, source_file, source_row"
)
_TERM_COLUMNS = "coalesce(driver, ''), coalesce(activity, ''), coalesce(per_unit_micro, 0), source_row"
_SERVICE_COLUMNS = "coalesce(from_pool, ''), coalesce(to_pool, ''), coalesce(quantity_micro, 0), source_row"
