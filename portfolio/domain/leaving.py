"""Who is about to leave: what is known of a customer at a date, how well models tell, and how far they can be trusted.

Everything here is an estimate, in floating point. A customer leaves when it makes no purchase in the next window.
"""

import zlib
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa

type Floats = npt.NDArray[np.float64]
type Flags = npt.NDArray[np.bool_]

FEATURES = (
    "recency_days", "gap_ratio", "purchases", "earlier_purchases", "trend_share", "revenue", "revenue_rank",
    "value_per_purchase", "tenure_days", "products", "returns", "service_load",
)  # fmt: skip
RECENCY = FEATURES.index("recency_days")
BINS = 10
DRAWS = 200
REASONS = 3


@dataclass(frozen=True)
class CustomerSigns:
    """One row of `values` (columns FEATURES) per customer active in the window up to a date, by customer id.

    recency_days: days since the last purchase. gap_ratio: those against the usual pause between purchase days (the
    whole window for a customer with one). purchases, earlier_purchases: in the window and in the one before.
    trend_share: share (0–1) of the window's purchases in its second half. revenue, value_per_purchase: major units.
    revenue_rank: share (0–1) of the customers who bought for more. tenure_days: since the first purchase. products:
    distinct ones. returns: rows with a negative amount. service_load: dated volumes of the drivers of service and
    support in the window.
    `left`: no purchase in the window after the date, or what a column of contracts says.
    """

    customer_ids: pa.StringArray
    values: Floats
    left: Flags

    def __len__(self) -> int:
        return len(self.customer_ids)


@dataclass(frozen=True)
class ModelScore:
    """How a model told the customers of the test apart.

    `auc`: chance that someone who left was given the higher risk than someone who stayed (0.5 = by lot). `brier`: mean
    squared error of the chance, lower is better. `top_share`: share that left among the tenth with the highest risk.
    """

    model: str
    auc: float
    brier: float
    top_share: float


@dataclass(frozen=True)
class CalibrationLine:
    """A tenth of the test's customers by risk: the mean chance they were given, and the share that left."""

    customers: int
    expected_share: float
    actual_share: float


@dataclass(frozen=True)
class SignWeight:
    """How much a sign weighs in the model used, as a share (0–1) of all."""

    sign: str
    share: float


@dataclass(frozen=True)
class RiskTier:
    """A tier: its customers, how many are expected to leave, and the revenue that the window's chances put at risk."""

    tier: str
    customers: int
    expected_leaving: float
    at_risk_minor: int


@dataclass(frozen=True)
class LeavingSummary:
    """What the study says. Trained on who left in the window after `train_date`, tested on the one after `test_date`.

    `challenger`: the boosted or the logistic model, whichever has the larger AUC. `difference*`: its AUC less that of
    recency alone, with a 90 % interval by bootstrap; it is used only when that interval lies above zero, else recency.
    `left_column`: the customers' column that says who left; empty where leaving is not buying. `is_tested_later`: False
    where that column has no dates, and the test is of other customers instead of a later window.
    """

    train_date: date
    test_date: date
    months: int
    train_customers: int
    test_customers: int
    test_left: int
    scores: tuple[ModelScore, ...]
    challenger: str
    used: str
    difference: float
    difference_low: float
    difference_high: float
    calibration: tuple[CalibrationLine, ...]
    weights: tuple[SignWeight, ...]
    tiers: tuple[RiskTier, ...]
    left_column: str = ""
    is_tested_later: bool = True


def split_halves(signs: CustomerSigns) -> tuple[CustomerSigns, CustomerSigns]:
    """Part customers in two by their id, the same way each time."""
    first = np.array([zlib.crc32(name.encode()) % 2 == 0 for name in signs.customer_ids.to_pylist()], dtype=np.bool_)

    def part(rows: Flags) -> CustomerSigns:
        return CustomerSigns(signs.customer_ids.filter(pa.array(rows)), signs.values[rows], signs.left[rows])

    return part(first), part(~first)


def area_under_curve(risk: Floats, left: Flags) -> float:
    """Return the AUC by ranks, ties counted as half; 0.5 when all or none left."""
    gone, stayed = int(left.sum()), int((~left).sum())
    if not gone or not stayed:
        return 0.5
    _values, inverse, counts = np.unique(risk, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - (counts - 1) / 2
    return float((middle[inverse][left].sum() - gone * (gone + 1) / 2) / (gone * stayed))


def score_model(model: str, risk: Floats, left: Flags) -> ModelScore:
    """Return how well `risk` (0–1) told who left."""
    top = np.argsort(-risk, kind="stable")[: max(1, len(risk) // 10)]
    brier = float(((risk - left) ** 2).mean())
    return ModelScore(model, area_under_curve(risk, left), brier, float(left[top].mean()))


def auc_difference(risk: Floats, other: Floats, left: Flags) -> tuple[float, float, float]:
    """Return AUC of `risk` − AUC of `other`, and its 5th and 95th percentile over DRAWS bootstrap samples."""
    chance = np.random.default_rng(1)
    draws = np.empty(DRAWS)
    for draw in range(DRAWS):
        rows = chance.integers(0, len(left), len(left))
        draws[draw] = area_under_curve(risk[rows], left[rows]) - area_under_curve(other[rows], left[rows])
    middle = area_under_curve(risk, left) - area_under_curve(other, left)
    return middle, float(np.quantile(draws, 0.05)), float(np.quantile(draws, 0.95))


def calibrate(risk: Floats, left: Flags) -> tuple[CalibrationLine, ...]:
    """Return BINS equally large groups by rising risk: what was expected and what happened."""
    groups = np.array_split(np.argsort(risk, kind="stable"), BINS)
    return tuple(
        CalibrationLine(len(rows), float(risk[rows].mean()), float(left[rows].mean())) for rows in groups if len(rows)
    )


def name_reasons(pushes: Floats) -> list[str]:
    """Return, per customer, the REASONS signs that raise the risk most, strongest first, with blanks between."""
    order = np.argsort(-pushes, axis=1, kind="stable")[:, :REASONS]
    return [
        " ".join(FEATURES[column] for column in columns if pushes[row, column] > 0) for row, columns in enumerate(order)
    ]
