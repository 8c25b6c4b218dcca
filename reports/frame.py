"""What a printed report is made of: a cover, a summary, sections of blocks, a back page.

Every text is ready to print. A block names the template that prints it; the reports compose blocks, the templates lay
them out, and neither knows the other.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal

from reports.pdf import Asset, Figures

TWO_COLUMNS_OF = 34
"""Characters of a row and its answer that fit in half the width."""

type Tone = Literal["", "negative", "positive", "muted"]
type Tier = Literal["", "gold", "silver", "bronze", "plain"]
type RowKind = Literal["", "sum", "level", "total"]


@dataclass(frozen=True)
class Fact:
    """A label and its value; `is_wide` gives a long value (a hash) a line of its own."""

    label: str
    value: str
    is_wide: bool = False


@dataclass(frozen=True)
class KeyFigure:
    """One large figure; `note` says what it is measured against."""

    label: str
    value: str
    note: str = ""
    tone: Tone = ""


@dataclass(frozen=True)
class KeyFigures:
    """A row of key figures; four fit side by side."""

    template: ClassVar[str] = "reports/blocks/key_figures.html"
    items: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class Prose:
    """Paragraphs of running text; `is_lead` prints them larger."""

    template: ClassVar[str] = "reports/blocks/prose.html"
    paragraphs: tuple[str, ...]
    title: str = ""
    is_lead: bool = False


@dataclass(frozen=True)
class Points:
    """A list of statements, numbered when their order means something."""

    template: ClassVar[str] = "reports/blocks/points.html"
    items: tuple[str, ...]
    title: str = ""
    is_numbered: bool = False


@dataclass(frozen=True)
class Drawing:
    """A chart as a vector. `asset_name` is one of the report's assets; `alt` says in words what it shows.

    `height_mm` 0 gives it the width of the page; else it is as high as that, so that two fit on a page.
    """

    template: ClassVar[str] = "reports/blocks/drawing.html"
    asset_name: str
    title: str
    subtitle: str
    alt: str
    note: str = ""
    height_mm: int = 0


@dataclass(frozen=True)
class Column:
    """A column of a table; `width` in percent of the table, 0 for what is left; `is_bar` draws `Cell.share`."""

    label: str
    is_number: bool = False
    is_bar: bool = False
    width: int = 0


@dataclass(frozen=True)
class Cell:
    """A cell: text, a bar of `share` (−1…1 of the column's width), a badge when `tier` is given."""

    text: str = ""
    share: float | None = None
    tone: Tone = ""
    tier: Tier = ""
    note: str = ""

    @property
    def bar_width(self) -> str:
        """Length of the bar as a CSS percentage."""
        return f"{min(abs(self.share or 0.0), 1.0) * 100:.2f}%"

    @property
    def is_loss(self) -> bool:
        return (self.share or 0.0) < 0


@dataclass(frozen=True)
class Row:
    """A row; its first cell is the row's header."""

    cells: tuple[Cell, ...]
    kind: RowKind = ""


@dataclass(frozen=True)
class Line:
    """A row with each cell beside its column, as the template wants it."""

    kind: RowKind
    cells: tuple[tuple[Column, Cell], ...]


@dataclass(frozen=True)
class Table:
    """A table that may run over pages; `is_dense` sets long tables tighter."""

    template: ClassVar[str] = "reports/blocks/table.html"
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    is_dense: bool = False

    @property
    def lines(self) -> tuple[Line, ...]:
        """The rows with their columns; raises ValueError for a row of another length than the head."""
        return tuple(Line(row.kind, tuple(zip(self.columns, row.cells, strict=True))) for row in self.rows)


@dataclass(frozen=True)
class Facts:
    """Labels with values, in two columns."""

    template: ClassVar[str] = "reports/blocks/facts.html"
    items: tuple[Fact, ...]
    title: str = ""


@dataclass(frozen=True)
class Proof:
    """The sum that ties to the ledger: what comes in, where it went, and a difference of nothing."""

    template: ClassVar[str] = "reports/blocks/proof.html"
    title: str
    lines: tuple[Fact, ...]
    difference: Fact
    note: str = ""


@dataclass(frozen=True)
class Answer:
    """A question of the checklist and what was answered: a text, or a line per row, as (row, answer).

    `note` stands under it; `is_open` marks one without an answer.
    """

    question: str
    text: str
    is_open: bool = False
    lines: tuple[tuple[str, str], ...] = ()
    note: str = ""

    @property
    def has_long_lines(self) -> bool:
        """Say whether a line needs the whole width; short ones stand in two columns."""
        return any(len(label) + len(text) > TWO_COLUMNS_OF for label, text in self.lines)


@dataclass(frozen=True)
class Answers:
    """The answers of one part of the checklist."""

    template: ClassVar[str] = "reports/blocks/answers.html"
    title: str
    items: tuple[Answer, ...]


type Block = KeyFigures | Prose | Points | Drawing | Table | Facts | Proof | Answers


@dataclass(frozen=True)
class Section:
    """A numbered chapter; `starts_page` False lets it follow on the page where the one before ends."""

    anchor: str
    title: str
    blocks: tuple[Block, ...]
    starts_page: bool = False


@dataclass(frozen=True)
class Summary:
    """The page with the contents: the message in a sentence, key figures, and what matters most."""

    message: str
    key_figures: KeyFigures
    points: tuple[str, ...]


@dataclass(frozen=True)
class Heading:
    """Who and what the report is about; `language` is a code such as `sv` or `en-GB`."""

    kind: str
    title: str
    client: str
    period: str
    author: str
    description: str
    language: str
    created_at: datetime
    facts: tuple[Fact, ...] = ()
    tier: Cell | None = None


@dataclass(frozen=True)
class PrintedReport:
    """A whole report, ready to be laid out; `figures` are attached to the file and listed on its last page."""

    heading: Heading
    sections: tuple[Section, ...]
    summary: Summary | None = None
    assets: tuple[Asset, ...] = ()
    figures: tuple[Figures, ...] = ()
    closing: tuple[Block, ...] = field(default=())

    @property
    def has_cover(self) -> bool:
        """A report with a summary has a cover and contents; a statement of two pages has neither."""
        return self.summary is not None
