"""How the accounts of a SIE file become cost pools: the rules to edit, the pools with their drivers, and the tie."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from profitability.import_models import ImportFile
from profitability.import_texts import DRIVERS, LINES, OUTSIDE, SIE_PARTS
from profitability.imports.record import FileRecord, SieRecord
from profitability.imports.sie import DRIVER, NO_DRIVER
from profitability.intake.sie_pools import Rule

NEW_RULES = 3


@dataclass(frozen=True)
class Option:
    """One choice of a list."""

    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class RuleLine:
    """One rule as inputs named `<field>-<number>`; a new one is empty and goes before the others."""

    number: int
    first: str
    last: str
    pool_id: str
    name: str
    targets: tuple[Option, ...]
    centres: tuple[Option, ...]
    projects: tuple[Option, ...]
    is_new: bool


@dataclass(frozen=True)
class PoolLine:
    """One proposed pool with the drivers that it may have; common costs have none."""

    pool_id: str
    name: str
    line: str
    amount_minor: int
    drivers: tuple[Option, ...]


@dataclass(frozen=True)
class TieLine:
    """One part of the file's own result, in its sign."""

    text: str
    amount_minor: int
    is_sum: bool = False


@dataclass(frozen=True)
class SieSection:
    """The whole of it; `difference_minor` is 0 when every account has its place."""

    rules: tuple[RuleLine, ...]
    pools: tuple[PoolLine, ...]
    tie: tuple[TieLine, ...]
    difference_minor: int


def sie_section(file: ImportFile, record: FileRecord | None) -> SieSection | None:
    """Return the section of a SIE file; None for any other file."""
    if record is None or record.sie is None:
        return None
    sie, answers = record.sie, dict(record.answers)
    known = [each for each in _list_drivers(file) if each not in DRIVERS]
    new = [_rule_line(len(sie.rules) + place, None, sie) for place in range(NEW_RULES)]
    return SieSection(
        rules=(*new, *(_rule_line(number, rule, sie) for number, rule in enumerate(sie.rules))),
        pools=tuple(
            PoolLine(
                pool.pool_id,
                pool.name,
                str(LINES.get(pool.line, pool.line)),
                pool.amount_minor,
                _drivers(answers.get(f"{DRIVER}{pool.pool_id}", "").removeprefix(NO_DRIVER), known)
                if pool.line != "common"
                else (),
            )
            for pool in sie.pools
        ),
        tie=_tie(sie),
        difference_minor=sie.difference_minor,
    )


def _list_drivers(file: ImportFile) -> list[str]:
    """Return the drivers that the import's volumes have."""
    drivers: dict[str, None] = {}
    for other in file.ledger_import.files.all():
        if other.sheet == "volumes" and other.reading:
            drivers.update(dict.fromkeys(str(total["key"]) for total in other.reading.get("totals", ())))
    return list(drivers)


def _drivers(chosen: str, known: Sequence[str]) -> tuple[Option, ...]:
    choices: Mapping[str, object] = {
        **DRIVERS,
        **{each: each for each in known},
        **({chosen: chosen} if chosen else {}),
    }
    return tuple(Option(value, str(DRIVERS.get(value, text)), value == chosen) for value, text in choices.items())


def _rule_line(number: int, rule: Rule | None, sie: SieRecord) -> RuleLine:
    target = "" if rule is None else rule.pool_id if rule.pool_id in OUTSIDE else rule.line
    return RuleLine(
        number,
        str(rule.first) if rule else "",
        str(rule.last) if rule else "",
        rule.pool_id if rule and rule.pool_id not in OUTSIDE else "",
        rule.name if rule and rule.pool_id not in OUTSIDE else "",
        tuple(Option(value, str(text), value == target) for value, text in {**LINES, **OUTSIDE}.items()),
        _objects(sie.centres, rule.centre if rule else ""),
        _objects(sie.projects, rule.project if rule else ""),
        is_new=rule is None,
    )


def _objects(objects: Sequence[tuple[str, str]], chosen: str) -> tuple[Option, ...]:
    named = {
        "": "–",
        **({chosen: chosen} if chosen else {}),
        **{number: f"{number} {name}" for number, name in objects},
    }
    return tuple(Option(value, text, value == chosen) for value, text in named.items())


def _tie(sie: SieRecord) -> tuple[TieLine, ...]:
    parts = {
        "income": -sie.income_minor,
        "goods": -sie.goods_minor,
        "pools": -sie.pools_minor,
        "outside": -sie.outside_minor,
    }
    lines = [TieLine(str(SIE_PARTS[name]), amount) for name, amount in parts.items()]
    return (
        *lines,
        TieLine(str(SIE_PARTS["sum"]), sum(parts.values()), is_sum=True),
        TieLine(str(SIE_PARTS["result"]), sie.result_minor, is_sum=True),
        TieLine(str(SIE_PARTS["difference"]), sie.difference_minor, is_sum=True),
    )
