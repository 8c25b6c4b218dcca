"""The wallet allocation rule: how much of a customer's purchases a supplier has by its rank among those used."""

from fractions import Fraction


def share_of_wallet(rank: int, brands: int) -> Fraction:
    """Return (1 − rank / (brands + 1)) × (2 / brands), a share 0–1; the ranks 1 … brands sum to 1.

    Raise ValueError for a rank outside 1 … brands. Source: Keiningham, Aksoy, Buoye & Cooil (2011).
    """
    if not 1 <= rank <= brands:
        raise ValueError("a rank lies between 1 and the number of brands")
    return (1 - Fraction(rank, brands + 1)) * Fraction(2, brands)


def gain_of_first_place(spend_minor: int, rank: int, brands: int) -> Fraction:
    """Return what `spend_minor` (bought here today, at this rank) would grow by at rank 1, in minor units."""
    return spend_minor * (share_of_wallet(1, brands) / share_of_wallet(rank, brands) - 1)
