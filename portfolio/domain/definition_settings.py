"""The customer definition as rows of the settings sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portfolio.domain.definition import CustomerDefinition, DefinitionFault, check_definition
from profitability.domain.money import parse_scaled
from profitability.domain.problem import Problem, error, warning
from profitability.domain.settings import FOREIGN_KEYS, KEYS, SettingRow

_SHEET = "settings"
_DECIMALS = "decimals"
_MONTHS = ("active_months", "forgotten_months")
IDENTITY_COLUMN = "identity_column"
DEFAULT_DECIMALS = 2
LARGEST_DECIMALS = 6


@dataclass(frozen=True)
class DefinitionReading:
    """The definition that the settings ask for, the currency's decimals, and what is wrong with either."""

    definition: CustomerDefinition
    decimals: int
    problems: tuple[Problem, ...]


def read_definition(rows: Sequence[SettingRow]) -> DefinitionReading:
    """Take `active_months`, `forgotten_months`, `identity_column` and `decimals` from the settings.

    Keys of the allocation are let be, whatever they hold; a key that no one reads is named in a warning.
    """
    chosen: dict[str, SettingRow] = {}
    problems: list[Problem] = []
    for row in rows:
        if row.key in chosen:
            problems.append(error("duplicate_setting", _SHEET, row.row, "key", row.key, key=row.key))
        elif row.key in FOREIGN_KEYS or row.key == _DECIMALS:
            chosen[row.key] = row
        elif row.key not in KEYS:
            problems.append(warning("unknown_setting", _SHEET, row.row, "key", row.key, key=row.key))
    usual = CustomerDefinition()
    active, forgotten = (_read_months(chosen.get(key), problems) for key in _MONTHS)
    column = chosen.get(IDENTITY_COLUMN)
    definition = CustomerDefinition(
        usual.active_months if active is None else active,
        usual.forgotten_months if forgotten is None else forgotten,
        identity_column=column.value.strip() if column else "",
    )
    problems += [_locate(fault, chosen) for fault in check_definition(definition)]
    return DefinitionReading(definition, _read_decimals(chosen, problems), tuple(problems))


def _read_months(row: SettingRow | None, problems: list[Problem]) -> int | None:
    if row is None:
        return None
    number = parse_scaled(row.value, 0)
    if number is None:
        problems.append(error("bad_definition_setting", _SHEET, row.row, "value", row.value, key=row.key))
    return number


def _read_decimals(chosen: Mapping[str, SettingRow], problems: list[Problem]) -> int:
    if (row := chosen.get(_DECIMALS)) is None:
        return DEFAULT_DECIMALS
    number = parse_scaled(row.value, 0)
    if number is None or not 0 <= number <= LARGEST_DECIMALS:
        problems.append(error("bad_setting", _SHEET, row.row, "value", row.value, key=_DECIMALS))
        return DEFAULT_DECIMALS
    return number


def _locate(fault: DefinitionFault, chosen: Mapping[str, SettingRow]) -> Problem:
    """Put a fault at the row that causes it: the setting's own, else the one that its default disagrees with."""
    active, forgotten = (chosen.get(key) for key in _MONTHS)
    row = active if fault is DefinitionFault.ACTIVE_OUT_OF_RANGE else forgotten or active
    return error(fault.value, _SHEET, row.row if row else None, "value", row.value if row else "")
