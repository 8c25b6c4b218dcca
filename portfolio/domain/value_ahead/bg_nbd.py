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
    last, end = histories.at_last_purchase, histories.at_end
    constant = r * np.log(alpha) - gammaln(r) - betaln(a, b)
    x = end.frequency
    alive = gammaln(r + x) + betaln(a, b + x) - (r + x) * np.log(alpha + end.time)
    x = last.frequency
    left = gammaln(r + x) + betaln(a + 1, b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + last.time)
    gone = np.where(x > 0, left, -np.inf)
    return np.asarray(constant + np.logaddexp(end.spread(alive), last.spread(gone)), dtype=np.float64)


def expected_purchases(parameters: Floats, histories: PurchaseHistories, weeks: float) -> Floats:
    """Return the purchases to expect of one customer of each history during the next `weeks`."""
    r, alpha, a, b = parameters
    end = histories.at_end
    z = weeks / (alpha + end.time + weeks)
    shrink = ((alpha + end.time) / (alpha + end.time + weeks)) ** (r + end.frequency)
    grown = hyp2f1(r + end.frequency, b + end.frequency, a + b + end.frequency - 1, z)
    numerator = end.spread((a + b + end.frequency - 1) / (a - 1) * (1 - shrink * grown))
    x, recency, age = histories.frequency, histories.recency, histories.age
    odds = np.where(x > 0, a / (b + np.maximum(x, 1) - 1) * ((alpha + age) / (alpha + recency)) ** (r + x), 0.0)
    return np.asarray(numerator / (1 + odds), dtype=np.float64)
