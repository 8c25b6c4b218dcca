"""What a customer is: chosen once per engagement and obeyed by every figure of the customer base."""

from dataclasses import dataclass, fields
from enum import StrEnum
from fractions import Fraction


class Identity(StrEnum):
    """Who stands behind a customer id."""

    NUMBER = "number"
    PERSON = "person"
    COMPANY = "company"
    HOUSEHOLD = "household"


class PurchaseUnit(StrEnum):
    """What counts as one purchase."""

    ORDER = "order"
    ROW = "row"


class TimeUnit(StrEnum):
    """The unit that the windows are given in."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        """The unit's length."""
        return {"month": 1, "quarter": 3, "year": 12}[self.value]


TIERS = ("super", "top", "middle", "bottom")


@dataclass(frozen=True)
class CustomerDefinition:
    """The rules that turn purchases into customers, flows and tiers.

    `active_months`: a customer with a purchase in this many months is active; also the length of the two windows that
    are compared. `forgotten_months`: who was gone for longer than this counts as new when returning. `tier_cuts`:
    cumulative shares (0–1) of the active customers, by falling rank, at which super, top and middle end.
    `identity_column`: the customers' further column whose value makes ids one customer; empty when each id is one.
    `time_unit`: the unit that the months were given in, and are written in.
    """

    active_months: int = 12
    forgotten_months: int = 36
    identity: Identity = Identity.NUMBER
    purchase_unit: PurchaseUnit = PurchaseUnit.ORDER
    tier_cuts: tuple[Fraction, Fraction, Fraction] = (Fraction(5, 100), Fraction(20, 100), Fraction(70, 100))
    identity_column: str = ""
    time_unit: TimeUnit = TimeUnit.MONTH


class DefinitionFault(StrEnum):
    """Why a definition cannot be used."""

    ACTIVE_OUT_OF_RANGE = "active_months_out_of_range"
    FORGOTTEN_TOO_SHORT = "forgotten_months_too_short"
    FORGOTTEN_TOO_LONG = "forgotten_months_too_long"
    CUTS_NOT_RISING = "tier_cuts_not_rising"


LONGEST_WINDOW_MONTHS = 120
LONGEST_MEMORY_MONTHS = 600


def check_definition(definition: CustomerDefinition) -> tuple[DefinitionFault, ...]:
    """Return everything that is wrong with the definition, in one pass; empty when it can be used."""
    faults: list[DefinitionFault] = []
    if not 1 <= definition.active_months <= LONGEST_WINDOW_MONTHS:
        faults.append(DefinitionFault.ACTIVE_OUT_OF_RANGE)
    if definition.forgotten_months < definition.active_months:
        faults.append(DefinitionFault.FORGOTTEN_TOO_SHORT)
    if definition.forgotten_months > LONGEST_MEMORY_MONTHS:
        faults.append(DefinitionFault.FORGOTTEN_TOO_LONG)
    first, second, third = definition.tier_cuts
    if not 0 < first < second < third < 1:
        faults.append(DefinitionFault.CUTS_NOT_RISING)
    return tuple(faults)


def changed_fields(before: CustomerDefinition, after: CustomerDefinition) -> tuple[str, ...]:
    """Return the names of the rules that differ, in the order of the definition."""
    return tuple(field.name for field in fields(before) if getattr(before, field.name) != getattr(after, field.name))
