"""Choose an engagement's customer definition."""

from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from accounts.access import record_event
from accounts.models import Engagement, User
from portfolio.domain.definition import DefinitionFault, check_definition
from portfolio.models import DefinitionVersion


class UnusableDefinitionError(Exception):
    """The choice cannot be used; `faults` says all that is wrong with it."""

    def __init__(self, faults: tuple[DefinitionFault, ...]) -> None:
        super().__init__(", ".join(faults))
        self.faults = faults


def choose_definition(*, engagement: Engagement, choice: DefinitionVersion, chosen_by: User) -> DefinitionVersion:
    """Keep `choice` (unsaved) as the next version, unless it says the same as the one in force.

    Analyses keep the version they were made with. Raise UnusableDefinitionError when it cannot be used.
    """
    faults = check_definition(choice.as_domain())
    if faults:
        raise UnusableDefinitionError(faults)
    with transaction.atomic():
        Engagement.objects.select_for_update().get(pk=engagement.pk)
        current = DefinitionVersion.objects.filter(engagement=engagement).first()
        if current is not None and current.as_domain() == choice.as_domain():
            return current
        last = DefinitionVersion.objects.filter(engagement=engagement).aggregate(last=Max("number"))["last"]
        choice.engagement, choice.number, choice.created_by = engagement, int(last or 0) + 1, chosen_by
        choice.save()
        record_event(actor=chosen_by, engagement=engagement, what="customer_definition.chosen", object_id=choice.id)
    return choice


def default_definition(engagement: Engagement) -> DefinitionVersion:
    """Return an unsaved definition with the defaults."""
    return DefinitionVersion(
        engagement=engagement,
        super_percent=Decimal("5"),
        top_percent=Decimal("15"),
        middle_percent=Decimal("50"),
    )
