"""Have the tiers of a run simulated, in the background."""

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from jobs.services import enqueue
from profitability.certainty_models import Simulation
from profitability.models import Run


@transaction.atomic
def ask_for_simulation(*, run: Run, spread_percent: int, draws: int, seed: int, requested_by: User) -> Simulation:
    """Ask how sure a run's tiers are; the same range, draws and seed is one simulation, done again if it failed."""
    Run.objects.select_for_update(of=("self",)).get(pk=run.pk)
    simulation, _is_new = Simulation.objects.select_related("job").get_or_create(
        run=run, spread_percent=spread_percent, draws=draws, seed=seed, defaults={"requested_by": requested_by}
    )
    is_on_its_way = simulation.job is not None and not simulation.job.is_finished
    if not simulation.result_key and not is_on_its_way:
        simulation.job = enqueue(
            kind="profitability.simulate_tiers",
            key=uuid.uuid4().hex,
            engagement=run.engagement,
            requested_by=requested_by,
            arguments={"simulation_id": str(simulation.id)},
        )
    simulation.requested_at = timezone.now()
    simulation.save(update_fields=["job", "requested_at"])
    return simulation


def record_simulation(simulation_id: uuid.UUID, result_key: str, kept: Sequence[Sequence[float]]) -> None:
    """Make the simulation point at what came of it. Called in the transaction that ends the job."""
    Simulation.objects.filter(pk=simulation_id, result_key="").update(
        result_key=result_key, kept=[list(row) for row in kept], finished_at=timezone.now()
    )
