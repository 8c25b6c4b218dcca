"""The sheets and columns of the exchange format: the reader, the template workbook and the documentation use this list.

`meaning_of` names the text that explains a column; `example` fills the template's first row.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a column holds, and how its text becomes a value."""

    TEXT = "text"  # free text, kept as sent without surrounding blanks
    ID = "id"  # never empty where required; compared as text
    DATE = "date"  # ISO 8601
    AMOUNT = "amount"  # money in major units -> whole minor units
    QUANTITY = "quantity"  # at most six decimals -> whole millionths


@dataclass(frozen=True)
class Column:
    """One column; `stored` is its name in the canonical Parquet file, with the unit."""

    name: str
    kind: Kind
    required: bool = False
    signed: bool = True
    example: str = ""

    @property
    def stored(self) -> str:
        suffix = {Kind.AMOUNT: "_minor", Kind.QUANTITY: "_micro"}.get(self.kind, "")
        return self.name + suffix


@dataclass(frozen=True)
class Sheet:
    """One sheet; `keeps_other_columns` says whether unknown columns become attributes instead of being left unread."""

    name: str
    columns: tuple[Column, ...]
    required: bool = False
    keeps_other_columns: bool = False

    def meaning_of(self, column: Column) -> str:
        """Return the key of the text that says what `column` means."""
        return f"{self.name}.{column.name}"


SETTINGS = Sheet(
    "settings",
    (
        Column("key", Kind.ID, required=True, example="period_start"),
        Column("value", Kind.TEXT, required=True, example="2025-01-01"),
    ),
    required=True,
)
CUSTOMERS = Sheet(
    "customers",
    (
        Column("customer_id", Kind.ID, required=True, example="10001"),
        Column("name", Kind.TEXT, required=True, example="Fjällbyggarna AB"),
        Column("segment", Kind.TEXT, example="Bygg"),
        Column("customer_since", Kind.DATE, example="2019-03-01"),
    ),
    required=True,
    keeps_other_columns=True,
)
TRANSACTIONS = Sheet(
    "transactions",
    (
        Column("customer_id", Kind.ID, required=True, example="10001"),
        Column("date", Kind.DATE, required=True, example="2025-02-14"),
        Column("gross_sales", Kind.AMOUNT, required=True, example="12500.00"),
        Column("order_id", Kind.TEXT, example="O-5501"),
        Column("product", Kind.TEXT, example="Takpannor"),
        Column("quantity", Kind.QUANTITY, example="40"),
        Column("discount", Kind.AMOUNT, example="500.00"),
        Column("cost_of_goods", Kind.AMOUNT, example="7800.00"),
    ),
)
POOLS = Sheet(
    "pools",
    (
        Column("pool_id", Kind.ID, required=True, example="ORD"),
        Column("name", Kind.TEXT, required=True, example="Ordermottagning"),
        Column("line", Kind.TEXT, required=True, example="order_handling"),
        Column("amount", Kind.AMOUNT, required=True, example="560000.00"),
        Column("driver", Kind.TEXT, example="@orders"),
        Column("capacity", Kind.QUANTITY, signed=False),
    ),
)
VOLUMES = Sheet(
    "volumes",
    (
        Column("driver", Kind.ID, required=True, example="visits"),
        Column("customer_id", Kind.ID, required=True, example="10001"),
        Column("quantity", Kind.QUANTITY, required=True, signed=False, example="12"),
        Column("date", Kind.DATE, example="2025-02-28"),
    ),
)
TIME_EQUATIONS = Sheet(
    "time_equations",
    (
        Column("driver", Kind.ID, required=True, example="service_minutes"),
        Column("activity", Kind.ID, required=True, example="inquiries"),
        Column("per_unit", Kind.QUANTITY, required=True, example="44"),
    ),
)
SERVICES = Sheet(
    "services",
    (
        Column("from_pool", Kind.ID, required=True, example="IT"),
        Column("to_pool", Kind.ID, required=True, example="ORD"),
        Column("quantity", Kind.QUANTITY, required=True, signed=False, example="300"),
    ),
)
DIRECT_COSTS = Sheet(
    "direct_costs",
    (
        Column("customer_id", Kind.ID, required=True, example="10001"),
        Column("line", Kind.TEXT, required=True, example="logistics"),
        Column("amount", Kind.AMOUNT, required=True, example="1800.00"),
        Column("date", Kind.DATE, example="2025-03-03"),
        Column("text", Kind.TEXT, example="Budbil"),
    ),
)

SHEETS = (SETTINGS, CUSTOMERS, TRANSACTIONS, POOLS, VOLUMES, TIME_EQUATIONS, SERVICES, DIRECT_COSTS)


def find_sheet(name: str) -> Sheet | None:
    """Return the sheet of that name, or None when the format knows no such sheet."""
    return next((sheet for sheet in SHEETS if sheet.name == name), None)
