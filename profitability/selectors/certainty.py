"""How sure the tiers of a run are: its simulations, and how often each customer falls in each tier."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from filestore import store
from profitability.certainty_models import Simulation
from profitability.models import Run
from profitability.selectors.parquet import ask, result_file

MOST_UNSURE = 20


@dataclass(frozen=True)
class TierShares:
    """The share (0–1) of draws in which a customer falls in each tier."""

    gold: float
    silver: float
    bronze: float

    def of(self, tier: str) -> float:
        """Return the share of a tier by its code."""
        return {"gold": self.gold, "silver": self.silver, "bronze": self.bronze}[tier]


@dataclass(frozen=True)
class UnsureCustomer:
    """A customer whose tier holds in few draws; `own` is the share of draws in the tier it has in the run."""

    customer_id: str
    name: str
    tier: str
    contribution_minor: int
    shares: TierShares

    @property
    def own(self) -> float:
        return self.shares.of(self.tier)


def get_simulation_for_job(simulation_id: uuid.UUID) -> Simulation:
    """Return the simulation with its run, for the job that does it."""
    return Simulation.objects.select_related("run__upload").get(pk=simulation_id)


def find_simulation(run: Run) -> Simulation | None:
    """Return the simulation asked for last that is done."""
    return Simulation.objects.filter(run=run).exclude(result_key="").first()


def find_running_simulation(run: Run) -> Simulation | None:
    """Return the simulation asked for last that is not done, on its way or failed."""
    latest = Simulation.objects.filter(run=run).select_related("job").first()
    return latest if latest is not None and not latest.result_key else None


def get_shares(simulation: Simulation, positions: Sequence[int]) -> dict[int, TierShares]:
    """Return the shares of the ranked customers at these positions; the others are left out."""
    shares = np.load(store.local_path(f"{simulation.result_key}/certainty.npy"), mmap_mode="r")
    ranked = [position for position in positions if position <= len(shares)]
    return {position: TierShares(*shares[position - 1].tolist()) for position in ranked}


def list_unsure(run: Run, simulation: Simulation) -> tuple[UnsureCustomer, ...]:
    """Return the customers whose tier holds in the fewest draws, the least sure first."""
    own = "CASE s.tier::VARCHAR WHEN 'gold' THEN c.gold WHEN 'silver' THEN c.silver ELSE c.bronze END"
    sql = f"""
        SELECT s.customer_id, s.name, s.tier::VARCHAR, s.contribution_minor, c.gold, c.silver, c.bronze
        FROM read_parquet(?) s JOIN read_parquet(?) c ON s.position = c.position
        ORDER BY {own}, abs(s.contribution_minor) DESC, s.position LIMIT {MOST_UNSURE}
    """  # noqa: S608 - constants
    rows = ask(sql, [str(result_file(run, "statements")), _file(simulation)])
    return tuple(
        UnsureCustomer(str(key), str(name), str(tier), int(str(minor)), TierShares(*map(float, map(str, shares))))
        for key, name, tier, minor, *shares in rows
    )


def _file(simulation: Simulation) -> str:
    return str(store.local_path(f"{simulation.result_key}/certainty.parquet"))
