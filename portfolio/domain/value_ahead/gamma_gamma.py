"""Gamma-Gamma: what a purchase is worth, from each customer's average and how many purchases it rests on.

Source: Fader & Hardie (2013), "The gamma-gamma model of monetary value"; parameters p, q, γ. The value of a purchase is
taken as independent of how often a customer buys.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from portfolio.domain.value_ahead.purchase_histories import Floats

START = (1.0, 2.0, 1.0)


@dataclass(frozen=True)
class PurchaseValues:
    """Parallel columns: average value of the repeat purchases (> 0, major units), how many (≥ 1), and customers."""

    average: Floats
    purchases: Floats
    weight: Floats


def log_likelihood(parameters: Floats, values: PurchaseValues) -> Floats:
    """Return each row's log-likelihood, weights not applied."""
    p, q, gamma = parameters
    n, m = values.purchases, values.average
    return np.asarray(
        gammaln(p * n + q)
        - gammaln(p * n)
        - gammaln(q)
        + q * np.log(gamma)
        + (p * n - 1) * np.log(m)
        + p * n * np.log(n)
        - (p * n + q) * np.log(gamma + n * m),
        dtype=np.float64,
    )


def expected_value(parameters: Floats, values: PurchaseValues) -> Floats:
    """Return the value to expect of a purchase by a customer with this average; with 0 purchases the mean of all.

    Needs q > 1 when a row has no purchases, or a mean does not exist.
    """
    p, q, gamma = parameters
    n, m = values.purchases, values.average
    return np.asarray(p * (gamma + n * m) / (p * n + q - 1), dtype=np.float64)
