"""What an instrument is: its sections, questions and items, the scales they use and the areas they score.

An instrument is data, written in YAML, frozen once published and recognised by the hash of its content. Keys are stable
for ever: an answer is stored under its cell's key, never under a place on a page.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

type Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
type ConditionText = Annotated[str, StringConstraints(min_length=1)] | None

LANGUAGES = ("sv", "en", "da", "nb")
LONG_TEXT_LIMIT = 10_000
SHORT_TEXT_LIMIT = 200
PEOPLE_LIMIT = 60


class Part(BaseModel):
    """The base of all parts: nothing unknown is read, nothing changes after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Part):
    """One text in every language. Swedish is the source; a language that lacks the text falls back to it."""

    sv: str = Field(min_length=1)
    en: str = ""
    da: str = ""
    nb: str = ""

    def in_language(self, language: str) -> str:
        """Return the text in `language` (`sv`, `en-gb` …), or in Swedish where it is not translated."""
        match language[:2]:
            case "en":
                return self.en or self.sv
            case "da":
                return self.da or self.sv
            case "nb":
                return self.nb or self.sv
            case _:
                return self.sv


class Option(Part):
    """One thing to choose, or one row of a group or matrix. `points` (0–100) None: left out of the score.

    `advice` says what to do for somebody who answers so.
    """

    key: Key
    label: Text
    points: Decimal | None = Field(default=None, ge=0, le=100)
    hint: Text | None = None
    advice: Text | None = None


class Scale(Part):
    """A row of options that several items share."""

    key: Key
    title: Text
    options: tuple[Option, ...] = Field(min_length=2)


class ItemPart(Part):
    """What every kind of item has. `advice` says what to do when the answer scores below half.

    `relevant` is the condition (assessment.domain.conditions) on which it is asked; None: always.
    `required` says that the questionnaire is not complete without an answer; it never stops anybody from saving.
    """

    key: Key
    label: Text
    hint: Text | None = None
    criteria: Text | None = None
    who: tuple[Key, ...] = ()
    advice: Text | None = None
    relevant: ConditionText = None
    required: bool = False
    since: int = 1
    replaces: Key | None = None
    comparable: bool = True


class DateItem(ItemPart):
    kind: Literal["date"]


class ShortText(ItemPart):
    kind: Literal["short_text"]


class People(ItemPart):
    """Any number of people, each with a name and a function."""

    kind: Literal["people"]


class LongText(ItemPart):
    """A text of up to LONG_TEXT_LIMIT characters; `rating` names a scale on which the same matter is judged."""

    kind: Literal["long_text"]
    rating: Key | None = None


class YesNo(ItemPart):
    kind: Literal["yes_no"]


class Choice(ItemPart):
    """One option of a scale."""

    kind: Literal["choice"]
    scale: Key


class Multi(ItemPart):
    """Any number of the options."""

    kind: Literal["multi"]
    options: tuple[Option, ...] = Field(min_length=2)


class Percent(ItemPart):
    kind: Literal["percent"]


class PercentGroup(ItemPart):
    """Several percentages. `sums_to`: what they should sum to; `at_most`: what their sum should not pass."""

    kind: Literal["percent_group"]
    rows: tuple[Option, ...] = Field(min_length=2)
    sums_to: Decimal | None = None
    at_most: Decimal | None = None
    is_distribution: bool = False


class WholeNumber(ItemPart):
    kind: Literal["whole_number"]


class NumberGroup(ItemPart):
    """Several whole numbers; where `total` is named, the rows of `addends` should sum to it."""

    kind: Literal["number_group"]
    rows: tuple[Option, ...] = Field(min_length=2)
    total: Key | None = None
    addends: tuple[Key, ...] = ()


class Matrix(ItemPart):
    """Rows that each take one option of the same scale."""

    kind: Literal["matrix"]
    rows: tuple[Option, ...] = Field(min_length=2)
    scale: Key


type Item = Annotated[
    DateItem
    | ShortText
    | People
    | LongText
    | YesNo
    | Choice
    | Multi
    | Percent
    | PercentGroup
    | WholeNumber
    | NumberGroup
    | Matrix,
    Field(discriminator="kind"),
]


class Block(Part):
    """Items that are asked together. `title` None: the items stand by themselves."""

    key: Key
    title: Text | None = None
    hint: Text | None = None
    relevant: ConditionText = None
    who: tuple[Key, ...] = ()
    items: tuple[Item, ...] = Field(min_length=1)


class Section(Part):
    """One page of the questionnaire."""

    key: Key
    title: Text
    intro: Text | None = None
    relevant: ConditionText = None
    who: tuple[Key, ...] = ()
    blocks: tuple[Block, ...] = Field(min_length=1)

    def list_items(self) -> Iterator[Item]:
        """Return the section's items in their order."""
        for block in self.blocks:
            yield from block.items


class Rule(Part):
    """How one item becomes 0–100 points in an area. docs/methods/scoring.md says what each rule does."""

    item: Key
    rule: Literal["yes_no", "rating", "choice", "share", "ratio", "matrix", "count"]
    weight: Decimal = Field(default=Decimal(1), gt=0)
    rows: tuple[Key, ...] = ()
    out_of: tuple[Key, ...] = ()
    zero_at: Decimal = Decimal(0)
    full_at: Decimal = Decimal(100)


class Band(Part):
    """What to say of a score below `below` (and not below an earlier band's)."""

    below: Decimal
    level: Text
    advice: Text


class Area(Part):
    """One area of readiness: the rules that score it and what to say of the score."""

    key: Key
    title: Text
    question: Text
    weight: Decimal = Field(default=Decimal(1), gt=0)
    rules: tuple[Rule, ...] = Field(min_length=1)
    bands: tuple[Band, ...] = Field(min_length=1)


class Contradiction(Part):
    """Answers that do not go together: `when` (assessment.domain.conditions) is true, `text` asks about it."""

    key: Key
    when: str = Field(min_length=1)
    text: Text


class Instrument(Part):
    """A whole questionnaire in one version."""

    key: Key
    version: int = Field(ge=1)
    title: Text
    intro: Text
    roles: tuple[Option, ...] = ()
    scales: tuple[Scale, ...] = ()
    sections: tuple[Section, ...] = Field(min_length=1)
    areas: tuple[Area, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()

    def list_items(self) -> Iterator[Item]:
        """Return every item in the order of the questionnaire."""
        for section in self.sections:
            yield from section.list_items()

    def get_scale(self, key: str) -> Scale:
        """Return the scale named `key`; KeyError when there is none."""
        for scale in self.scales:
            if scale.key == key:
                return scale
        raise KeyError(key)

    def get_item(self, key: str) -> Item:
        """Return the item named `key`; KeyError when there is none."""
        for item in self.list_items():
            if item.key == key:
                return item
        raise KeyError(key)

    def get_section(self, key: str) -> Section:
        """Return the section named `key`; KeyError when there is none."""
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(key)
