"""Latent classes of yes/no answers: records of how well numbers of classes describe them. Loads no mathematics."""

import math
from dataclasses import dataclass
from enum import StrEnum

from portfolio.domain.segment_rules import SegmentLine

MOST_CLASSES = 6
FEWEST_ANSWERING = 50
FEWEST_ITEMS = 3
NO_CLASS = -1


class AnswerSource(StrEnum):
    """Where the yes/no answers come from: a survey that was sent in, or which products the customers hold."""

    SURVEY = "survey"
    BEHAVIOUR = "behaviour"


@dataclass(frozen=True)
class Carried:
    """How well behaviour tells the class of those who did not answer.

    `accuracy`: share of those who answered whose class is told by a model that has not seen them (five folds);
    `largest_share`: what always saying the largest class would reach; `is_used`: the lead is above twice its standard
    error. `customers`: how many were given a class that way.
    """

    accuracy: float
    largest_share: float
    is_used: bool
    customers: int


@dataclass(frozen=True)
class ClassProfile:
    """One class: its share (0–1) of those who answered, yes-shares by item, how stable it is, and its growth line.

    `together_share`: of pairs that are in the class, the share that lands in one class again when drawn anew.
    """

    share: float
    yes_shares: tuple[float, ...]
    together_share: float
    line: SegmentLine


@dataclass(frozen=True)
class ClassSolution:
    """One number of classes. `bic`: lower is better. `certainty`: mean of the highest class probability.

    `stability`: mean share of customers that land in the matching class again over the bootstrap draws, with the
    lowest and highest draw.
    """

    count: int
    log_likelihood: float
    parameters: int
    bic: float
    certainty: float
    stability: float
    stability_low: float
    stability_high: float
    profiles: tuple[ClassProfile, ...]
    carried: Carried | None


@dataclass(frozen=True)
class ClassesSummary:
    """Every number of classes that was tried. `answering`: customers with answers; `estimated_on`: of them at most."""

    source: AnswerSource
    file_name: str
    items: tuple[str, ...]
    yes_shares: tuple[float, ...]
    answering: int
    estimated_on: int
    draws: int
    solutions: tuple[ClassSolution, ...]

    def solution(self, count: int) -> ClassSolution | None:
        """Return the solution with so many classes; None when it was not tried."""
        return next((found for found in self.solutions if found.count == count), None)

    @property
    def lowest_bic(self) -> int:
        """Return the number of classes with the lowest BIC."""
        return min(self.solutions, key=lambda solution: solution.bic).count


def count_parameters(classes: int, items: int) -> int:
    """Return the free parameters: class shares and a yes-share per class and item."""
    return classes - 1 + classes * items


def bayes_criterion(log_likelihood: float, parameters: int, customers: int) -> float:
    """Return BIC = −2·log-likelihood + parameters·ln(customers) (Schwarz 1978)."""
    return -2.0 * log_likelihood + parameters * math.log(customers)


def possible_counts(items: int, customers: int) -> tuple[int, ...]:
    """Return the numbers of classes worth trying: fewer parameters than answer patterns, ten customers for each."""
    patterns = 2 ** min(items, 40) - 1
    return tuple(
        count
        for count in range(1, MOST_CLASSES + 1)
        if count == 1 or (count_parameters(count, items) < patterns and 10 * count <= customers)
    )
