"""Operational segments: ordered rules about customers. The first that holds wins; the rest are others."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from portfolio.domain.customer_facts import Sums
from portfolio.domain.definition import TIERS
from portfolio.domain.ratio import ratio

MOST_RULES = 20
MOST_CONDITIONS = 8
NO_FLOW = "inactive"
FLOW_NAMES = ("retained", "won_back", "new", "lost", NO_FLOW)


class Trait(StrEnum):
    """What a condition asks about. Amounts and counts are of the later window unless the name says earlier."""

    SEGMENT = "segment"
    ATTRIBUTE = "attribute"
    TIER = "tier"
    EARLIER_TIER = "earlier_tier"
    FLOW = "flow"
    REVENUE = "revenue"
    EARLIER_REVENUE = "earlier_revenue"
    PURCHASES = "purchases"
    EARLIER_PURCHASES = "earlier_purchases"
    RECENCY_DAYS = "recency_days"
    TENURE_DAYS = "tenure_days"
    PRODUCTS = "products"
    PRODUCT = "product"


class Relation(StrEnum):
    """How the value is compared. Texts are compared without regard to case; a missing text equals nothing."""

    IS = "is"
    IS_NOT = "is_not"
    CONTAINS = "contains"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


AMOUNTS = frozenset({Trait.REVENUE, Trait.EARLIER_REVENUE})
COUNTS = frozenset({Trait.PURCHASES, Trait.EARLIER_PURCHASES, Trait.RECENCY_DAYS, Trait.TENURE_DAYS, Trait.PRODUCTS})
NAMED = {Trait.TIER: TIERS, Trait.EARLIER_TIER: TIERS, Trait.FLOW: FLOW_NAMES}
_EQUAL = (Relation.IS, Relation.IS_NOT)
_TEXT = (*_EQUAL, Relation.CONTAINS)
_ORDER = (Relation.AT_LEAST, Relation.AT_MOST)
TESTS: dict[Trait, tuple[Relation, ...]] = {
    **dict.fromkeys(AMOUNTS | COUNTS, _ORDER),
    **dict.fromkeys(NAMED, _EQUAL),
    Trait.SEGMENT: _TEXT,
    Trait.ATTRIBUTE: (*_TEXT, *_ORDER),
    Trait.PRODUCT: _EQUAL,
}


@dataclass(frozen=True)
class Condition:
    """One thing that must hold. `attribute` names the customers' column for Trait.ATTRIBUTE, else it is empty.

    `value`: a plain decimal in major units for amounts, a whole number for counts, a name of NAMED, or a text. A
    product is met (IS) by customers whose net revenue of it in the later window is above zero.
    """

    trait: Trait
    test: Relation
    value: str
    attribute: str = ""


@dataclass(frozen=True)
class Rule:
    """A segment and the conditions that must all hold."""

    name: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class Rules:
    """The segments in order, and what those whom no rule catches are called."""

    rules: tuple[Rule, ...]
    others: str

    @property
    def names(self) -> tuple[str, ...]:
        return (*(rule.name for rule in self.rules), self.others)


class RuleFault(StrEnum):
    """Why rules cannot be used."""

    NO_RULES = "no_rules"
    NAME_MISSING = "name_missing"
    NAME_TWICE = "name_twice"
    NO_CONDITIONS = "no_conditions"
    VALUE_MISSING = "value_missing"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_CHOICE = "not_a_choice"
    TEST_DOES_NOT_FIT = "test_does_not_fit"


@dataclass(frozen=True)
class FaultPlace:
    """A fault and where it stands: rule and condition by position, None when it is about no single one."""

    fault: RuleFault
    rule: int | None = None
    condition: int | None = None


def is_decimal(text: str) -> bool:
    """Say whether the text is a plain decimal: digits, at most one point, perhaps a minus."""
    body = text.removeprefix("-")
    whole, _point, part = body.partition(".")
    return whole.isascii() and whole.isdigit() and (part == "" or (part.isascii() and part.isdigit()))


def check_rules(rules: Rules) -> tuple[FaultPlace, ...]:
    """Return everything that is wrong, in one pass; empty when the rules can be used."""
    faults = [] if rules.rules else [FaultPlace(RuleFault.NO_RULES)]
    seen = {rules.others.strip().casefold()}
    for position, rule in enumerate(rules.rules):
        name = rule.name.strip().casefold()
        if not name:
            faults.append(FaultPlace(RuleFault.NAME_MISSING, position))
        elif name in seen:
            faults.append(FaultPlace(RuleFault.NAME_TWICE, position))
        seen.add(name)
        if not rule.conditions:
            faults.append(FaultPlace(RuleFault.NO_CONDITIONS, position))
        for number, condition in enumerate(rule.conditions):
            fault = _check_condition(condition)
            if fault is not None:
                faults.append(FaultPlace(fault, position, number))
    return tuple(faults)


def _check_condition(condition: Condition) -> RuleFault | None:
    trait, test, value = condition.trait, condition.test, condition.value.strip()
    if test not in TESTS[trait]:
        return RuleFault.TEST_DOES_NOT_FIT
    if not value:
        return RuleFault.VALUE_MISSING
    if trait in NAMED:
        return None if value in NAMED[trait] else RuleFault.NOT_A_CHOICE
    is_number = trait in AMOUNTS | COUNTS or test in _ORDER
    if is_number and not is_decimal(value):
        return RuleFault.NOT_A_NUMBER
    return RuleFault.NOT_A_NUMBER if trait in COUNTS and "." in value else None


@dataclass(frozen=True)
class SegmentLine:
    """One segment: all its customers, and those active in either window with purchases and revenue in minor units."""

    name: str
    customers: int
    earlier: Sums
    later: Sums

    @property
    def revenue_growth_share(self) -> Fraction | None:
        """Change of revenue between the windows; None without a positive revenue before."""
        if self.earlier.revenue_minor <= 0:
            return None
        return Fraction(self.later.revenue_minor, self.earlier.revenue_minor) - 1

    @property
    def customer_growth_share(self) -> Fraction | None:
        """Change of active customers between the windows; None without any before."""
        share = ratio(self.later.customers, self.earlier.customers)
        return None if share is None else share - 1


@dataclass(frozen=True)
class RulesSummary:
    """What came of the rules: a line per segment in their order, the others last."""

    lines: tuple[SegmentLine, ...]
    rules: Rules
