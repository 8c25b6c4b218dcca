"""The slow, obvious version: the rules of sharing in Python integers and fractions, one receiver at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Receiver:
    """Somebody who gets a share; `rank` breaks ties (pools before customers before unused, then id)."""

    key: str
    rank: tuple[int, str]
    volume: Fraction


def share(amount: int, receivers: Sequence[Receiver]) -> dict[str, int]:
    """Share by largest remainders: floors toward zero, left-over units to the largest remainders, ties by rank."""
    total = sum(receiver.volume for receiver in receivers)
    sign, magnitude = (-1, -amount) if amount < 0 else (1, amount)
    exact = {receiver.key: magnitude * receiver.volume / total for receiver in receivers}
    shares = {key: int(value) for key, value in exact.items()}
    order = sorted(receivers, key=lambda receiver: (shares[receiver.key] - exact[receiver.key], receiver.rank))
    for receiver in order[: magnitude - sum(shares.values())]:
        shares[receiver.key] += 1
    return {key: sign * value for key, value in shares.items()}
