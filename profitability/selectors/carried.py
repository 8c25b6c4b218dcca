"""What a run carries over from earlier ones: frozen rates, and the tiers that a margin may hold."""

from collections.abc import Mapping
from dataclasses import dataclass

from filestore import store
from profitability.domain.run import StandardRates
from profitability.domain.standard_rates import choose_rates, read_standard_rates
from profitability.domain.tier_margin import read_previous_tiers
from profitability.models import Run


@dataclass(frozen=True)
class Carried:
    """Rates by pool_id (major units per unit) and tiers by customer_id; None where no tiers are held."""

    standard_rates: StandardRates = ()
    previous_tiers: Mapping[str, str] | None = None


def get_carried(run: Run) -> Carried:
    """Return what the run carries over; raise FileNotFoundError when an earlier run's files are gone."""
    rates = read_standard_rates(store.local_folder(run.rates_from.result_key)) if run.rates_from else ()
    return Carried(
        rates if run.frozen_pools is None else choose_rates(rates, run.frozen_pools),
        read_previous_tiers(store.local_folder(run.tiers_from.result_key)) if run.tiers_from else None,
    )
