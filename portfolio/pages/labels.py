"""What tiers, flows and rules are called, and the line that says by which definition a figure was made."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portfolio.domain.analysis import AnalysisSummary
from portfolio.domain.definition import CustomerDefinition, PurchaseUnit, TimeUnit
from portfolio.models import Analysis, IdentityChoice
from ui import formats


def months_text(months: int) -> str:
    """Write a number of months."""
    return ngettext("%(count)d månad", "%(count)d månader", months) % {"count": months}


def duration_text(months: int, unit: TimeUnit) -> str:
    """Write months in whole units, as they were given."""
    count = months // unit.months
    if unit is TimeUnit.QUARTER:
        return ngettext("%(count)d kvartal", "%(count)d kvartal", count) % {"count": count}
    if unit is TimeUnit.YEAR:
        return ngettext("%(count)d år", "%(count)d år", count) % {"count": count}
    return months_text(months)


def definition_text(definition: CustomerDefinition) -> str:
    """Say the customer definition in a sentence."""
    who = IdentityChoice(definition.identity).label
    if definition.identity_column:
        customer = _("Kund: %(who)s; kundnummer med samma värde i kolumnen %(column)s är en kund.")
    else:
        customer = _("Kund: %(who)s; varje kundnummer är en kund.")
    unit = _("order") if definition.purchase_unit is PurchaseUnit.ORDER else _("transaktionsrad")
    rules = _("Aktiv = köp inom %(active)s; återvunnen = tillbaka inom %(forgotten)s; ett köp = en %(unit)s.") % {
        "active": duration_text(definition.active_months, definition.time_unit),
        "forgotten": duration_text(definition.forgotten_months, definition.time_unit),
        "unit": unit,
    }
    return f"{customer % {'who': who, 'column': definition.identity_column}} {rules}"


@dataclass(frozen=True)
class Basis:
    """What every page of an analysis says of where its figures come from."""

    analysis: Analysis
    definition_number: int
    definition: str
    earlier: str
    later: str
    unit: str
    currency: str
    remarks: tuple[str, ...]


def window_text(first: date, last: date) -> str:
    """Write a window of days."""
    return f"{formats.day(first)} – {formats.day(last)}"


def basis_of(analysis: Analysis, summary: AnalysisSummary, remarks: tuple[str, ...] = ()) -> Basis:
    """Return the basis of an analysis' figures."""
    windows = summary.windows
    return Basis(
        analysis=analysis,
        definition_number=analysis.definition.number,
        definition=definition_text(summary.definition),
        earlier=window_text(windows.earlier.first_date, windows.earlier.last_date),
        later=window_text(windows.later.first_date, windows.later.last_date),
        unit=formats.unit(summary.currency),
        currency=summary.currency,
        remarks=remarks,
    )


def day_text(day: int) -> str:
    """Write a day that is counted from 1970-01-01."""
    return formats.day(date(1970, 1, 1) + timedelta(days=day))
