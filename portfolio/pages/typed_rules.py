"""The rules for segments as a person types them: nothing typed is lost, each fault stands beside its field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from portfolio.domain.segment_rules import (
    AMOUNTS,
    COUNTS,
    MOST_CONDITIONS,
    MOST_RULES,
    TESTS,
    Condition,
    FaultPlace,
    Relation,
    Rule,
    RuleFault,
    Rules,
    Trait,
)
from ui.numbers import read_number

MOST_LENGTH = 80
_ATTRIBUTE = "attribute:"


@dataclass(frozen=True)
class TypedCondition:
    """One condition as typed; `trait` is a Trait, for an attribute followed by its name."""

    trait: str = Trait.SEGMENT.value
    test: str = Relation.IS.value
    value: str = ""
    error: str = ""

    def read(self) -> Condition:
        """Return the condition, numbers as plain decimals; what cannot be read stays as typed, for check_rules."""
        name = Trait.ATTRIBUTE if self.trait.startswith(_ATTRIBUTE) else Trait(self.trait)
        attribute = self.trait.removeprefix(_ATTRIBUTE) if name is Trait.ATTRIBUTE else ""
        test, value = Relation(self.test), self.value.strip()
        if name in AMOUNTS | COUNTS or test in (Relation.AT_LEAST, Relation.AT_MOST):
            number = read_number(value, decimal_point=None).value
            value = value if number is None else f"{number:f}"
        return Condition(name, test, value, attribute)


@dataclass(frozen=True)
class TypedRule:
    """One rule as typed."""

    name: str = ""
    conditions: tuple[TypedCondition, ...] = (TypedCondition(),)
    error: str = ""


@dataclass(frozen=True)
class TypedRules:
    """The rules as typed; `error` is about them all."""

    rules: tuple[TypedRule, ...] = field(default_factory=lambda: (TypedRule(),))
    others: str = ""
    error: str = ""

    def read(self) -> Rules:
        """Return what was typed as rules, faults and all."""
        return Rules(
            tuple(Rule(rule.name.strip(), tuple(c.read() for c in rule.conditions)) for rule in self.rules),
            self.others.strip() or _("Övriga"),
        )


def type_rules(rules: Rules) -> TypedRules:
    """Return kept rules as if a person had typed them."""
    return TypedRules(
        tuple(TypedRule(rule.name, tuple(_type(c) for c in rule.conditions)) for rule in rules.rules), rules.others
    )


def _type(condition: Condition) -> TypedCondition:
    trait = _ATTRIBUTE + condition.attribute if condition.attribute else condition.trait.value
    is_number = condition.trait in AMOUNTS | COUNTS or condition.test in (Relation.AT_LEAST, Relation.AT_MOST)
    value = condition.value.replace(".", ",") if is_number else condition.value
    return TypedCondition(trait, condition.test.value, value)


def read_typed_rules(values: Mapping[str, str]) -> TypedRules:
    """Read `r<i>.name` and `r<i>.c<j>.trait`, `.test`, `.value` from what was sent, in their order."""
    rules = []
    for i in range(MOST_RULES):
        if f"r{i}.name" not in values:
            break
        conditions = []
        for j in range(MOST_CONDITIONS):
            if f"r{i}.c{j}.trait" not in values:
                break
            conditions.append(_condition(values, f"r{i}.c{j}."))
        rules.append(TypedRule(values[f"r{i}.name"][:MOST_LENGTH], tuple(conditions)))
    return TypedRules(tuple(rules), values.get("others", "")[:MOST_LENGTH])


def _condition(values: Mapping[str, str], prefix: str) -> TypedCondition:
    trait = values[prefix + "trait"][:200]
    name = Trait.ATTRIBUTE.value if trait.startswith(_ATTRIBUTE) else trait
    if name not in Trait or trait == Trait.ATTRIBUTE:
        trait = name = Trait.SEGMENT.value
    tests = TESTS[Trait(name)]
    test = values.get(prefix + "test", "")
    return TypedCondition(
        trait, test if test in tests else tests[0].value, values.get(prefix + "value", "")[:MOST_LENGTH]
    )


def change(typed: TypedRules, what: str) -> TypedRules:
    """Do what a button asks: `add`, `drop:i`, `up:i`, `more:i`, `less:i:j`; anything else changes nothing."""
    name, *texts = what.split(":")
    places = [int(text) for text in texts if text.isascii() and text.isdigit()]
    rules = list(typed.rules)
    if name == "add" and len(rules) < MOST_RULES:
        rules.append(TypedRule())
    elif places and places[0] < len(rules):
        _change_one(rules, name, places)
    return replace(typed, rules=tuple(rules))


def _change_one(rules: list[TypedRule], name: str, places: Sequence[int]) -> None:
    place = places[0]
    conditions = rules[place].conditions
    if name == "drop":
        del rules[place]
    elif name == "up" and place:
        rules[place - 1], rules[place] = rules[place], rules[place - 1]
    elif name == "more" and len(conditions) < MOST_CONDITIONS:
        rules[place] = replace(rules[place], conditions=(*conditions, TypedCondition()))
    elif name == "less" and len(places) > 1 and places[1] < len(conditions):
        rest = conditions[: places[1]] + conditions[places[1] + 1 :]
        rules[place] = replace(rules[place], conditions=rest)


def with_faults(typed: TypedRules, faults: Sequence[FaultPlace]) -> TypedRules:
    """Return what was typed with each fault in words beside its field."""
    rules = list(typed.rules)
    whole = ""
    for place in faults:
        text = fault_text(place.fault)
        if place.rule is None:
            whole = text
        elif place.condition is None:
            rules[place.rule] = replace(rules[place.rule], error=text)
        else:
            conditions = list(rules[place.rule].conditions)
            conditions[place.condition] = replace(conditions[place.condition], error=text)
            rules[place.rule] = replace(rules[place.rule], conditions=tuple(conditions))
    return replace(typed, rules=tuple(rules), error=whole)


def fault_text(fault: RuleFault) -> str:
    """Say what is wrong and what to do."""
    texts = {
        RuleFault.NO_RULES: _("Skriv minst en regel."),
        RuleFault.NAME_MISSING: _("Ge segmentet en benämning."),
        RuleFault.NAME_TWICE: _("Två segment kan inte heta likadant."),
        RuleFault.NO_CONDITIONS: _("Lägg till minst ett villkor."),
        RuleFault.VALUE_MISSING: _("Fyll i ett värde."),
        RuleFault.NOT_A_NUMBER: _("Skriv ett tal."),
        RuleFault.NOT_A_CHOICE: _("Välj ett av värdena."),
        RuleFault.TEST_DOES_NOT_FIT: _("Jämförelsen passar inte det valda."),
    }
    return texts[fault]
