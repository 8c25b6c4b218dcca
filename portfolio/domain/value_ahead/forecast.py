"""Fit the models, hold them against a period they have not seen, and look one window ahead.

Everything here is an estimate, in floating point; amounts are rounded to minor units by whoever writes them.
"""

from dataclasses import dataclass
from types import ModuleType

import numpy as np

from portfolio.domain.value_ahead import bg_nbd, gamma_gamma, mbg_nbd, pareto_nbd
from portfolio.domain.value_ahead.fitting import Fit, fit_parameters
from portfolio.domain.value_ahead.gamma_gamma import PurchaseValues
from portfolio.domain.value_ahead.purchase_histories import Floats, Places, PurchaseHistories
from portfolio.domain.value_ahead.summary import INTERVAL_SHARE, LARGEST_CLASS, ClassLine

MODELS: dict[str, ModuleType] = {"pareto_nbd": pareto_nbd, "mbg_nbd": mbg_nbd, "bg_nbd": bg_nbd}
WITH_ALIVE = ("pareto_nbd", "mbg_nbd")
DRAWS = 60
_NORMAL = 1.2815515655446004


@dataclass(frozen=True)
class Outlook:
    """Parallel columns, one entry per history, or per customer: the window ahead."""

    alive: Floats
    expected: Floats
    low: Floats
    high: Floats
    variance: Floats

    def of_each(self, place: Places) -> "Outlook":
        """Return the outlook of each customer from that of each history."""
        columns = (self.alive, self.expected, self.low, self.high, self.variance)
        return Outlook(*(column[place] for column in columns))


def fit_model(name: str, histories: PurchaseHistories) -> Fit:
    """Fit a model of MODELS by maximum likelihood."""
    module = MODELS[name]

    def total(parameters: Floats) -> float:
        return float((module.log_likelihood(parameters, histories) * histories.weight).sum())

    return fit_parameters(total, module.START)


def fit_values(repeat_major: Floats, frequency: Floats) -> Fit | None:
    """Fit Gamma-Gamma to the customers with repeat purchases; None with fewer than ten of them."""
    chosen = (frequency > 0) & (repeat_major > 0)
    if chosen.sum() < 10:
        return None
    count = frequency[chosen]
    values = PurchaseValues(repeat_major[chosen] / count, count, np.ones(len(count)))
    return fit_parameters(lambda p: float(gamma_gamma.log_likelihood(p, values).sum()), gamma_gamma.START)


def value_per_purchase(fit: Fit, repeat_major: Floats, frequency: Floats) -> Floats:
    """Return what a purchase of each customer is expected to be worth, in major units."""
    count = np.where(repeat_major > 0, frequency, 0.0)
    average = np.where(count > 0, repeat_major / np.maximum(count, 1), 0.0)
    return gamma_gamma.expected_value(fit.array(), PurchaseValues(average, count, np.ones(len(count))))


def look_ahead(name: str, fit: Fit, histories: PurchaseHistories, weeks: float) -> Outlook:
    """Return each history's chance of being here, expected purchases, and the interval around them.

    Purchases are taken as zero with the chance of being gone, else negative binomial with shape r + x and the mean that
    gives the model's expectation. Only for models that offer the chance of being alive.
    """
    module, parameters = MODELS[name], fit.array()
    alive = np.clip(module.probability_alive(parameters, histories), 1e-12, 1.0)
    expected = np.maximum(module.expected_purchases(parameters, histories, weeks), 0.0)
    shape = parameters[0] + histories.frequency
    mean = expected / alive
    chance = shape / (shape + mean)
    tail = (1 - INTERVAL_SHARE) / 2
    low, high = (_quantile(share, alive, shape, chance) for share in (tail, 1 - tail))
    variance = alive * (mean + mean**2 / shape + mean**2) - expected**2
    return Outlook(alive, expected, low, high, variance)


def _quantile(share: float, alive: Floats, shape: Floats, chance: Floats) -> Floats:
    from scipy.stats import nbinom  # two seconds of start that only a forecast has use for

    inner = (share - (1 - alive)) / alive
    found = nbinom.ppf(np.clip(inner, 0.0, 1.0), shape, chance)
    return np.asarray(np.where(inner <= 0, 0.0, found), dtype=np.float64)


def total_spread(name: str, fit: Fit, histories: PurchaseHistories, weeks: float, variance: float) -> float:
    """Return half the width of the total's interval: chance of the customers and uncertainty of the parameters."""
    if fit.covariance_of_logs is None:
        return float(_NORMAL * np.sqrt(variance))
    chance = np.random.default_rng(1)
    draws = chance.multivariate_normal(np.log(fit.array()), fit.covariance_of_logs, DRAWS)
    totals = [
        float((MODELS[name].expected_purchases(np.exp(draw), histories, weeks) * histories.weight).sum())
        for draw in draws
    ]
    known = np.array([total for total in totals if np.isfinite(total)])
    return float(_NORMAL * np.sqrt(variance + (known.var() if len(known) > 1 else 0.0)))


def class_lines(frequency: Floats, actual: Floats, expected: Floats) -> tuple[ClassLine, ...]:
    """Return actual beside expected purchases by how many repeats a customer had."""
    classes = np.minimum(frequency, LARGEST_CLASS).astype(np.int64)
    lines = []
    for number in range(LARGEST_CLASS + 1):
        members = classes == number
        if members.any():
            means = (float(actual[members].mean()), float(expected[members].mean()))
            lines.append(ClassLine(number, int(members.sum()), *means))
    return tuple(lines)
