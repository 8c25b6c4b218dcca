"""What came of dividing an analysis' customers."""

from dataclasses import dataclass

from portfolio.domain.latent_classes import ClassesSummary
from portfolio.domain.segment_rules import RulesSummary
from profitability.domain.problem import Problem


@dataclass(frozen=True)
class Built:
    """What came of it; `summary` is None when `problems` stopped it."""

    summary: RulesSummary | ClassesSummary | None
    problems: tuple[Problem, ...] = ()
