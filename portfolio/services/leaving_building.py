"""Build the study of who is about to leave: train, test on a later window, use what beats recency, name reasons.

Imports scikit-learn and LightGBM, and is itself imported when a study is built: in the worker alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from lightgbm import LGBMClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from portfolio.domain.analysis import AnalysisSummary
from portfolio.domain.customer_facts import Ints
from portfolio.domain.definition import TIERS
from portfolio.domain.leaving import (
    FEATURES,
    RECENCY,
    CustomerSigns,
    Floats,
    LeavingSummary,
    RiskTier,
    SignWeight,
    auc_difference,
    calibrate,
    name_reasons,
    score_model,
    split_halves,
)
from portfolio.domain.periods import months_before
from portfolio.readers.contracts import Contracts
from portfolio.readers.customer_signs import read_signs
from portfolio.readers.joined_customers import Sheets
from portfolio.selectors.leaving import LEAVING_FILE

FEWEST_LEFT = 30
_SKEWED = [
    FEATURES.index(name)
    for name in ("purchases", "earlier_purchases", "gap_ratio", "products", "returns", "service_load")
]

type Progress = Callable[[str, float], None]


class TooFewLeaversError(Exception):
    """Too few customers left, or stayed, to learn from."""


@dataclass(frozen=True)
class Told:
    """What a trained model says of customers: the risk (0–1) and how much each sign pushes it up (parallel columns)."""

    risk: Floats
    pushes: Floats


@dataclass(frozen=True)
class _Occasions:
    """Whom the models learn from, whom they are tested on, whom they are asked about."""

    train: CustomerSigns
    test: CustomerSigns
    now: CustomerSigns


def _read_occasions(
    sheets: Sheets, summary: AnalysisSummary, contracts: Contracts | None, train_date: date, test_date: date
) -> _Occasions:
    """Read the signs: of earlier windows, or, where only yes and no is known, of halves of the customers."""
    months, as_of, decimals = summary.definition.active_months, summary.as_of, summary.decimals
    now = read_signs(sheets, as_of, months, as_of, decimals, contracts)
    test = read_signs(sheets, test_date, months, as_of, decimals, contracts)
    if contracts is not None and not contracts.has_dates:
        still = ~now.left
        here = CustomerSigns(now.customer_ids.filter(pa.array(still)), now.values[still], now.left[still])
        return _Occasions(*split_halves(test), here)
    train = read_signs(sheets, train_date, months, test_date, decimals, contracts)
    return _Occasions(train, test, now)


def build_leaving(
    sheets: Sheets,
    customers: Path,
    summary: AnalysisSummary,
    out: Path,
    progress: Progress,
    contracts: Contracts | None = None,
) -> LeavingSummary:
    """Write leaving.parquet to `out` and return the summary; raise TooFewLeaversError.

    `customers` is the analysis' own file; `contracts` says who has left where the ledger has a column for it. Columns:
    customer_id, risk (0–1), reasons (names of FEATURES, strongest first, blanks between), and the signs themselves.
    """
    months, as_of = summary.definition.active_months, summary.as_of
    test_date, train_date = months_before(as_of, months), months_before(as_of, 2 * months)
    progress("leaving.signs", 0.05)
    occasions = _read_occasions(sheets, summary, contracts, train_date, test_date)
    train, test, now = occasions.train, occasions.test, occasions.now
    for signs in (train, test):
        if min(int(signs.left.sum()), int((~signs.left).sum())) < FEWEST_LEFT:
            raise TooFewLeaversError
    told = {}
    for position, name in enumerate(MODELS):
        progress("leaving.train", 0.2 + 0.15 * position)
        told[name] = MODELS[name](train, test)
    progress("leaving.test", 0.65)
    scores = tuple(score_model(name, told[name].risk, test.left) for name in MODELS)
    challenger = max((score for score in scores if score.model != "recency"), key=lambda score: score.auc).model
    difference = auc_difference(told[challenger].risk, told["recency"].risk, test.left)
    used = challenger if difference[1] > 0 else "recency"
    progress("leaving.now", 0.85)
    final = MODELS[used](test, now)
    _write(now, final, out / LEAVING_FILE)
    return LeavingSummary(
        train_date=train_date,
        test_date=test_date,
        months=months,
        train_customers=len(train),
        test_customers=len(test),
        test_left=int(test.left.sum()),
        scores=scores,
        challenger=challenger,
        used=used,
        difference=difference[0],
        difference_low=difference[1],
        difference_high=difference[2],
        calibration=calibrate(told[used].risk, test.left),
        weights=_weigh(final),
        tiers=_tier_lines(now, final, customers),
        left_column=contracts.column if contracts else "",
        is_tested_later=contracts is None or contracts.has_dates,
    )


def _prepared(values: Floats) -> Floats:
    """Return the signs for a linear model: counts and ratios by their logarithm, amounts by their signed logarithm."""
    made = values.copy()
    made[:, _SKEWED] = np.log1p(made[:, _SKEWED])
    for name in ("revenue", "value_per_purchase"):
        column = FEATURES.index(name)
        made[:, column] = np.sign(made[:, column]) * np.log1p(np.abs(made[:, column]))
    return made


def _logistic(train: CustomerSigns, asked: CustomerSigns) -> Told:
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1_000))
    model.fit(_prepared(train.values), train.left)
    ready = _prepared(asked.values)
    risk = np.asarray(model.predict_proba(ready)[:, 1], dtype=np.float64)
    pushes = model[0].transform(ready) * model[1].coef_[0]
    return Told(risk, np.asarray(pushes, dtype=np.float64))


def _recency(train: CustomerSigns, asked: CustomerSigns) -> Told:
    column = slice(RECENCY, RECENCY + 1)
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1_000))
    model.fit(train.values[:, column], train.left)
    risk = np.asarray(model.predict_proba(asked.values[:, column])[:, 1], dtype=np.float64)
    pushes = np.zeros_like(asked.values)
    pushes[:, RECENCY] = model[0].transform(asked.values[:, column])[:, 0] * model[1].coef_[0][0]
    return Told(risk, pushes)


def _boosting(train: CustomerSigns, asked: CustomerSigns) -> Told:
    model = LGBMClassifier(
        n_estimators=150, learning_rate=0.05, num_leaves=12, min_child_samples=40, subsample=0.8, subsample_freq=1,
        reg_lambda=5.0, random_state=1, n_jobs=1, deterministic=True, force_row_wise=True, verbosity=-1,
    )  # fmt: skip
    model.fit(train.values, train.left)
    risk = np.asarray(model.booster_.predict(asked.values), dtype=np.float64)
    pushes = np.asarray(model.booster_.predict(asked.values, pred_contrib=True), dtype=np.float64)[:, :-1]
    return Told(risk, pushes)


MODELS: dict[str, Callable[[CustomerSigns, CustomerSigns], Told]] = {
    "boosting": _boosting,
    "logistic": _logistic,
    "recency": _recency,
}


def _weigh(told: Told) -> tuple[SignWeight, ...]:
    sizes = np.abs(told.pushes).mean(axis=0) if len(told.pushes) else np.zeros(len(FEATURES))
    total = float(sizes.sum()) or 1.0
    order = np.argsort(-sizes, kind="stable")
    return tuple(SignWeight(FEATURES[i], float(sizes[i]) / total) for i in order if sizes[i] > 0)


def _tier_lines(now: CustomerSigns, told: Told, customers: Path) -> tuple[RiskTier, ...]:
    known = pq.read_table(customers, columns=["customer_id", "later_tier", "later_revenue_minor"])
    place = np.asarray(pc.index_in(now.customer_ids, known["customer_id"].combine_chunks()).fill_null(-1).to_numpy())
    tier: Ints = np.append(known["later_tier"].to_numpy(), -1)[place]
    revenue: Ints = np.append(known["later_revenue_minor"].to_numpy(), 0)[place]
    lines = []
    for index, name in enumerate(TIERS):
        members = tier == index
        at_risk = round(float((told.risk[members] * revenue[members]).sum()))
        lines.append(RiskTier(name, int(members.sum()), float(told.risk[members].sum()), at_risk))
    return tuple(lines)


def _write(now: CustomerSigns, told: Told, path: Path) -> None:
    columns = {"customer_id": now.customer_ids, "risk": told.risk, "reasons": name_reasons(told.pushes)}
    columns |= {name: now.values[:, index] for index, name in enumerate(FEATURES)}
    pq.write_table(pa.table(columns).sort_by([("risk", "descending"), ("customer_id", "ascending")]), path)
