"""How quantities of drivers are written."""

from fractions import Fraction

from ui import formats


def written_quantity(quantity: Fraction) -> str:
    """Write a quantity with as many decimals as it has, at most six."""
    decimals = next((places for places in range(7) if (quantity * 10**places).denominator == 1), 6)
    return formats.number(quantity, decimals)
