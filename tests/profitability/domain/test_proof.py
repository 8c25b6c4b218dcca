"""Six deliberate corruptions of a run's files, and one of its ledger, are each caught by name."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from profitability.domain.ledger import Ledger
from profitability.domain.proof import ProofFailedError
from profitability.domain.proof_checks import check_files
from profitability.domain.run import allocate
from profitability.domain.summary import RunSummary
from tests.profitability.readers.sheets import read_folder


@pytest.fixture
def published(tmp_path: Path) -> tuple[Path, Path, RunSummary]:
    assert not read_folder(tmp_path).has_errors
    result = allocate(tmp_path / "ledger", tmp_path / "run")
    assert result.summary is not None
    return tmp_path / "ledger", tmp_path / "run", result.summary


def rewrite(path: Path, select: str) -> None:
    """Write the file anew as `select` over the view `rows` says."""
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE rows AS SELECT * FROM read_parquet('{path}')")
        connection.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")


def spoil(name: str, select: str) -> Callable[[Path], None]:
    return lambda run: rewrite(run / f"{name}.parquet", select)


CORRUPTIONS = {
    "lost_row": spoil("statements", "SELECT * FROM rows WHERE customer_id <> '2'"),
    "phantom_row": spoil(
        "statements", "SELECT * FROM rows UNION ALL SELECT * REPLACE ('ghost' AS customer_id) FROM rows LIMIT 3"
    ),
    "doubled_row": spoil("statements", "SELECT * FROM rows UNION ALL SELECT * FROM rows WHERE customer_id = '1'"),
    "line interest": spoil(
        "statements",
        "SELECT * REPLACE (result_minor + 2 AS result_minor, interest_minor - 2 AS interest_minor) FROM rows",
    ),
    "not_whole_numbers": spoil(
        "statements",
        "SELECT * REPLACE (CASE rank WHEN 1 THEN 'NaN'::DOUBLE ELSE result_minor END AS result_minor) FROM rows",
    ),
    "pool A": spoil("pools", "SELECT * REPLACE (to_customers_minor - 1 AS to_customers_minor) FROM rows"),
    "statement result": spoil("statements", "SELECT * REPLACE (result_minor + rank - 1 AS result_minor) FROM rows"),
}


@pytest.mark.parametrize("check", CORRUPTIONS)
def test_a_corruption_is_caught_by_name(check: str, published: tuple[Path, Path, RunSummary]) -> None:
    ledger, run, summary = published
    check_files(run, Ledger(ledger), summary)
    CORRUPTIONS[check](run)
    with pytest.raises(ProofFailedError) as caught:
        check_files(run, Ledger(ledger), summary)
    assert caught.value.check == check


def test_a_ledger_that_changed_underneath_is_caught(published: tuple[Path, Path, RunSummary]) -> None:
    ledger, run, summary = published
    rewrite(ledger / "transactions.parquet", "SELECT * REPLACE (gross_sales_minor + 1 AS gross_sales_minor) FROM rows")
    with pytest.raises(ProofFailedError, match="ledger gross_sales"):
        check_files(run, Ledger(ledger), summary)


def test_a_run_that_does_not_tie_is_never_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not read_folder(tmp_path).has_errors
    monkeypatch.setattr("profitability.domain.run.check_figures", _fail)
    with pytest.raises(ProofFailedError):
        allocate(tmp_path / "ledger", tmp_path / "run")
    assert not (tmp_path / "run").exists()


def _fail(*arguments: object) -> None:
    raise ProofFailedError("pool A", 2)
