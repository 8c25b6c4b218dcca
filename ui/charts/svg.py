"""Write a drawing as SVG: with the page's tokens, so that it follows the theme at once, or with literals for paper."""

from collections.abc import Callable
from html import escape
from typing import assert_never

from ui.charts.drawing import Chart, Dot, Drawing, Line, Paint, Path, Rect, Shape, Text

FAMILY = "Kundverk Sans"
PAPER = {
    Paint.INK: "#1b2430",
    Paint.MUTED: "#566271",
    Paint.LINE: "#858f9c",
    Paint.GRID: "#e3e7ec",
    Paint.BAND: "#f3f6f9",
    Paint.CARD: "#ffffff",
    Paint.PRIMARY: "#1d5f9e",
    Paint.SECOND: "#7fb0dc",
    Paint.AREA: "#e3edf6",
    Paint.FALL: "#c2481e",
    Paint.POSITIVE: "#17694f",
    Paint.NEGATIVE: "#b03f15",
    Paint.GOLD: "#e0b54a",
    Paint.SILVER: "#b4bfca",
    Paint.BRONZE: "#d08a61",
    Paint.ON_TIER: "#241a08",
    Paint.SCALE_0: "#f1f5fa",
    Paint.SCALE_1: "#dce9f5",
    Paint.SCALE_2: "#bdd7ee",
    Paint.SCALE_3: "#8cb9e0",
    Paint.SCALE_4: "#2f6ea6",
    Paint.ON_SCALE_4: "#ffffff",
    Paint.LOSS_1: "#fae6dc",
    Paint.LOSS_2: "#f3cbb8",
    Paint.LOSS_3: "#e39b78",
    Paint.NONE: "none",
}

type Colour = Callable[[Paint], str]


def page_colour(paint: Paint) -> str:
    """Return the token of the style sheet."""
    return "none" if paint is Paint.NONE else f"var(--{paint.value})"


def paper_colour(paint: Paint) -> str:
    """Return the literal of the light theme."""
    return PAPER[paint]


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _row(row: int | None) -> str:
    return "" if row is None else f' data-row="{row}"'


def _shape(shape: Shape, colour: Colour) -> str:
    match shape:
        case Rect(x, y, width, height, fill, radius, row):
            corner = f' rx="{_n(radius)}"' if radius else ""
            size = f'x="{_n(x)}" y="{_n(y)}" width="{_n(max(0.0, width))}" height="{_n(max(0.0, height))}"'
            see = ' pointer-events="all"' if fill is Paint.NONE else ""
            return f'<rect {size}{corner} fill="{colour(fill)}"{see}{_row(row)}/>'
        case Line(x1, y1, x2, y2, stroke, width, dashes):
            dash = f' stroke-dasharray="{dashes}"' if dashes else ""
            ends = f'x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"'
            return f'<line {ends} stroke="{colour(stroke)}" stroke-width="{_n(width)}"{dash}/>'
        case Path(d, fill, stroke, width, opacity, row):
            faint = f' fill-opacity="{opacity:.2f}"' if opacity < 1 else ""
            pen = f' stroke="{colour(stroke)}" stroke-width="{_n(width)}" stroke-linejoin="round"' if width else ""
            return f'<path d="{d}" fill="{colour(fill)}"{faint}{pen}{_row(row)}/>'
        case Dot(x, y, radius, fill, stroke, row):
            place = f'cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"'
            return f'<circle {place} fill="{colour(fill)}" stroke="{colour(stroke)}" stroke-width="1.5"{_row(row)}/>'
        case Text(x, y, text, anchor, fill, size, weight):
            place = f'x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}" font-size="{_n(size)}" font-weight="{weight}"'
            return f'<text {place} fill="{colour(fill)}">{escape(text)}</text>'
        case _:
            assert_never(shape)


def _svg(chart: Chart, drawing: Drawing, variant: str, colour: Colour) -> str:
    body = "".join(_shape(shape, colour) for shape in drawing.shapes)
    size = f"{_n(drawing.width)} {_n(drawing.height)}"
    name = f"{escape(chart.key)}-{variant}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart-{variant}" viewBox="0 0 {size}" role="img"'
        f' width="{_n(drawing.width)}" height="{_n(drawing.height)}"'
        f' font-family="{FAMILY}, sans-serif" aria-labelledby="{name}-title" aria-describedby="{name}-desc">'
        f'<title id="{name}-title">{escape(chart.title)}</title>'
        f'<desc id="{name}-desc">{escape(chart.description)}</desc>'
        f"{body}</svg>"
    )


def page_svg(chart: Chart) -> str:
    """Return both drawings for the page; the style sheet shows the one that the card has room for."""
    return _svg(chart, chart.wide, "wide", page_colour) + _svg(chart, chart.narrow, "narrow", page_colour)


def paper_svg(chart: Chart) -> str:
    """Return the wide drawing with literal colours, for WeasyPrint; its title becomes the figure's alternative text."""
    return _svg(chart, chart.wide, "paper", paper_colour)
