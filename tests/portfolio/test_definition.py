"""The customer definition is checked in one pass."""

from dataclasses import replace
from fractions import Fraction

from portfolio.domain.definition import CustomerDefinition, DefinitionFault, changed_fields, check_definition

DEFAULT = CustomerDefinition()


def test_the_defaults_can_be_used() -> None:
    assert check_definition(DEFAULT) == ()
    assert (DEFAULT.active_months, DEFAULT.forgotten_months) == (12, 36)


def test_every_fault_is_named_at_once() -> None:
    broken = replace(
        DEFAULT, active_months=0, forgotten_months=-1, tier_cuts=(Fraction(1, 2), Fraction(1, 5), Fraction(1))
    )
    assert check_definition(broken) == (
        DefinitionFault.ACTIVE_OUT_OF_RANGE,
        DefinitionFault.FORGOTTEN_TOO_SHORT,
        DefinitionFault.CUTS_NOT_RISING,
    )


def test_nobody_is_forgotten_before_they_are_lost() -> None:
    assert check_definition(replace(DEFAULT, forgotten_months=11)) == (DefinitionFault.FORGOTTEN_TOO_SHORT,)


def test_a_memory_of_centuries_is_a_slip_of_the_pen() -> None:
    assert check_definition(replace(DEFAULT, forgotten_months=3_600)) == (DefinitionFault.FORGOTTEN_TOO_LONG,)


def test_a_change_names_the_rules_that_differ() -> None:
    assert changed_fields(DEFAULT, replace(DEFAULT, forgotten_months=24)) == ("forgotten_months",)
    assert changed_fields(DEFAULT, DEFAULT) == ()
