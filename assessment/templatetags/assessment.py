"""How scores are written in templates."""

from decimal import Decimal

from django import template

from assessment.pages.score_chart import points as write_points

register = template.Library()


@register.filter
def points(value: Decimal | None) -> str:
    """Write points; whole ones without a decimal, nothing known as an en dash."""
    return write_points(value)


@register.filter
def score_width(value: Decimal) -> str:
    """Return the width of a score's bar for SVG: 0 to 100, with a point in every language."""
    return f"{min(100.0, max(0.0, float(value))):.2f}"
