"""The proof of a run: what came in, where every minor unit is, and checks that stop a run that does not tie."""

from dataclasses import dataclass


class ProofFailedError(Exception):
    """The figures of a run do not tie; nothing is published. `check` names the check that failed."""

    def __init__(self, check: str, difference_minor: int) -> None:
        super().__init__(f"{check}: {difference_minor}")
        self.check = check
        self.difference_minor = difference_minor


@dataclass(frozen=True)
class Proof:
    """Where every minor unit of pools and direct costs went; the difference is zero or nothing is published.

    `to_customers_minor` holds direct costs too.
    """

    pools_minor: int
    direct_costs_minor: int
    to_customers_minor: int
    common_minor: int
    unused_minor: int
    unassigned_minor: int

    @property
    def difference_minor(self) -> int:
        return (
            self.pools_minor
            + self.direct_costs_minor
            - self.to_customers_minor
            - self.common_minor
            - self.unused_minor
            - self.unassigned_minor
        )


def demand(check: str, difference_minor: int) -> None:
    """Raise ProofFailedError unless the difference is zero."""
    if difference_minor:
        raise ProofFailedError(check, difference_minor)
