"""What the value ahead says, once the models have been fitted: records alone, so that a page loads no mathematics."""

from dataclasses import dataclass
from datetime import date

INTERVAL_SHARE = 0.8
LARGEST_CLASS = 7


@dataclass(frozen=True)
class ModelFit:
    """One model against the held-out window: what it expected of the same customers, and what they did."""

    model: str
    parameters: tuple[float, ...]
    log_likelihood: float
    converged: bool
    expected_purchases: float
    mean_error: float


@dataclass(frozen=True)
class ClassLine:
    """Customers with so many repeat purchases before the cut (the last class: and more): mean purchases after it."""

    repeats: int
    customers: int
    actual_mean: float
    expected_mean: float


@dataclass(frozen=True)
class TierAhead:
    """A tier's next window: by the model, with its interval, and by the simple value (revenue × retention)."""

    tier: str
    customers: int
    revenue_minor: int
    expected_minor: int
    simple_minor: int | None
    alive: float


@dataclass(frozen=True)
class Holdout:
    """The chosen model, fitted to the purchases before the cut alone, against the window after it.

    `covered_share`: customers whose purchases fell within their interval.
    """

    customers: int
    purchases: int
    expected_purchases: float
    revenue_minor: int
    expected_minor: int
    covered_share: float
    classes: tuple[ClassLine, ...]


@dataclass(frozen=True)
class Total:
    """The window ahead for all customers: those still here, purchases and revenue, each with its interval."""

    alive: float
    purchases: float
    low_purchases: float
    high_purchases: float
    revenue_minor: int
    low_minor: int
    high_minor: int


@dataclass(frozen=True)
class AheadSummary:
    """What the value ahead says, one window beyond the analysis' date; intervals cover INTERVAL_SHARE.

    `gamma_gamma` is empty where the value of a purchase could not be fitted and the mean of all stands in for it.
    """

    cut_date: date
    customers: int
    chosen: str
    fits: tuple[ModelFit, ...]
    holdout: Holdout
    gamma_gamma: tuple[float, ...]
    total: Total
    tiers: tuple[TierAhead, ...]
