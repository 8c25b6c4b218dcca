"""The customer definition as rows of the settings sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from portfolio.domain.definition import CustomerDefinition, check_definition
from profitability.domain.money import parse_scaled
from profitability.domain.problem import Problem, error
from profitability.domain.settings import SettingRow

_SHEET = "settings"
_MONTH_KEYS = ("active_months", "forgotten_months")
LARGEST_DECIMALS = 6


@dataclass(frozen=True)
class DefinitionReading:
    """The definition that the settings ask for, the currency's decimals, and what is wrong with either."""

    definition: CustomerDefinition
    decimals: int
    problems: tuple[Problem, ...]


def read_definition(rows: Sequence[SettingRow]) -> DefinitionReading:
    """Take `active_months`, `forgotten_months` and `decimals` from the settings; all other keys are let be."""
    problems: list[Problem] = []
    months, decimals = {key: getattr(CustomerDefinition(), key) for key in _MONTH_KEYS}, 2
    for row in rows:
        number = parse_scaled(row.value, 0)
        if row.key in _MONTH_KEYS and number is None:
            problems.append(error("bad_definition_setting", _SHEET, row.row, "value", row.value, key=row.key))
        elif row.key in _MONTH_KEYS:
            months[row.key] = number
        elif row.key == "decimals" and number is not None and 0 <= number <= LARGEST_DECIMALS:
            decimals = number
    definition = CustomerDefinition(**months)
    problems += [error(fault.value, _SHEET) for fault in check_definition(definition)]
    return DefinitionReading(definition, decimals, tuple(problems))
