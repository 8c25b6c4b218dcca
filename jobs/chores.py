"""Work that nobody asks for: apps register what to look for, whoever sweeps looks for it every so often."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

logger = logging.getLogger(__name__)

type Look = Callable[[datetime], None]


@dataclass(frozen=True)
class Chore:
    """`look` is told what time it is and enqueues what is due; several processes may look at once, so it names keys."""

    look: Look
    every: timedelta


_CHORES: dict[str, Chore] = {}
_looked_at: dict[str, datetime] = {}


def chore(name: str, *, every_minutes: int) -> Callable[[Look], Look]:
    """Register `look(now)` to be called about every `every_minutes` (in an app's tasks.py)."""

    def register(look: Look) -> Look:
        _CHORES[name] = Chore(look, timedelta(minutes=every_minutes))
        return look

    return register


def do_chores(now: datetime | None = None) -> tuple[str, ...]:
    """Look for what is due and return the chores that were looked at; one that fails keeps no other from its turn."""
    autodiscover_modules("tasks")
    now = now or timezone.now()
    done = []
    for name, each in _CHORES.items():
        last = _looked_at.get(name)
        if last is not None and now - last < each.every:
            continue
        _looked_at[name] = now
        done.append(name)
        try:
            each.look(now)
        except Exception:
            logger.exception("the chore %s failed; it has its next turn in %s", name, each.every)
    return tuple(done)
