"""Uploads and published runs made by hand: four customers whose every amount can be checked in the head."""

import uuid
from datetime import date
from fractions import Fraction
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from django.utils import timezone

from accounts.models import Engagement
from filestore import store
from profitability.domain.run import Proof, RunSummary, TierSummary, Totals, WhaleCurve, WhalePoint
from profitability.domain.statement import STATEMENT_LINES
from profitability.domain.summary import write_summary
from profitability.models import Run, RunState, Scenario, Upload, UploadState
from profitability.selectors.runs import get_summary, summary_as_json
from profitability.selectors.scenarios import figures_as_json, figures_of_run

# customer_id, name, segment, gross, discounts, goods, order handling, tier, reason; the last one is not ranked
CUSTOMERS = (
    ("1001", "Åkeri & Öl Norden AB", "Transport", 1_000_000, 50_000, 500_000, 100_000, "gold", "within_peak_share"),
    ("1002", '=HYPERLINK("http://x")', "Bygg", 500_000, 0, 300_000, 100_000, "silver", "earns"),
    ("10/3", "Ödeshögs Bageri", "Bygg", 100_000, 0, 80_000, 60_000, "bronze", "costs"),
    ("1004", "Vilande AB", "", 0, 0, 0, 0, None, None),
)


def make_upload(engagement: Engagement, state: UploadState = UploadState.READY) -> Upload:
    return Upload.objects.create(engagement=engagement, sha256=uuid.uuid4().hex * 2, state=state, canonical_key="none")


def _statement(position: int, row: tuple[object, ...], cumulative: int) -> dict[str, object]:
    customer_id, name, segment, gross, discounts, goods, handling, tier, reason = row
    assert isinstance(gross, int)
    assert isinstance(discounts, int)
    assert isinstance(goods, int)
    assert isinstance(handling, int)
    net = gross - discounts
    amounts = dict.fromkeys(STATEMENT_LINES, 0) | {
        "gross_sales": gross,
        "discounts": discounts,
        "net_sales": net,
        "cost_of_goods": goods,
        "gross_margin": net - goods,
        "order_handling": handling,
    }
    amounts |= dict.fromkeys(("tb2", "contribution", "result"), net - goods - handling)
    return (
        {"position": position, "customer_id": customer_id, "name": name, "segment": segment}
        | {f"{line}_minor": amount for line, amount in amounts.items()}
        | {
            "rank": position if tier else None,
            "cumulative_contribution_minor": cumulative if tier else None,
            "tier": tier,
            "tier_reason": reason,
        }
    )


def statements() -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    cumulative = 0
    for position, row in enumerate(CUSTOMERS, start=1):
        made = _statement(position, row, 0)
        contribution = made["contribution_minor"]
        assert isinstance(contribution, int)
        cumulative += contribution
        rows.append(_statement(position, row, cumulative))
    return rows


def _summary(rows: list[dict[str, object]]) -> RunSummary:
    def total(line: str, tier: str | None = None) -> int:
        return sum(int(str(row[f"{line}_minor"])) for row in rows if tier is None or row["tier"] == tier)

    return RunSummary(
        currency="SEK",
        decimals=2,
        period_start=date(2025, 1, 1),
        period_end=date(2025, 12, 31),
        settings=(("period_end", "2025-12-31"), ("period_start", "2025-01-01")),
        customers=4,
        ranked_customers=3,
        pools=2,
        totals=Totals(tuple((line, total(line)) for line in STATEMENT_LINES)),
        tiers=tuple(
            TierSummary(
                tier, 1, Fraction(1, 3), total("net_sales", tier), total("contribution", tier), total("result", tier)
            )
            for tier in ("gold", "silver", "bronze")
        ),
        whale=WhaleCurve(
            tuple(
                WhalePoint(rank, Fraction(rank, 3), int(str(row["cumulative_contribution_minor"])))
                for rank, row in enumerate(rows[:3], start=1)
            ),
            peak_rank=2,
            peak_minor=450_000,
            end_minor=410_000,
        ),
        proof=Proof(300_000, 0, 260_000, 40_000, 0, 0),
        input_sha256="a" * 64,
        model_sha256="b" * 64,
        engine_version="test",
    )


_POOLS = [
    {
        "position": 1,
        "pool_id": "ORD",
        "name": "Ordermottagning",
        "line": "order_handling",
        "amount_minor": 260_000,
        "received_minor": 0,
        "served_minor": 0,
        "to_customers_minor": 260_000,
        "unused_minor": 0,
        "unassigned_minor": 0,
        "common_minor": 0,
        "driver": "@orders",
        "volume": "26",
        "rate": "100.00",
        "capacity": None,
        "trace_amount": "amount_0",
        "trace_volume": "volume_0",
        "trace_decimals": 0,
        "source_file": "pools.csv",
        "source_row": 2,
    },
    {
        "position": 2,
        "pool_id": "HK",
        "name": "Huvudkontor",
        "line": "common",
        "amount_minor": 40_000,
        "received_minor": 0,
        "served_minor": 0,
        "to_customers_minor": 0,
        "unused_minor": 0,
        "unassigned_minor": 0,
        "common_minor": 40_000,
        "driver": None,
        "volume": None,
        "rate": None,
        "capacity": None,
        "trace_amount": None,
        "trace_volume": None,
        "trace_decimals": None,
        "source_file": "pools.csv",
        "source_row": 3,
    },
]


def _write(folder: Path, rows: list[dict[str, object]]) -> None:
    pq.write_table(pa.Table.from_pylist(rows), folder / "statements.parquet")
    pq.write_table(pa.Table.from_pylist(_POOLS), folder / "pools.parquet")
    flows = pa.schema([("from_pool", pa.string()), ("to_pool", pa.string()), ("amount_minor", pa.int64())])
    pq.write_table(flows.empty_table(), folder / "flows.parquet")
    traces = [
        {
            "position": row["position"],
            "customer_id": row["customer_id"],
            "amount_0": row["order_handling_minor"],
            "volume_0": int(str(row["order_handling_minor"])) // 10_000,
        }
        for row in rows
    ]
    pq.write_table(pa.Table.from_pylist(traces), folder / "traces.parquet")


def make_run(engagement: Engagement, *, label: str = "Utfall 2025", number: int | None = None) -> Run:
    """Publish a run of four customers."""
    rows = statements()
    with store.new_folder(f"runs/{engagement.id}") as (key, folder):
        _write(folder, rows)
        write_summary(_summary(rows), folder)
    return Run.objects.create(
        engagement=engagement,
        upload=make_upload(engagement),
        key=uuid.uuid4().hex,
        number=number or Run.objects.filter(engagement=engagement).count() + 1,
        label=label,
        state=RunState.PUBLISHED,
        published_at=timezone.now(),
        result_key=key,
        summary=summary_as_json(_summary(rows)),
        engine_version="test",
    )


def make_saved_scenario(run: Run) -> Scenario:
    """Save a what-if that changes nothing."""
    figures = figures_as_json(figures_of_run(get_summary(run)))
    return Scenario.objects.create(run=run, name="Färre besök", figures=figures)
