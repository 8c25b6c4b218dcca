"""Axes: round steps that people can read, and the way from a value to a place on the sheet."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """A straight way from values to places: `low` lies at `start`, `high` at `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the place of `value`."""
        span = self.high - self.low or 1.0
        return self.start + (value - self.low) / span * (self.end - self.start)


def round_step(span: float, count: int) -> float:
    """Return the 1, 2 or 5 times a power of ten that parts `span` into about `count` steps."""
    if span <= 0:
        return 1.0
    raw = span / count
    power = 10.0 ** math.floor(math.log10(raw))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= raw * 0.999)


def ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Return round values that cover `low` to `high`; zero is among them when it lies between."""
    step = round_step(high - low, count)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [index * step for index in range(first, last + 1)]
