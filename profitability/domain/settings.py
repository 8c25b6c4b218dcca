"""The settings of a run: what each key may hold, its default, and the problems of a sheet that says otherwise."""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from profitability.domain.money import parse_fraction, parse_scaled
from profitability.domain.problem import Problem, error, warning

_SHEET = "settings"
SERVICES_METHODS = ("reciprocal", "step", "direct")
TIER_RULES = ("whale", "percent", "threshold")
RANKED_LINES = ("gross_margin", "tb2", "contribution", "result")
"""What customers can be ranked by, in the order of the statement."""
FOREIGN_KEYS = ("active_months", "forgotten_months", "identity_column")
"""Keys of the customer base, which reads the same sheet; the allocation lets them be."""


@dataclass(frozen=True)
class SettingRow:
    """One row of the settings sheet; `row` as a spreadsheet shows it, None for a value from the caller."""

    key: str
    value: str
    row: int | None = None


@dataclass(frozen=True)
class Settings:
    """Checked settings. Shares are exact fractions 0–1, amounts minor units, dates inclusive."""

    period_start: date
    period_end: date
    currency: str = "SEK"
    decimals: int = 2
    services_method: str = "reciprocal"
    step_order: tuple[str, ...] = ()
    allow_unassigned: bool = False
    rank_by: str = "contribution"
    tier_rule: str = "whale"
    gold_peak_share: Fraction = Fraction(4, 5)
    gold_max_share: Fraction = Fraction(1, 5)
    gold_percent: Fraction = Fraction(1, 5)
    silver_percent: Fraction = Fraction(1, 2)
    gold_from_minor: int | None = None
    silver_from_minor: int | None = None
    new_customer_months: int = 12
    tier_margin_minor: int = 0

    @property
    def new_from_date(self) -> date:
        """Return the first day of the months up to the period's end in which a customer counts as new."""
        return first_day_of_window(self.period_end, self.new_customer_months)


def first_day_of_window(last_day: date, months: int) -> date:
    """Return the first day of the window of whole months that ends with `last_day`.

    It is the day after the same day so many months before (the month's last day where it has no such day): the window
    of 12 months up to 2025-12-31 begins on 2025-01-01.
    """
    year, month = divmod(last_day.year * 12 + last_day.month - 1 - months, 12)
    if year < 1:
        return date.min
    before = date(year, month + 1, min(last_day.day, monthrange(year, month + 1)[1]))
    return before + timedelta(days=1)


type _Value = str | int | bool | date | Fraction | tuple[str, ...]
type _Reader = Callable[[str], _Value | None]


def _read_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text, re.ASCII) else None
    except ValueError:
        return None


def _read_share(text: str) -> Fraction | None:
    share = parse_fraction(text)
    return share if share is not None and 0 <= share <= 1 else None


def _read_choice(*choices: str) -> _Reader:
    return lambda text: text if text in choices else None


def _read_whole(smallest: int, largest: int) -> _Reader:
    def read(text: str) -> int | None:
        number = parse_scaled(text, 0)
        return number if number is not None and smallest <= number <= largest else None

    return read


def _read_yes(text: str) -> bool | None:
    return {"yes": True, "no": False}.get(text.lower())


def _read_currency(text: str) -> str | None:
    return text if re.fullmatch(r"[A-Z]{3}", text, re.ASCII) else None


_READERS: Mapping[str, _Reader] = {
    "period_start": _read_date,
    "period_end": _read_date,
    "currency": _read_currency,
    "decimals": _read_whole(0, 6),
    "services_method": _read_choice(*SERVICES_METHODS),
    "step_order": lambda text: tuple(text.split()),
    "allow_unassigned": _read_yes,
    "rank_by": _read_choice(*RANKED_LINES),
    "tier_rule": _read_choice(*TIER_RULES),
    "gold_peak_share": _read_share,
    "gold_max_share": _read_share,
    "gold_percent": _read_share,
    "silver_percent": _read_share,
    "gold_from": lambda text: text,
    "silver_from": lambda text: text,
    "new_customer_months": _read_whole(0, 1200),
    "tier_margin": lambda text: text,
}
KEYS = tuple(_READERS)


@dataclass(frozen=True)
class SettingsReading:
    """What the settings sheet says: `settings` is None when a run cannot be made of it; `decimals` is always usable."""

    settings: Settings | None
    decimals: int
    effective: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]


def read_settings(rows: Sequence[SettingRow], overrides: Mapping[str, str] | None = None) -> SettingsReading:
    """Check the settings and say what is wrong with them, all at once; `overrides` replace rows of the same key."""
    chosen, problems = _choose_rows(rows, overrides or {})
    values: dict[str, _Value] = {}
    for key, row in chosen.items():
        value = _READERS[key](row.value)
        if value is None:
            problems.append(error("bad_setting", _SHEET, row.row, "value", row.value, key=key))
        else:
            values[key] = value
    decimals = values.get("decimals", 2)
    assert isinstance(decimals, int)
    _read_amounts(chosen, values, decimals, problems)
    problems.extend(
        error("missing_setting", _SHEET, None, "key", key, key=key)
        for key in ("period_start", "period_end")
        if key not in chosen
    )
    settings = _build(values) if "period_start" in values and "period_end" in values else None
    if settings is not None:
        problems.extend(_find_contradictions(settings, chosen))
        settings = settings if settings.period_start <= settings.period_end else None
    effective = tuple(sorted((key, row.value) for key, row in chosen.items()))
    return SettingsReading(settings, decimals, effective, tuple(problems))


def _choose_rows(
    rows: Sequence[SettingRow], overrides: Mapping[str, str]
) -> tuple[dict[str, SettingRow], list[Problem]]:
    chosen: dict[str, SettingRow] = {}
    problems = []
    for row in rows:
        if row.key in chosen:
            problems.append(error("duplicate_setting", _SHEET, row.row, "key", row.key, key=row.key))
        elif row.key in _READERS:
            chosen[row.key] = row
        elif row.key not in FOREIGN_KEYS:
            problems.append(warning("unknown_setting", _SHEET, row.row, "key", row.key, key=row.key))
    for key, value in overrides.items():
        if key in _READERS and key != "decimals":
            chosen[key] = SettingRow(key, value)
        else:
            problems.append(error("unknown_setting", _SHEET, None, "key", key, key=key))
    return chosen, problems


def _read_amounts(
    chosen: Mapping[str, SettingRow], values: dict[str, _Value], decimals: int, problems: list[Problem]
) -> None:
    for key in ("gold_from", "silver_from", "tier_margin"):
        if key in chosen:
            minor = parse_scaled(chosen[key].value, decimals)
            values.pop(key, None)
            if minor is None or (key == "tier_margin" and minor < 0):
                row = chosen[key]
                problems.append(error("bad_setting", _SHEET, row.row, "value", row.value, key=key))
            else:
                values[f"{key}_minor"] = minor


def _build(values: Mapping[str, _Value]) -> Settings:
    return Settings(**values)  # type: ignore[arg-type]  # each reader above returns its field's type


def _find_contradictions(settings: Settings, chosen: Mapping[str, SettingRow]) -> list[Problem]:
    def at(key: str, code: str) -> Problem:
        row = chosen.get(key)
        return error(code, _SHEET, row.row if row else None, "value", row.value if row else "", key=key)

    problems = []
    if settings.period_end < settings.period_start:
        problems.append(at("period_end", "period_ends_before_start"))
    if settings.gold_percent > settings.silver_percent:
        problems.append(at("gold_percent", "gold_above_silver"))
    if settings.tier_rule == "threshold":
        gold, silver = settings.gold_from_minor, settings.silver_from_minor
        problems.extend(
            error("missing_setting", _SHEET, None, "key", key, key=key)
            for key in ("gold_from", "silver_from")
            if key not in chosen
        )
        if gold is not None and silver is not None and gold < silver:
            problems.append(at("gold_from", "gold_below_silver"))
    return problems
