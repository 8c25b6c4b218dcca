"""Which file and row, as sent, the rows of a ledger were: what a trace names when the ledger came through an import."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import Field, dataclass, replace
from typing import Any, ClassVar, Protocol, cast

from filestore import store
from profitability.imports.ledger import ORIGINS
from profitability.selectors.parquet import ask


@dataclass(frozen=True)
class Origin:
    """`file` as it was named when it was sent, `file_sheet` of a workbook, `row` as a spreadsheet shows it.

    `row` is None where the ledger's rows are no rows of the file (cost pools out of a SIE file).
    """

    file: str
    file_sheet: str
    row: int | None


def find_origins(ledger_key: str, rows: Iterable[tuple[str, int]]) -> Mapping[tuple[str, int], Origin]:
    """Return the origin of each (sheet, source_row) of the ledger; `ledger_key` is an upload's `canonical_key`.

    Empty for a ledger that was sent in the exchange format: there `source_file` and `source_row` are those sent.
    """
    key = f"{ledger_key}/{ORIGINS}"
    wanted = sorted(set(rows))
    if not wanted or not store.exists(key):
        return {}
    sql = """
        SELECT w.sheet, w.row, o.file, o.file_sheet,
               CASE WHEN o.source_row > 0 THEN o.source_row + w.row - o.first_row END
        FROM (SELECT unnest(?::VARCHAR[]) AS sheet, unnest(?::BIGINT[]) AS row) w
        ASOF JOIN read_parquet(?) o ON w.sheet = o.sheet AND w.row >= o.first_row
    """
    found = ask(sql, [[sheet for sheet, _row in wanted], [row for _sheet, row in wanted], str(store.local_path(key))])
    return {
        (str(sheet), cast(int, row)): Origin(str(file), str(file_sheet), cast("int | None", source))
        for sheet, row, file, file_sheet, source in found
    }


class Placed(Protocol):
    """A record that names the file and row it comes from."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def source_file(self) -> str: ...
    @property
    def source_row(self) -> int | None: ...


def name_as_sent[T: Placed](ledger_key: str, sheet: str, records: Sequence[T]) -> tuple[T, ...]:
    """Return the records with the file and row that were sent, where the ledger of `sheet` came through an import."""
    origins = find_origins(ledger_key, ((sheet, record.source_row) for record in records if record.source_row))
    return tuple(_name(record, origins.get((sheet, record.source_row or 0))) for record in records)


def _name[T: Placed](record: T, origin: Origin | None) -> T:
    if origin is None:
        return record
    file = f"{origin.file} ({origin.file_sheet})" if origin.file_sheet else origin.file
    return replace(record, source_file=file, source_row=origin.row)
