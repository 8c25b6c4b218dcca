"""Ratios without floats: a `Fraction` from whole numbers, and its text with stated decimals."""

from fractions import Fraction


def ratio(numerator: int | Fraction, denominator: int | Fraction) -> Fraction | None:
    """Divide exactly; None when the denominator is zero (there is nothing to divide by, not a zero)."""
    return Fraction(numerator) / denominator if denominator else None


def round_half_up(value: Fraction) -> int:
    """Round to a whole number, halves away from zero, so that a negative mirrors a positive."""
    magnitude = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return magnitude if value >= 0 else -magnitude


def decimal_text(value: Fraction | int | None, decimals: int) -> str:
    """Write a number with exactly `decimals` decimals, a point, halves away from zero; empty for None."""
    if value is None:
        return ""
    scaled = round_half_up(Fraction(value) * 10**decimals)
    digits = str(abs(scaled)).rjust(decimals + 1, "0")
    whole, part = digits[: len(digits) - decimals], digits[len(digits) - decimals :]
    return f"{'-' if scaled < 0 else ''}{whole}{'.' if decimals else ''}{part}"


def share_ceiling(share: Fraction, count: int) -> int:
    """Return ⌈share·count⌉ exactly."""
    return -(-share.numerator * count // share.denominator)
