"""What a published run says in a few numbers, and how that is kept as a file."""

import json
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from profitability.domain.proof import Proof
from profitability.domain.tiers import TierSummary
from profitability.domain.whale_curve import WhaleCurve, WhalePoint

SUMMARY = "summary.json"


@dataclass(frozen=True)
class Totals:
    """Sums over all customers of each statement line, in minor units, in statement order."""

    lines: tuple[tuple[str, int], ...]

    def minor(self, line: str) -> int:
        """Return the total of one statement line; raise KeyError for a line that does not exist."""
        return dict(self.lines)[line]


@dataclass(frozen=True)
class RunSummary:
    """What a published run says in a few numbers; the rows stand in its Parquet files. Money in minor units.

    `standard_rates` are those it was run with (major units per unit), by pool_id; `previous_tiers_sha256` the hash of
    the tiers that a margin could hold, empty where none were given.
    """

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
    whale: WhaleCurve
    proof: Proof
    input_sha256: str
    model_sha256: str
    engine_version: str
    standard_rates: tuple[tuple[str, str], ...] = ()
    previous_tiers_sha256: str = ""

    @property
    def rank_by(self) -> str:
        """Return the line of the statement that customers are ranked by."""
        return dict(self.settings).get("rank_by", "contribution")


def write_summary(summary: RunSummary, folder: Path) -> None:
    """Keep the summary beside the run's other files."""
    whale = summary.whale
    content = {
        "currency": summary.currency,
        "decimals": summary.decimals,
        "period_start": summary.period_start.isoformat(),
        "period_end": summary.period_end.isoformat(),
        "settings": [list(pair) for pair in summary.settings],
        "customers": summary.customers,
        "ranked_customers": summary.ranked_customers,
        "pools": summary.pools,
        "totals": [list(pair) for pair in summary.totals.lines],
        "tiers": [
            [
                *(tier.tier, tier.customers, tier.net_sales_minor, tier.contribution_minor, tier.result_minor),
                *(() if tier.ranked_minor is None else (tier.ranked_minor,)),
            ]
            for tier in summary.tiers
        ],
        "whale": [[point.rank, point.cumulative_contribution_minor] for point in whale.points],
        "peak": [whale.peak_rank, whale.peak_minor, whale.end_minor],
        "proof": vars(summary.proof),
        "input_sha256": summary.input_sha256,
        "model_sha256": summary.model_sha256,
        "engine_version": summary.engine_version,
        "standard_rates": [list(pair) for pair in summary.standard_rates],
        "previous_tiers_sha256": summary.previous_tiers_sha256,
    }
    (folder / SUMMARY).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")


def read_summary(folder: Path) -> RunSummary:
    """Read the summary of a published run; raise FileNotFoundError when there is none."""
    content = json.loads((folder / SUMMARY).read_text("utf-8"))
    ranked = int(content["ranked_customers"])
    tiers = (
        TierSummary(tier, customers, Fraction(customers, ranked or 1), *amounts)
        for tier, customers, *amounts in content["tiers"]
    )
    points = (WhalePoint(rank, Fraction(rank, ranked), cumulative) for rank, cumulative in content["whale"])
    return RunSummary(
        currency=content["currency"],
        decimals=content["decimals"],
        period_start=date.fromisoformat(content["period_start"]),
        period_end=date.fromisoformat(content["period_end"]),
        settings=tuple((key, value) for key, value in content["settings"]),
        customers=content["customers"],
        ranked_customers=ranked,
        pools=content["pools"],
        totals=Totals(tuple((line, total) for line, total in content["totals"])),
        tiers=tuple(tiers),
        whale=WhaleCurve(tuple(points), *content["peak"]),
        proof=Proof(**content["proof"]),
        input_sha256=content["input_sha256"],
        model_sha256=content["model_sha256"],
        engine_version=content["engine_version"],
        standard_rates=tuple((pool_id, rate) for pool_id, rate in content.get("standard_rates", ())),
        previous_tiers_sha256=content.get("previous_tiers_sha256", ""),
    )
