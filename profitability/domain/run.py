"""One allocation from ledger to published files: facts, pools, shares, statements, tiers, proof."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from profitability.domain.problem import Problem, has_errors

ENGINE_VERSION = "1.0"

type Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Totals:
    """Sums over all customers of each statement line, in minor units, by line code in statement order."""

    lines: tuple[tuple[str, int], ...]

    def minor(self, line: str) -> int:
        """Return the total of one statement line; raise KeyError for a line that does not exist."""
        return dict(self.lines)[line]


@dataclass(frozen=True)
class TierSummary:
    """One tier: how many customers, their share of the ranked customers, and what they bring (minor units)."""

    tier: str
    customers: int
    share: Fraction
    net_sales_minor: int
    contribution_minor: int
    result_minor: int


@dataclass(frozen=True)
class WhalePoint:
    """One point of the whale curve: rank, share of the ranked customers (0–1), cumulative contribution."""

    rank: int
    share_of_customers: Fraction
    cumulative_contribution_minor: int


@dataclass(frozen=True)
class Proof:
    """Where every minor unit of pools and direct costs went; the difference is zero or nothing is published."""

    pools_minor: int
    direct_costs_minor: int
    to_customers_minor: int
    common_minor: int
    unused_minor: int
    unassigned_minor: int

    @property
    def difference_minor(self) -> int:
        return (
            self.pools_minor
            + self.direct_costs_minor
            - self.to_customers_minor
            - self.common_minor
            - self.unused_minor
            - self.unassigned_minor
        )


@dataclass(frozen=True)
class RunSummary:
    """What a published run says in a few numbers; the rows stand in its Parquet files."""

    currency: str
    decimals: int
    period_start: date
    period_end: date
    settings: tuple[tuple[str, str], ...]
    customers: int
    ranked_customers: int
    pools: int
    totals: Totals
    tiers: tuple[TierSummary, ...]
    whale: tuple[WhalePoint, ...]
    peak_rank: int
    peak_minor: int
    proof: Proof
    input_sha256: str
    model_sha256: str
    engine_version: str


@dataclass(frozen=True)
class RunResult:
    """The problems of a run and, when none of them is an error, its summary."""

    problems: tuple[Problem, ...]
    summary: RunSummary | None

    @property
    def has_errors(self) -> bool:
        return has_errors(self.problems)


class ProofFailedError(Exception):
    """The figures of a run do not tie; nothing is published. `check` names the check that failed."""

    def __init__(self, check: str, difference_minor: int) -> None:
        super().__init__(f"{check}: {difference_minor}")
        self.check = check
        self.difference_minor = difference_minor


def silent(stage: str, share: float) -> None:
    """Take progress and tell nobody."""


def allocate(
    ledger: Path,
    out: Path,
    *,
    overrides: Mapping[str, str] | None = None,
    memory_mb: int = 1024,
    progress: Progress = silent,
) -> RunResult:
    """Run the allocation of a canonical ledger and write its Parquet files to `out`.

    `overrides` are settings keys that replace those of the ledger. Files: statements.parquet (all statement lines as
    `<line>_minor`, in order of rank, `position` 1..n), pools.parquet, flows.parquet, traces.parquet, whale.parquet.
    Raise ProofFailedError, before anything is published, when a total does not tie.
    """
    raise NotImplementedError
