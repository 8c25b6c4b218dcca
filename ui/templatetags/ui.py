"""Template tags and filters of the look; how numbers are written is decided in ui/formats.py."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from django import template
from django.conf import settings
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ui import formats
from ui.charts import Chart, page_svg, paper_svg

register = template.Library()


@register.filter
def money(minor: int | None, currency: str = "SEK") -> str:
    """Write minor units in whole kronor with the unit."""
    return formats.money(minor, currency)


@register.filter
def money_exact(minor: int | None, currency: str = "SEK") -> str:
    """Write minor units with decimals and unit."""
    return formats.money_exact(minor, currency)


@register.filter
def amount(minor: int | None, decimals: int | None = None) -> str:
    """Write minor units in whole kronor without a unit."""
    return formats.amount(minor, decimals)


@register.filter
def amount_exact(minor: int | None) -> str:
    """Write minor units with decimals, without a unit."""
    return formats.amount_exact(minor)


@register.filter
def compact(minor: int | None, currency: str = "SEK") -> str:
    """Write minor units in kr, tkr or mkr, by size."""
    return formats.compact(minor, currency)


@register.filter
def percent(share: float | Decimal | Fraction | None, decimals: int = 1) -> str:
    """Write a share (0 to 1) in percent."""
    return formats.percent(share, decimals)


@register.filter
def number(value: float | Decimal | Fraction | None, decimals: int = 0) -> str:
    """Write a number."""
    return formats.number(value, decimals)


@register.filter
def signed(value: str | float | Decimal) -> str:
    """Put a plus before what is above zero; takes a number or the text of another filter."""
    return formats.signed(value if isinstance(value, str) else formats.number(value))


@register.filter
def bar_width(share: float | Decimal | Fraction | None) -> str:
    """Return the width of a bar in percent for SVG: 0 to 100, with a point in every language."""
    return f"{min(1.0, abs(float(share or 0))) * 100:.2f}"


@register.simple_tag
def period(start: date, end: date) -> str:
    """Write a period; a whole calendar year is the year."""
    return formats.period(start, end)


@register.filter
def without_placeholder(field: BoundField) -> SafeString:
    """Draw the input of a field whose placeholder only repeats its label."""
    return field.as_widget(attrs={"placeholder": ""})


@register.simple_tag
def language_names() -> list[tuple[str, str]]:
    """List the languages by code, each by its own name whatever language is active."""
    return list(settings.LANGUAGES)


@register.simple_tag
def trend_class(trend: str, is_good: bool | str | None = None) -> str:
    """Name the colour of a trend: what the caller says, else by its sign."""
    if is_good is None or is_good == "":
        is_good = not trend.startswith(formats.MINUS)
    return "positive" if is_good else "negative"


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw a symbol of static/ui/icons.svg; without a label it is hidden from screen readers."""
    named = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html(
        '<svg class="icon" {}><use href="{}#{}"></use></svg>', SafeString(named), static("ui/icons.svg"), name
    )


@register.inclusion_tag("ui/chart.html")
def chart(chart: Chart) -> dict[str, object]:
    """Show a chart on a page: title, drawing for both themes and both widths, and its table."""
    return {"chart": chart, "svg": SafeString(page_svg(chart)), "is_paper": False}


@register.inclusion_tag("ui/chart.html")
def chart_paper(chart: Chart) -> dict[str, object]:
    """Show a chart in a PDF: title and drawing with literal colours, without the table."""
    return {"chart": chart, "svg": SafeString(paper_svg(chart)), "is_paper": True}
