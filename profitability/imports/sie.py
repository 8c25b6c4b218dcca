"""Read a dropped SIE file as cost pools, with the rules and drivers that a person chose or that are remembered."""

import csv
from pathlib import Path

from profitability.domain.problem import Problem
from profitability.imports.record import FileRecord, SieRecord
from profitability.imports.totals import sum_sheet
from profitability.intake.layouts import fingerprint_of
from profitability.intake.mending import Mending
from profitability.intake.question import Answers
from profitability.intake.sie_reading import SieReading, read_sie_pools

DRIVER = "driver:"
"""What an answer's name begins with that gives a pool its driver: "driver:FRAKT" = "@orders"."""

NO_DRIVER = "-"
"""The driver of a pool that stays with the company."""

_LAYOUT = "sie"


def read_sie_file(
    path: Path, target: Path, answers: Answers, mending: Mending
) -> tuple[FileRecord, tuple[Problem, ...], Path | None]:
    """Read the file; return its record, problems, and the canonical pools when it ties to its own result."""
    first = read_sie_pools(path, None, {})
    company = first.sie.company if first.sie else ""
    fingerprint = fingerprint_of(_LAYOUT, (company,))
    remembered = mending.layouts.get(fingerprint, {})
    chosen = {**remembered, **answers}
    reading = read_sie_pools(path, target, chosen)
    if reading.is_read:
        _add_drivers(target, chosen)
    totals = sum_sheet("pools", target) if reading.is_read else ()
    record = FileRecord(
        sheet="pools",
        status="read" if reading.is_read else "problems",
        kinds=("pools",),
        answers=tuple(sorted(chosen.items())),
        encoding=reading.sie.encoding if reading.sie else "",
        fingerprint=fingerprint,
        remembered=bool(remembered),
        rows=len(totals),
        sum_minor=sum(total.amount_minor or 0 for total in totals) if totals else None,
        totals=totals,
        sie=_describe(reading),
    )
    return record, reading.problems, target if reading.is_read else None


def _describe(reading: SieReading) -> SieRecord | None:
    sie, proposal = reading.sie, reading.proposal
    if sie is None or proposal is None:
        return None
    return SieRecord(
        company=sie.company,
        entries=len(sie.entries),
        accounts=len(sie.accounts),
        centres=tuple((number, name) for dimension, number, name in sie.objects if dimension == "1"),
        projects=tuple((number, name) for dimension, number, name in sie.objects if dimension == "6"),
        rules=proposal.rules,
        pools=proposal.pools,
        income_minor=proposal.income_minor,
        goods_minor=proposal.goods_minor,
        outside_minor=proposal.outside_minor,
        pools_minor=sum(pool.amount_minor for pool in proposal.pools),
        result_minor=proposal.result_minor,
        difference_minor=proposal.difference_minor,
    )


def _add_drivers(target: Path, answers: Answers) -> None:
    with target.open(encoding="utf-8", newline="") as handle:
        header, *rows = list(csv.reader(handle))
    with target.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow([*header, "driver"])
        writer.writerows([*row, _choose_driver(row[0], row[2], answers)] for row in rows)


def _choose_driver(pool_id: str, line: str, answers: Answers) -> str:
    """Return the pool's driver; common costs have none."""
    chosen = answers.get(f"{DRIVER}{pool_id}", NO_DRIVER)
    return "" if chosen == NO_DRIVER or line == "common" else chosen
