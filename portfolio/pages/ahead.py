"""The value ahead: a model's next window beside the simple value, with the window it was held against."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portfolio.domain.definition import TIERS
from portfolio.domain.value_ahead.summary import LARGEST_CLASS, AheadSummary, ClassLine, ModelFit, TierAhead
from portfolio.models import Analysis, StudyKind
from portfolio.pages.labels import Basis, basis_of
from portfolio.pages.studies import StudyStatus, study_status
from portfolio.place_texts import place_label
from portfolio.selectors.ahead import CustomerAhead, iterate_customers_ahead
from portfolio.selectors.analyses import get_summary
from portfolio.selectors.studies import find_published_study, get_ahead_summary
from ui import formats
from ui.table_files import Cell, CellKind, TableColumn, TableFile, table_file

SHOWN = 50
NAMES = {"pareto_nbd": "Pareto/NBD", "mbg_nbd": "MBG/NBD", "bg_nbd": "BG/NBD"}


@dataclass(frozen=True)
class FitLine:
    """One model against the held-out window; `error_share` of what was bought there."""

    name: str
    fit: ModelFit
    is_chosen: bool
    error_share: float | None


@dataclass(frozen=True)
class RepeatLine:
    """Customers by how many repeats they had before the cut: what they bought after it, and what was expected."""

    label: str
    line: ClassLine


@dataclass(frozen=True)
class TierLine:
    """One tier, model beside simple value; amounts in minor units."""

    label: str
    tier: TierAhead
    alive_share: float | None


@dataclass(frozen=True)
class CustomerLine:
    """One customer of the list."""

    customer: CustomerAhead
    tier_label: str


@dataclass(frozen=True)
class AheadResult:
    """What a published study says."""

    message: str
    summary: AheadSummary
    fits: tuple[FitLine, ...]
    classes: tuple[RepeatLine, ...]
    tiers: tuple[TierLine, ...]
    customers: tuple[CustomerLine, ...]
    simple_minor: int | None
    expected_error_share: float | None
    revenue_error_share: float | None


@dataclass(frozen=True)
class AheadPage:
    """The value ahead of an analysis; `result` is None before a study is done."""

    basis: Basis
    status: StudyStatus
    result: AheadResult | None


def ahead_page(analysis: Analysis) -> AheadPage:
    """Return the page of a published analysis."""
    study = find_published_study(analysis, StudyKind.AHEAD)
    basis = basis_of(analysis, get_summary(analysis))
    status = study_status(analysis, StudyKind.AHEAD)
    if study is None:
        return AheadPage(basis, status, None)
    customers = tuple(_customer_line(found) for found in iterate_customers_ahead(analysis, study, SHOWN))
    return AheadPage(basis, status, _result(get_ahead_summary(study), customers, basis.currency))


def _result(summary: AheadSummary, customers: tuple[CustomerLine, ...], currency: str) -> AheadResult:
    holdout, total = summary.holdout, summary.total
    simple = [tier.simple_minor for tier in summary.tiers if tier.simple_minor is not None]
    message = _("Nästa period väntas ge %(amount)s, mellan %(low)s och %(high)s") % {
        "amount": formats.compact(total.revenue_minor, currency),
        "low": formats.compact(total.low_minor, currency),
        "high": formats.compact(total.high_minor, currency),
    }
    return AheadResult(
        message=message,
        summary=summary,
        fits=tuple(_fit_line(fit, summary) for fit in summary.fits),
        classes=tuple(_class_line(line, line.repeats == LARGEST_CLASS) for line in holdout.classes),
        tiers=tuple(
            TierLine(place_label(tier.tier), tier, tier.alive / tier.customers if tier.customers else None)
            for tier in summary.tiers
        ),
        customers=customers,
        simple_minor=sum(simple) if len(simple) == len(summary.tiers) else None,
        expected_error_share=_error(holdout.expected_purchases, holdout.purchases),
        revenue_error_share=_error(holdout.expected_minor, holdout.revenue_minor),
    )


def _error(expected: float, actual: int) -> float | None:
    return expected / actual - 1 if actual > 0 else None


def _fit_line(fit: ModelFit, summary: AheadSummary) -> FitLine:
    error = _error(fit.expected_purchases, summary.holdout.purchases)
    return FitLine(NAMES[fit.model], fit, fit.model == summary.chosen, error)


def _class_line(line: ClassLine, is_last: bool) -> RepeatLine:
    label = _("%(count)d eller fler") % {"count": line.repeats} if is_last else str(line.repeats)
    return RepeatLine(label, line)


def _customer_line(customer: CustomerAhead) -> CustomerLine:
    return CustomerLine(customer, tier_text(customer.tier))


def tier_text(tier: int) -> str:
    """Write a tier's name; those who were not active have none."""
    return place_label(TIERS[tier]) if tier >= 0 else _("Inte aktiv")


def ahead_file(analysis: Analysis, file_format: str) -> TableFile | None:
    """Return every customer's window ahead as "csv" or "xlsx"; None before a study is done."""
    study = find_published_study(analysis, StudyKind.AHEAD)
    if study is None:
        return None
    decimals = get_summary(analysis).decimals
    columns = (
        TableColumn(_("Kundnummer")),
        TableColumn(_("Kund")),
        TableColumn(_("Nivå nu")),
        TableColumn(_("Sannolikhet att vara kvar, %"), CellKind.NUMBER),
        TableColumn(_("Väntade köp, hundradelar"), CellKind.NUMBER),
        TableColumn(_("Köp, lägst"), CellKind.NUMBER),
        TableColumn(_("Köp, högst"), CellKind.NUMBER),
        TableColumn(_("Väntad intäkt"), CellKind.AMOUNT, decimals),
        TableColumn(_("Intäkt, senare"), CellKind.AMOUNT, decimals),
    )

    def rows() -> Iterator[tuple[Cell, ...]]:
        for found in iterate_customers_ahead(analysis, study):
            numbers = (round(found.alive * 100), round(found.expected * 100), round(found.low), round(found.high))
            amounts = (found.expected_minor, found.later_revenue_minor)
            yield (found.customer_id, found.name, tier_text(found.tier), *numbers, *amounts)

    return table_file(_("värde framåt"), columns, rows(), file_format)
