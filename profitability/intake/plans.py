"""How each column will be read: the plan of a reading, made before a single value is converted."""

from dataclasses import dataclass

from profitability.domain.template import Kind
from profitability.intake.numbers import NumberFormat


@dataclass(frozen=True)
class FieldPlan:
    """One field and the column it is read from (`place`), or the text it has on every row (`constant`).

    `scale` multiplies an amount (1 000 for thousands), `is_turned` reverses its sign, `rounds` lets amounts with more
    decimals than the currency be rounded half away from zero, `minus_where` is the SQL of rows whose amount counts as
    minus whatever its sign, `factor_sql` that of a whole number each row is multiplied by: only when a person said so.
    `refuses_days`: a day among numbers of customers was one of them before a spreadsheet changed it.
    """

    field: str
    kind: Kind
    place: int | None
    header: str
    confidence: float
    constant: str = ""
    number: NumberFormat | None = None
    sign_styles: tuple[str, ...] = ()
    date_order: str = ""
    scale: int = 1
    is_turned: bool = False
    rounds: bool = False
    strips_point_zero: bool = False
    refuses_days: bool = False
    minus_where: str = ""
    factor_sql: str = ""
    words: tuple[tuple[str, str], ...] = ()

    @property
    def is_settled(self) -> bool:
        """Say whether nothing about the column is open."""
        if self.constant or self.place is None:
            return True
        if self.kind in (Kind.AMOUNT, Kind.QUANTITY):
            return self.number is not None
        return self.kind is not Kind.DATE or bool(self.date_order)


@dataclass(frozen=True)
class Derivation:
    """How a column of the exchange format comes from fields: `rule` is one of `RULES`."""

    target: str
    rule: str
    fields: tuple[str, ...]


RULES = {
    "column": "the column itself",
    "net": "the net amount",
    "net_plus_discount": "net amount + discount",
    "with_vat_less_vat": "amount with VAT − VAT",
    "with_vat_as_is": "the amount with VAT as it is",
    "price_times_quantity": "unit price × quantity",
    "credit_less_debit": "credit − debit",
    "debit_less_credit": "debit − credit",
    "marked_credit": "the amount, minus where the mark says debit",
    "marked_debit": "the amount, minus where the mark says credit",
    "less_returns": "the amount − returns, whatever their sign",
    "credit_note_turned": "the amount, minus where the row is a credit note",
    "share_of_gross": "gross sales × share",
    "percent_of_gross": "gross sales × percent / 100",
}
