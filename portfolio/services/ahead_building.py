"""Build the value ahead of an analysis: fit, hold out, look one window ahead, write a row per customer."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from portfolio.domain.analysis import AnalysisSummary
from portfolio.domain.customer_facts import Ints
from portfolio.domain.periods import months_before
from portfolio.domain.ratio import round_half_up
from portfolio.domain.value_ahead.fitting import Fit
from portfolio.domain.value_ahead.forecast import (
    MODELS,
    WITH_ALIVE,
    Outlook,
    class_lines,
    fit_model,
    fit_values,
    look_ahead,
    total_spread,
    value_per_purchase,
)
from portfolio.domain.value_ahead.purchase_histories import (
    Floats,
    GatheredHistories,
    PurchaseHistories,
    gather_histories,
)
from portfolio.domain.value_ahead.summary import AheadSummary, Holdout, ModelFit, TierAhead, Total
from portfolio.readers.purchase_days import PurchaseDays, read_purchase_days
from portfolio.selectors.ahead import AHEAD_FILE

FEWEST_REPEATERS = 50

type Progress = Callable[[str, float], None]


class TooFewRepeatersError(Exception):
    """There are not enough repeat purchases, or not enough history, to fit a model."""


def build_ahead(
    transactions: Path, customers: Path, summary: AnalysisSummary, out: Path, progress: Progress
) -> AheadSummary:
    """Write ahead.parquet to `out` and return the summary; raise TooFewRepeatersError.

    `customers` is the analysis' own file. Columns: customer_id, tier (index in TIERS, −1 none), alive (0–1), expected,
    low, high (purchases), expected_minor (int64).
    """
    cut = months_before(summary.as_of, summary.definition.active_months)
    weeks, scale = (summary.as_of - cut).days / 7, float(10**summary.decimals)
    progress("ahead.histories", 0.05)
    before = read_purchase_days(transactions, cut, summary.as_of)
    now = read_purchase_days(transactions, summary.as_of, summary.as_of)
    if (before.frequency > 0).sum() < FEWEST_REPEATERS:
        raise TooFewRepeatersError
    known = _gathered(before)
    fits = _fit_all(known.histories, progress)
    usable = [name for name in WITH_ALIVE if fits[name].converged]
    if not usable:
        raise TooFewRepeatersError
    chosen = max(usable, key=lambda name: fits[name].log_likelihood)
    held = look_ahead(chosen, fits[chosen], known.histories, weeks).of_each(known.place)
    progress("ahead.fit", 0.75)
    today = _gathered(now)
    fit, ahead_worth = fit_model(chosen, today.histories), _fit_worth(now, scale)
    ahead = look_ahead(chosen, fit, today.histories, weeks).of_each(today.place)
    progress("ahead.write", 0.9)
    tier = _tiers_of(now, customers)
    minor = np.rint(ahead.expected * ahead_worth.each * scale).astype(np.int64)
    _write(now, tier, ahead, minor, out / AHEAD_FILE)
    return AheadSummary(
        cut_date=cut,
        customers=len(now),
        chosen=chosen,
        fits=tuple(_model_fit(name, fits[name], before, known, weeks) for name in MODELS),
        holdout=_holdout(before, held, _fit_worth(before, scale).each, scale),
        gamma_gamma=ahead_worth.parameters,
        total=_total(now, ahead, minor, total_spread(chosen, fit, today.histories, weeks, float(ahead.variance.sum()))),
        tiers=_tier_lines(summary, tier, minor, ahead),
    )


@dataclass(frozen=True)
class _Worth:
    """What a purchase of each customer is worth, in major units, and the parameters that say so."""

    each: Floats
    parameters: tuple[float, ...]


def _gathered(days: PurchaseDays) -> GatheredHistories:
    return gather_histories(days.frequency, days.recency, days.age)


def _fit_all(histories: PurchaseHistories, progress: Progress) -> dict[str, Fit]:
    fits = {}
    for position, name in enumerate(MODELS):
        progress("ahead.holdout", 0.1 + 0.2 * position)
        fits[name] = fit_model(name, histories)
    return fits


def _fit_worth(days: PurchaseDays, scale: float) -> _Worth:
    """Fit the value of a purchase; where that is impossible everyone's is the mean of all repeat purchases."""
    repeat = np.maximum(days.repeat_minor / scale, 0.0)
    fit = fit_values(repeat, days.frequency)
    if fit is None or not fit.converged or fit.parameters[1] <= 1:
        mean = float(repeat.sum() / max(1.0, float(days.frequency.sum())))
        return _Worth(np.full(len(days), mean), ())
    return _Worth(value_per_purchase(fit, repeat, days.frequency), fit.parameters)


def _model_fit(name: str, fit: Fit, before: PurchaseDays, known: GatheredHistories, weeks: float) -> ModelFit:
    expected = MODELS[name].expected_purchases(fit.array(), known.histories, weeks)[known.place]
    error = float(np.abs(expected - before.later_purchases).mean())
    return ModelFit(name, fit.parameters, fit.log_likelihood, fit.converged, float(expected.sum()), error)


def _holdout(before: PurchaseDays, held: Outlook, worth: Floats, scale: float) -> Holdout:
    inside = (before.later_purchases >= held.low) & (before.later_purchases <= held.high)
    return Holdout(
        customers=len(before),
        purchases=int(before.later_purchases.sum()),
        expected_purchases=float(held.expected.sum()),
        revenue_minor=int(before.later_minor.sum()),
        expected_minor=round(float((held.expected * worth).sum()) * scale),
        covered_share=float(inside.mean()),
        classes=class_lines(before.frequency, before.later_purchases, held.expected),
    )


def _total(now: PurchaseDays, ahead: Outlook, minor: Ints, spread: float) -> Total:
    purchases, amount = float(ahead.expected.sum()), int(minor.sum())
    each = amount / purchases if purchases else 0.0
    return Total(
        alive=float(ahead.alive.sum()),
        purchases=purchases,
        low_purchases=max(0.0, purchases - spread),
        high_purchases=purchases + spread,
        revenue_minor=amount,
        low_minor=round(max(0.0, amount - spread * each)),
        high_minor=round(amount + spread * each),
    )


def _tiers_of(days: PurchaseDays, customers: Path) -> Ints:
    """Return each customer's tier in the later window, −1 where it was not active."""
    known = pq.read_table(customers, columns=["customer_id", "later_tier"])
    place = pc.index_in(days.customer_ids, known["customer_id"].combine_chunks()).fill_null(-1).to_numpy()
    tiers = np.append(known["later_tier"].to_numpy(), -1)
    return np.asarray(tiers[place], dtype=np.int64)


def _tier_lines(summary: AnalysisSummary, tier: Ints, minor: Ints, ahead: Outlook) -> tuple[TierAhead, ...]:
    lines = []
    for index, row in enumerate(summary.portfolio()[:-1]):
        members = tier == index
        retention, revenue = row.retention_share, row.sums.revenue_minor
        simple = None if retention is None else round_half_up(revenue * retention)
        sums = (row.sums.customers, revenue, int(minor[members].sum()), simple, float(ahead.alive[members].sum()))
        lines.append(TierAhead(row.tier, *sums))
    return tuple(lines)


def _write(days: PurchaseDays, tier: Ints, ahead: Outlook, minor: Ints, path: Path) -> None:
    table = pa.table(
        {
            "customer_id": days.customer_ids,
            "tier": tier,
            "alive": ahead.alive,
            "expected": ahead.expected,
            "low": ahead.low,
            "high": ahead.high,
            "expected_minor": minor,
        }
    )
    pq.write_table(table.sort_by([("expected_minor", "descending"), ("customer_id", "ascending")]), path)
