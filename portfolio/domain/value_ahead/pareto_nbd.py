"""Pareto/NBD: customers buy at their own steady rate and leave at any moment (Schmittlein, Morrison & Colombo 1987).

Parameters r, α (gamma over purchase rates), s, β (gamma over rates of leaving). The likelihood follows Fader & Hardie
(2005), "A note on deriving the Pareto/NBD model and related expressions".
"""

import numpy as np
from scipy.special import gammaln, hyp2f1

from portfolio.domain.value_ahead.purchase_histories import Floats, Moments, PurchaseHistories

START = (1.0, 1.0, 1.0, 1.0)


def log_likelihood(parameters: Floats, histories: PurchaseHistories) -> Floats:
    """Return each history's log-likelihood, weights not applied."""
    r, alpha, s, beta = parameters
    end = histories.at_end
    x, age = end.frequency, end.time
    common = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
    alive = common - (r + x) * np.log(alpha + age) - s * np.log(beta + age)
    gone = end.spread(common + np.log(s) - np.log(r + s + x)) + _log_a0(parameters, histories)
    return np.asarray(np.logaddexp(end.spread(alive), gone), dtype=np.float64)


def _log_a0(parameters: Floats, histories: PurchaseHistories) -> Floats:
    """Return ln A₀, the part of the likelihood that stands for having left between the last purchase and the end."""
    r, alpha, s, beta = parameters
    far = max(alpha, beta)

    def log_term(moments: Moments) -> Floats:
        total = r + s + moments.frequency
        second = np.full_like(total, s + 1) if alpha >= beta else r + moments.frequency
        z = abs(alpha - beta) / (far + moments.time)
        return moments.spread(np.log(hyp2f1(total, second, total + 1, z)) - total * np.log(far + moments.time))

    first, last = log_term(histories.at_last_purchase), log_term(histories.at_end)
    with np.errstate(divide="ignore"):
        return np.asarray(first + np.log1p(-np.exp(np.minimum(last - first, 0))), dtype=np.float64)


def probability_alive(parameters: Floats, histories: PurchaseHistories) -> Floats:
    """Return the chance (0–1) that a customer of each history has not left."""
    r, alpha, s, beta = parameters
    x, age = histories.frequency, histories.age
    odds = np.log(s) - np.log(r + s + x) + (r + x) * np.log(alpha + age) + s * np.log(beta + age)
    return np.asarray(1 / (1 + np.exp(odds + _log_a0(parameters, histories))), dtype=np.float64)


def expected_purchases(parameters: Floats, histories: PurchaseHistories, weeks: float) -> Floats:
    """Return the purchases to expect of one customer of each history during the next `weeks`."""
    r, alpha, s, beta = parameters
    x, age = histories.frequency, histories.age
    rate = (r + x) * (beta + age) / ((alpha + age) * (s - 1))
    stay = 1 - ((beta + age) / (beta + age + weeks)) ** (s - 1)
    return np.asarray(probability_alive(parameters, histories) * rate * stay, dtype=np.float64)
