"""The pages of an analysis, in groups."""

from django import template

from portfolio.models import Analysis
from portfolio.pages.nav import Nav, nav_of

register = template.Library()


@register.inclusion_tag("portfolio/nav.html")
def base_nav(current: str, analysis: Analysis) -> dict[str, Nav | Analysis]:
    """Show the way between the pages of an analysis; `current` is the route of the page shown."""
    return {"nav": nav_of(current), "analysis": analysis}
