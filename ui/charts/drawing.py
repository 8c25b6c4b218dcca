"""What a chart is made of: shapes with roles for their colours, and the words and the table that go with them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

type Anchor = Literal["start", "middle", "end"]


class Paint(StrEnum):
    """The role of a colour; the page gives it a token of the theme, paper a literal."""

    INK = "ink"
    MUTED = "muted"
    LINE = "line-strong"
    GRID = "grid"
    BAND = "band"
    CARD = "card"
    PRIMARY = "primary"
    SECOND = "second"
    AREA = "area"
    FALL = "fall"
    POSITIVE = "positive"
    NEGATIVE = "negative"
    GOLD = "chart-gold"
    SILVER = "chart-silver"
    BRONZE = "chart-bronze"
    ON_TIER = "on-tier"
    SCALE_0 = "scale-0"
    SCALE_1 = "scale-1"
    SCALE_2 = "scale-2"
    SCALE_3 = "scale-3"
    SCALE_4 = "scale-4"
    ON_SCALE_4 = "on-scale-4"
    LOSS_1 = "loss-1"
    LOSS_2 = "loss-2"
    LOSS_3 = "loss-3"
    NONE = "none"


@dataclass(frozen=True)
class Rect:
    """A box; `row` is the row of the chart's table that it shows, for the tip."""

    x: float
    y: float
    width: float
    height: float
    fill: Paint
    radius: float = 0.0
    row: int | None = None


@dataclass(frozen=True)
class Line:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    stroke: Paint = Paint.GRID
    width: float = 1.0
    dashes: str = ""


@dataclass(frozen=True)
class Path:
    """A curve or an area, `d` as in SVG."""

    d: str
    fill: Paint = Paint.NONE
    stroke: Paint = Paint.NONE
    width: float = 0.0
    opacity: float = 1.0
    row: int | None = None


@dataclass(frozen=True)
class Dot:
    """A point."""

    x: float
    y: float
    radius: float
    fill: Paint
    stroke: Paint = Paint.CARD
    row: int | None = None


@dataclass(frozen=True)
class Text:
    """A line of text; `y` is its baseline."""

    x: float
    y: float
    text: str
    anchor: Anchor = "start"
    fill: Paint = Paint.MUTED
    size: float = 12.0
    weight: int = 400


type Shape = Rect | Line | Path | Dot | Text


@dataclass(frozen=True)
class Drawing:
    """Shapes on a sheet of `width` × `height` units; one unit is about one pixel."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


@dataclass(frozen=True)
class ChartTable:
    """The chart's figures as text: the first column names the row, the others hold numbers.

    `links` are where the rows lead on a page, one for each, empty for nowhere; none at all where there are no such.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    links: tuple[str, ...] = ()

    @property
    def linked_rows(self) -> tuple[tuple[tuple[str, ...], str], ...]:
        """Return each row with where it leads."""
        return tuple(zip(self.rows, self.links or ("",) * len(self.rows), strict=True))


@dataclass(frozen=True)
class Chart:
    """A chart for page and paper. `title` says the message, `subtitle` the variable, `description` what is to be seen.

    `key` is unique on a page. `wide` is drawn for cards and paper, `narrow` for phones and slim columns.
    """

    key: str
    title: str
    subtitle: str
    description: str
    wide: Drawing
    narrow: Drawing
    table: ChartTable


WIDE = 720.0
NARROW = 328.0
