"""BG/NBD: customers buy at their own steady rate and may leave after any purchase (Fader, Hardie & Lee 2005).

Parameters r, α (gamma over purchase rates), a, b (beta over the chance of leaving after a purchase). A customer that
bought once is certainly still there by this model; so no chance of being alive is offered here.
"""

import numpy as np
from scipy.special import betaln, gammaln, hyp2f1

from portfolio.domain.value_ahead.purchase_histories import Floats, PurchaseHistories

START = (1.0, 1.0, 1.0, 1.0)


def log_likelihood(parameters: Floats, histories: PurchaseHistories) -> Floats:
    """Return each history's log-likelihood, weights not applied."""
    r, alpha, a, b = parameters
    x, recency, age = histories.frequency, histories.recency, histories.age
    common = gammaln(r + x) - gammaln(r) + r * np.log(alpha) - betaln(a, b)
    alive = betaln(a, b + x) - (r + x) * np.log(alpha + age)
    bought = np.maximum(x, 1)
    gone = np.where(x > 0, betaln(a + 1, b + bought - 1) - (r + x) * np.log(alpha + recency), -np.inf)
    return np.asarray(common + np.logaddexp(alive, gone), dtype=np.float64)


def expected_purchases(parameters: Floats, histories: PurchaseHistories, weeks: float) -> Floats:
    """Return the purchases to expect of one customer of each history during the next `weeks`."""
    r, alpha, a, b = parameters
    x, recency, age = histories.frequency, histories.recency, histories.age
    z = weeks / (alpha + age + weeks)
    shrink = ((alpha + age) / (alpha + age + weeks)) ** (r + x)
    numerator = (a + b + x - 1) / (a - 1) * (1 - shrink * hyp2f1(r + x, b + x, a + b + x - 1, z))
    odds = np.where(x > 0, a / (b + np.maximum(x, 1) - 1) * ((alpha + age) / (alpha + recency)) ** (r + x), 0.0)
    return np.asarray(numerator / (1 + odds), dtype=np.float64)
