"""Rules for segments: in words, and as fields of a form."""

import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portfolio.domain.segment_rules import AMOUNTS, COUNTS, NAMED, TESTS, Condition, Relation, Rule, Trait
from portfolio.pages.typed_rules import TypedCondition, TypedRules
from portfolio.place_texts import place_label
from ui import formats
from ui.lists import Option
from ui.numbers import read_number


@dataclass(frozen=True)
class ConditionField:
    """One condition of the form in the element `row`; `choices` are its values, empty where one is typed."""

    row: str
    prefix: str
    traits: tuple[Option, ...]
    tests: tuple[Option, ...]
    choices: tuple[Option, ...]
    suggestions: str
    typed: TypedCondition


@dataclass(frozen=True)
class RuleFields:
    """One rule of the form."""

    number: int
    name: str
    error: str
    conditions: tuple[ConditionField, ...]


@dataclass(frozen=True)
class RulesForm:
    """The rules as typed, ready to be shown; `key` makes a double click one segmentation."""

    rules: tuple[RuleFields, ...]
    others: str
    error: str
    segment_names: tuple[str, ...]
    product_names: tuple[str, ...]
    key: str


def trait_label(trait: str) -> str:
    """Return what a trait is called; an attribute by its own name."""
    labels = {
        Trait.SEGMENT: _("Segment i underlaget"),
        Trait.TIER: _("Nivå nu"),
        Trait.EARLIER_TIER: _("Nivå tidigare"),
        Trait.FLOW: _("Flöde"),
        Trait.REVENUE: _("Intäkt, senare perioden"),
        Trait.EARLIER_REVENUE: _("Intäkt, tidigare perioden"),
        Trait.PURCHASES: _("Köp, senare perioden"),
        Trait.EARLIER_PURCHASES: _("Köp, tidigare perioden"),
        Trait.RECENCY_DAYS: _("Dagar sedan senaste köp"),
        Trait.TENURE_DAYS: _("Dagar sedan första köp"),
        Trait.PRODUCTS: _("Antal produkter"),
        Trait.PRODUCT: _("Produkt"),
    }
    return labels[Trait(trait)] if trait in labels else trait.removeprefix("attribute:")


def test_label(test: Relation, trait: Trait) -> str:
    """Return what a comparison is called."""
    if trait is Trait.PRODUCT:
        return _("har") if test is Relation.IS else _("har inte")
    labels = {
        Relation.IS: _("är"),
        Relation.IS_NOT: _("är inte"),
        Relation.CONTAINS: _("innehåller"),
        Relation.AT_LEAST: _("minst"),
        Relation.AT_MOST: _("högst"),
    }
    return labels[test]


def value_label(trait: Trait, value: str) -> str:
    """Return what a value is called."""
    if trait not in NAMED:
        number = read_number(value, decimal_point=".").value if trait in AMOUNTS | COUNTS else None
        return value if number is None else formats.number(number, -min(0, int(number.as_tuple().exponent)))
    return _("Ej aktiv") if value == "inactive" else place_label(value)


def rule_text(rule: Rule) -> str:
    """Say a rule in words."""
    return f"{rule.name}: " + "; ".join(_condition_text(condition) for condition in rule.conditions)


def _condition_text(condition: Condition) -> str:
    name = condition.attribute or trait_label(condition.trait)
    value = value_label(condition.trait, condition.value)
    return f"{name} {test_label(condition.test, condition.trait)} {value}"


def rules_form(
    typed: TypedRules, attributes: tuple[str, ...], segments: tuple[str, ...], products: tuple[str, ...]
) -> RulesForm:
    """Return the form with the rules as typed, and what can be chosen: attributes, segments and products by name."""
    traits = (*(t.value for t in Trait if t is not Trait.ATTRIBUTE), *(f"attribute:{name}" for name in attributes))
    rules = tuple(
        RuleFields(
            number,
            rule.name,
            rule.error,
            tuple(_field(f"r{number}.c{j}.", c, traits) for j, c in enumerate(rule.conditions)),
        )
        for number, rule in enumerate(typed.rules)
    )
    return RulesForm(rules, typed.others or _("Övriga"), typed.error, segments, products, uuid.uuid4().hex)


def _field(prefix: str, typed: TypedCondition, traits: tuple[str, ...]) -> ConditionField:
    trait = Trait.ATTRIBUTE if typed.trait.startswith("attribute:") else Trait(typed.trait)
    known = traits if typed.trait in traits else (*traits, typed.trait)
    lists = {Trait.SEGMENT: "segment-names", Trait.PRODUCT: "product-names"}
    return ConditionField(
        row=prefix.rstrip(".").replace(".", "-"),
        prefix=prefix,
        traits=tuple(Option(value, trait_label(value), value == typed.trait) for value in known),
        tests=tuple(Option(test.value, test_label(test, trait), test == typed.test) for test in TESTS[trait]),
        choices=tuple(Option(value, value_label(trait, value), value == typed.value) for value in NAMED.get(trait, ())),
        suggestions=lists.get(trait, ""),
        typed=typed,
    )
