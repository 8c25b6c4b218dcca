"""The facts of runs that this process holds in memory for what-ifs: the ones asked for last, within a memory limit."""

import uuid
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from django.conf import settings

from filestore import store
from profitability.domain.what_if import Bench, open_bench
from profitability.models import Run
from profitability.selectors.carried import get_carried

__all__ = ["BENCHES", "Bench", "BenchCache", "find_bench"]


class BenchCache:
    """Benches by run, the least recently used dropped first. Safe among threads; one run is read once at a time."""

    def __init__(self) -> None:
        self._held: OrderedDict[uuid.UUID, Bench] = OrderedDict()
        self._reading: dict[uuid.UUID, Lock] = {}
        self._lock = Lock()

    def get(self, run_id: uuid.UUID, read: Callable[[], Bench], limit_bytes: int) -> Bench:
        """Return the run's bench, read anew when it is not held; one larger than the limit is not kept."""
        with self._lock:
            reading = self._reading.setdefault(run_id, Lock())
        with reading:
            with self._lock:
                if run_id in self._held:
                    self._held.move_to_end(run_id)
                    return self._held[run_id]
            bench = read()
            with self._lock:
                self._keep(run_id, bench, limit_bytes)
        return bench

    def _keep(self, run_id: uuid.UUID, bench: Bench, limit_bytes: int) -> None:
        self._held[run_id] = bench
        while self._held and sum(held.size_bytes for held in self._held.values()) > limit_bytes:
            self._held.popitem(last=False)

    def __contains__(self, run_id: uuid.UUID) -> bool:
        return run_id in self._held


BENCHES = BenchCache()


def find_bench(run: Run) -> Bench | None:
    """Return what a published run's what-ifs are asked of; None when the ledger it was made of is gone."""
    key = run.upload.canonical_key
    if not key or not store.exists(f"{key}/ledger.json"):
        return None

    def read() -> Bench:
        carried = get_carried(run)
        return open_bench(
            store.local_folder(key),
            overrides=run.overrides,
            memory_mb=settings.ENGINE_MEMORY_MB,
            standard_rates=carried.standard_rates,
            previous_tiers=carried.previous_tiers,
        )

    return BENCHES.get(run.id, read, settings.WHAT_IF_MEMORY_MB * 1_000_000)
