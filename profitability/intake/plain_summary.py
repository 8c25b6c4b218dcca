"""What the pass over a large file found, in rows of the file instead of its lines."""

from decimal import Decimal

import numpy as np

from profitability.intake.bulk_layout import Folds
from profitability.intake.outside_period import Outside
from profitability.intake.plain import Plain
from profitability.intake.plain_scan import PlainScan

_NAMED_DOUBLES = 1_000


def describe_plain(scan: PlainScan, folds: Folds) -> Plain:
    """Return what is known of the plain rows."""
    later, first = (folds.row_of(lines[:_NAMED_DOUBLES]).tolist() for lines in scan.doubles)
    return Plain(
        scan.rows,
        Decimal(scan.minor or 0).scaleb(-2),
        int(folds.row_of(np.array([scan.last_line]))[0]),
        tuple(zip(scan.ids, folds.row_of(scan.first_lines).tolist(), strict=True)),
        tuple(zip(later, first, strict=True)),
        scan.doubled,
        _describe_outside(scan, folds),
        lambda rows: scan.sums.above(folds.line_of(rows)),
    )


def _describe_outside(scan: PlainScan, folds: Folds) -> tuple[Outside, Outside]:
    before, after = (
        Outside(count, tuple(zip(folds.row_of(lines).tolist(), days, strict=True)))
        for count, lines, days in scan.outside
    )
    return before, after
