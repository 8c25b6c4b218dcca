"""What was understood of one dropped file, as kept in the database and shown on pages."""

from dataclasses import dataclass

from pydantic import TypeAdapter

from profitability.intake.plans import Derivation
from profitability.intake.question import Question
from profitability.intake.sie_pools import ProposedPool, Rule

type Json = str | int | float | bool | list[Json] | dict[str, Json] | None


@dataclass(frozen=True)
class ColumnRecord:
    """One column: `field` is what it is read as (empty: not read), with a cell as `written` and as it is `read`.

    `written_as` is the way of the whole column: the order of a date's parts, or the marks of its numbers.
    """

    place: int
    header: str
    samples: tuple[str, ...] = ()
    is_filled: bool = True
    field: str = ""
    confidence: float = 0.0
    is_sure: bool = False
    proposal: str = ""
    written: str = ""
    read: str = ""
    written_as: str = ""
    is_amount: bool = False
    scale: int = 1
    is_turned: bool = False


@dataclass(frozen=True)
class SkippedRecord:
    """A row that is no record: a title, a total, a repeated header."""

    row: int
    kind: str
    text: str


@dataclass(frozen=True)
class TotalRecord:
    """A part of a file to hold against the source; `key` is a month, a pool, a driver or a line, empty for the whole.

    Amounts are in minor units, volumes in millionths.
    """

    key: str
    rows: int
    amount_minor: int | None = None
    volume_micro: int | None = None


@dataclass(frozen=True)
class SieRecord:
    """What a SIE file holds and how its accounts become pools; the sums tie to the file's own result."""

    company: str
    entries: int
    accounts: int
    centres: tuple[tuple[str, str], ...]
    projects: tuple[tuple[str, str], ...]
    rules: tuple[Rule, ...]
    pools: tuple[ProposedPool, ...]
    income_minor: int
    goods_minor: int
    outside_minor: int
    pools_minor: int
    result_minor: int
    difference_minor: int


@dataclass(frozen=True)
class FileRecord:
    """The whole of it. `remembered` says whether answers came from the client's memory of the layout."""

    sheet: str
    status: str
    kinds: tuple[str, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    encoding: str = ""
    has_mark: bool = False
    delimiter: str = ""
    sheet_name: str = ""
    header_row: int | None = None
    fingerprint: str = ""
    remembered: bool = False
    names: tuple[str, ...] = ()
    skipped: tuple[SkippedRecord, ...] = ()
    skipped_count: int = 0
    rows: int = 0
    sum_minor: int | None = None
    columns: tuple[ColumnRecord, ...] = ()
    constants: tuple[tuple[str, str], ...] = ()
    derivations: tuple[Derivation, ...] = ()
    questions: tuple[Question, ...] = ()
    totals: tuple[TotalRecord, ...] = ()
    sie: SieRecord | None = None

    def list_settled(self) -> dict[str, str]:
        """Return everything that settles how the layout is read: the answers given, and what was understood."""
        settled: dict[str, str] = {}
        for column in self.columns:
            if column.field and not column.field.startswith("+"):
                settled[f"column:{column.field}"] = column.header
                if column.written_as:
                    kind = "decimal" if column.written_as.startswith(("none", ".", ",")) else "date_order"
                    settled[f"{kind}:{column.header}"] = column.written_as
        return {**settled, **dict(self.answers)}


@dataclass(frozen=True)
class BuiltSheet:
    """One sheet of the ledger as put together, kept as a file; `total_minor` sums its main amount."""

    name: str
    key: str
    sha256: str
    size_bytes: int
    rows: int
    total_minor: int | None


_ADAPTER: TypeAdapter[FileRecord] = TypeAdapter(FileRecord)


def dump_record(record: FileRecord) -> Json:
    """Return the record as JSON data."""
    data: Json = _ADAPTER.dump_python(record, mode="json")
    return data


def load_record(data: Json) -> FileRecord | None:
    """Return the record of JSON data that `dump_record` made; None for None."""
    return None if data is None else _ADAPTER.validate_python(data, strict=False)
