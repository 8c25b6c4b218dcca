"""MBG/NBD: as BG/NBD, but a customer may also leave right after its first purchase.

Sources: Batislam, Denizel & Filiztekin (2007); Hoppe & Wagner (2007). Parameters r, α, a, b as in BG/NBD.
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
    alive = gammaln(r + x) + betaln(a, b + x + 1) - (r + x) * np.log(alpha + end.time)
    x = last.frequency
    gone = gammaln(r + x) + betaln(a + 1, b + x) - (r + x) * np.log(alpha + last.time)
    return np.asarray(constant + np.logaddexp(end.spread(alive), last.spread(gone)), dtype=np.float64)


def probability_alive(parameters: Floats, histories: PurchaseHistories) -> Floats:
    """Return the chance (0–1) that a customer of each history has not left."""
    return 1 / (1 + _odds_of_gone(parameters, histories))


def _odds_of_gone(parameters: Floats, histories: PurchaseHistories) -> Floats:
    r, alpha, a, b = parameters
    x = histories.frequency
    stretch = np.exp((r + x) * (np.log(alpha + histories.age) - np.log(alpha + histories.recency)))
    return np.asarray(a / (b + x) * stretch, dtype=np.float64)


def expected_purchases(parameters: Floats, histories: PurchaseHistories, weeks: float) -> Floats:
    """Return the purchases to expect of one customer of each history during the next `weeks`."""
    r, alpha, a, b = parameters
    end = histories.at_end
    x, age = end.frequency, end.time
    z = weeks / (alpha + age + weeks)
    shrink = ((alpha + age) / (alpha + age + weeks)) ** (r + x)
    numerator = (a + b + x) / (a - 1) * (1 - shrink * hyp2f1(r + x, b + x + 1, a + b + x, z))
    return np.asarray(end.spread(numerator) / (1 + _odds_of_gone(parameters, histories)), dtype=np.float64)
