"""Rows that are alike are found by their hashes, however many they are."""

from pathlib import Path

import numpy as np
import pytest

from profitability.intake import doubles
from profitability.intake.doubles import find_doubles


@pytest.mark.parametrize("most", [2_000_000, 1])
def test_rows_alike_are_all_counted_and_the_first_of_them_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(doubles, "_MOST_PICKED", most)
    monkeypatch.setattr(doubles, "_PART", 100)
    rng = np.random.default_rng(7)
    hashes = rng.integers(0, 2**64, 1_000, dtype=np.uint64)
    hashes[[5, 40, 41, 990]] = hashes[2]
    hashes[[60, 61, 700]] = hashes[3]
    (tmp_path / "h").write_bytes(hashes.tobytes())
    upper = (hashes >> np.uint64(32)).astype(np.uint32)
    later, first, count = find_doubles(tmp_path / "h", upper, np.array([41, 700]))
    pairs = list(zip(later.tolist(), first.tolist(), strict=True))
    assert count == 5
    assert pairs == ([(5, 2), (40, 2), (60, 3), (61, 3)] + ([(990, 2)] if most > 1 else []))
