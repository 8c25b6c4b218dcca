"""Say what is wrong with a cell that did not convert, so that the cure can be precise."""

import re

from profitability.domain.money import QUANTITY_DECIMALS
from profitability.domain.problem import Problem, error
from profitability.domain.template import Column, Kind

_LONGEST_SHOWN = 80


def name_cell(sheet: str, row: int, column: Column, text: str, decimals: int) -> Problem:
    """Return the problem of a cell whose text is no value of its column's kind."""
    code = _CODES[column.kind](column, text, decimals)
    places = decimals if column.kind is Kind.AMOUNT else QUANTITY_DECIMALS
    return error(code, sheet, row, column.name, text[:_LONGEST_SHOWN], decimals=places)


def _code_of_number(column: Column, text: str, decimals: int) -> str:
    places = decimals if column.kind is Kind.AMOUNT else QUANTITY_DECIMALS
    plain = re.fullmatch(r"([+-]?)([0-9]+)(?:\.([0-9]+))?", text, re.ASCII)
    if plain is None:
        return "decimal_comma" if re.fullmatch(r"[+\-−]?[0-9 \u00a0\u202f.]*,[0-9]{1,2}", text) else "not_a_number"
    if plain[1] == "-" and not column.signed:
        return "negative_quantity"
    if len((plain[3] or "").rstrip("0")) > places:
        return "too_many_decimals"
    return "number_too_large"


def _code_of_date(column: Column, text: str, decimals: int) -> str:
    return "bad_date"


def _code_of_id(column: Column, text: str, decimals: int) -> str:
    return "id_lost_digits"


_CODES = {
    Kind.AMOUNT: _code_of_number,
    Kind.QUANTITY: _code_of_number,
    Kind.DATE: _code_of_date,
    Kind.ID: _code_of_id,
    Kind.TEXT: _code_of_id,
}
