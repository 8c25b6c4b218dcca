"""Maximum likelihood for the models of this package."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from portfolio.domain.value_ahead.purchase_histories import Floats

_LARGEST_LOG = 12.0
_STARTS = (1.0, 0.3, 3.0)


@dataclass(frozen=True)
class Fit:
    """Estimated parameters, the log-likelihood they reach, and whether the search ended where it should.

    `standard_errors` are those of the parameters' logarithms, by the curvature at the top; None where it has none.
    """

    parameters: tuple[float, ...]
    log_likelihood: float
    converged: bool
    covariance_of_logs: Floats | None

    def array(self) -> Floats:
        return np.array(self.parameters, dtype=np.float64)


def fit_parameters(log_likelihood: Callable[[Floats], float], start: tuple[float, ...]) -> Fit:
    """Find the positive parameters of the largest `log_likelihood`; deterministic.

    Searched by slope from three starts, then by a simplex around the best end of them. Works on logarithms within
    e^±12; a parameter that ends at that bound is told as not converged.
    """

    def loss(logs: Floats) -> float:
        with np.errstate(all="ignore"):
            value = log_likelihood(np.exp(logs))
        return -value if np.isfinite(value) else 1e300

    from scipy.optimize import minimize  # half a second of start that only a fit has use for

    bounds = [(-_LARGEST_LOG, _LARGEST_LOG)] * len(start)
    found = [minimize(loss, np.log(np.array(start) * f), method="L-BFGS-B", bounds=bounds) for f in _STARTS]
    top = min(found, key=lambda end: float(end.fun)).x
    best = minimize(loss, top, method="Nelder-Mead", bounds=bounds, options={"xatol": 1e-6, "fatol": 1e-7})
    inside = bool((np.abs(best.x) < _LARGEST_LOG - 1e-3).all())
    covariance = _covariance(loss, best.x) if inside else None
    return Fit(tuple(float(v) for v in np.exp(best.x)), -float(best.fun), inside and bool(best.success), covariance)


def _covariance(loss: Callable[[Floats], float], top: Floats) -> Floats | None:
    """Return the inverse of the second derivatives at the top by central differences; None where they are singular."""
    size, step = len(top), 1e-3
    hessian = np.empty((size, size))
    unit = np.eye(size) * step
    for i in range(size):
        for j in range(i, size):
            ahead = loss(top + unit[i] + unit[j]) - loss(top + unit[i] - unit[j])
            behind = loss(top - unit[i] + unit[j]) - loss(top - unit[i] - unit[j])
            hessian[i, j] = hessian[j, i] = (ahead - behind) / (4 * step * step)
    if not (np.linalg.eigvalsh(hessian) > 0).all():
        return None
    return np.asarray(np.linalg.inv(hessian), dtype=np.float64)
