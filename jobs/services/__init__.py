"""Ask for work, run it, take it back, and find what was left lying."""

from jobs.services.attempts import Attempt, claim, execute
from jobs.services.queue import enqueue, free_all_leases, publish, request_cancel, sweep

__all__ = ["Attempt", "claim", "enqueue", "execute", "free_all_leases", "publish", "request_cancel", "sweep"]
