"""Plain rows of a large file outside the period, when they are many: counted, and the first of them noted."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from profitability.intake.seen_customers import Flags, Numbers

NAMED = 200
_EPOCH = date(1970, 1, 1)
type Days = np.ndarray[tuple[int], np.dtype[np.int32]]


@dataclass(frozen=True)
class Outside:
    """How many rows, and the first of them: (row, its day as ISO text)."""

    count: int = 0
    first: tuple[tuple[int, str], ...] = ()


def day_number_sql(day: str) -> str:
    """Return the SQL of a day's number, counted from 1970; 0 where there is none."""
    return f"coalesce(CAST(TRY_CAST({day} AS DATE) - DATE '1970-01-01' AS INTEGER), 0)"


class OutsidePeriod:
    """Counts batch by batch; `period` are its first and last day, None for open."""

    def __init__(self, period: tuple[date | None, date | None]) -> None:
        self._limits = [None if limit is None else (limit - _EPOCH).days for limit in period]
        self._counts = [0, 0]
        self._first: tuple[list[tuple[int, str]], list[tuple[int, str]]] = ([], [])

    def take(self, days: Days, plain: Flags, begin: int) -> None:
        """Note the plain rows of a batch that begins at this ordinal."""
        for side, limit in enumerate(self._limits):
            if limit is None:
                continue
            places = np.flatnonzero(plain & ((days > limit) if side else (days < limit)))
            self._counts[side] += len(places)
            noted = self._first[side]
            for place in places[: NAMED - len(noted)].tolist():
                noted.append((begin + place, (_EPOCH + timedelta(int(days[place]))).isoformat()))

    def list_sides(self) -> list[tuple[int, Numbers, tuple[str, ...]]]:
        """Return, before and after the period, how many rows, the ordinals of the first of them, and their days."""
        return [
            (count, np.array([at for at, _ in noted], np.int64), tuple(day for _, day in noted))
            for count, noted in zip(self._counts, self._first, strict=True)
        ]
