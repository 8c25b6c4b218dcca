"""Whatever was read is exported so that no spreadsheet runs it, and read again without a byte's loss."""

import csv
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from profitability.domain.exports import guard_formula
from profitability.intake.reading import read_file

RUN = "=+-@\t\r\n＝＋－＠"
SIGNS = st.sampled_from([*RUN, "'", '"', ",", ";", " ", "\u00a0", "5", ".", "a", "Å", "ß", "ﬁ", "|", "#"])
NAMES = st.text(SIGNS, min_size=1, max_size=8).map(lambda text: f"{text}x")
AMOUNTS = st.integers(-(10**9), 10**9).map(lambda minor: f"{minor / 100:.2f}")
ROWS = st.lists(st.tuples(NAMES, AMOUNTS), min_size=3, max_size=12)


def read(rows: list[list[str]], folder: Path, name: str) -> list[list[str]] | None:
    """Write the rows as CSV, have them read as costs, and return the canonical rows; None when something is asked."""
    source, target = folder / f"{name}.csv", folder / f"{name}.out"
    with source.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows(rows)
    if not read_file(source, "direct_costs", target).is_read:
        return None
    with target.open(encoding="utf-8", newline="") as handle:
        return list(csv.reader(handle))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(ROWS)
def test_import_export_import_loses_nothing(rows: list[tuple[str, str]]) -> None:
    sent = [["customer_id", "line", "amount", "date", "text"]]
    sent += [[f"K{place}", "logistics", amount, "2025-01-15", name] for place, (name, amount) in enumerate(rows)]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        first = read(sent, folder, "sent")
        assume(first is not None)
        assert first is not None
        exported = [[guard_formula(cell) for cell in row] for row in first]
        dangerous = [cell for row in exported for cell in row if cell[:1] and cell[0] in RUN]
        assert all(cell.replace(".", "").removeprefix("-").isdecimal() for cell in dangerous)
        assert [row[2] for row in exported] == [row[2] for row in first]
        assert read(exported, folder, "exported") == first
