"""What the company says of its customers beside what its ledger says: the same page for web, API and PDF."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.models import Assessment
from portfolio.domain.said_measured import Comparison, Group, MeasuredBase, Unit, Verdict, compare_claims
from portfolio.pages.labels import months_text
from portfolio.selectors.measured import Source, find_source, get_claims, get_measured_base
from ui import formats
from ui.charts import Chart
from ui.charts.dots import DotRow, dots


@dataclass(frozen=True)
class SaidLine:
    """One figure: said, measured and the difference as text, and how they stand in a sentence."""

    key: str
    label: str
    said: str
    measured: str
    difference: str
    verdict: Verdict
    sentence: str
    comparison: Comparison


@dataclass(frozen=True)
class SaidGroup:
    """The figures of one question, and what the measured ones are made of."""

    key: Group
    title: str
    note: str
    lines: tuple[SaidLine, ...]


@dataclass(frozen=True)
class SaidMeasuredPage:
    """Claims beside figures. `widest` are the shares that lie furthest apart; `chart` None: nothing to draw."""

    assessment_id: uuid.UUID
    title: str
    as_of: date
    basis: str
    message: str
    sentences: tuple[str, ...]
    groups: tuple[SaidGroup, ...]
    agreeing: int
    compared: int
    chart: Chart | None


def said_measured_page(assessment: Assessment) -> SaidMeasuredPage | None:
    """Return the page of an assessment; None when its engagement has no ledger to measure by."""
    source = find_source(assessment.engagement)
    if source is None:
        return None
    base = get_measured_base(assessment.engagement, source)
    return compose_page(assessment, base, source, compare_claims(base, get_claims(assessment)))


def compose_page(
    assessment: Assessment, base: MeasuredBase, source: Source, comparisons: Sequence[Comparison]
) -> SaidMeasuredPage:
    """Put comparisons into words and a drawing."""
    groups = tuple(_group(group, base, comparisons) for group in Group)
    lines = [line for group in groups for line in group.lines]
    compared = [line for line in lines if line.comparison.difference is not None]
    agreeing = sum(line.verdict == Verdict.AGREES for line in compared)
    apart = list_widest(compared, base.total)
    message = _message(agreeing, len(compared), apart)
    return SaidMeasuredPage(
        assessment_id=assessment.id,
        title=assessment.title,
        as_of=base.as_of,
        basis=_basis(source, base),
        message=message,
        sentences=tuple(line.sentence for line in apart[:4]),
        groups=groups,
        agreeing=agreeing,
        compared=len(compared),
        chart=_chart(lines, message),
    )


def list_widest(lines: Sequence[SaidLine], customers: int) -> list[SaidLine]:
    """Return the figures that do not agree, furthest apart first; counts as shares of all `customers`."""
    apart = [line for line in lines if line.verdict in {Verdict.TOO_HIGH, Verdict.TOO_LOW}]
    return sorted(apart, key=lambda line: _distance(line, customers), reverse=True)


def _distance(line: SaidLine, customers: int) -> Fraction:
    difference = abs(line.comparison.difference or Fraction(0))
    return difference if line.comparison.figure.unit == Unit.SHARE else difference / max(customers, 1)


def _group(group: Group, base: MeasuredBase, comparisons: Sequence[Comparison]) -> SaidGroup:
    lines = tuple(_line(each) for each in comparisons if each.figure.group == group)
    return SaidGroup(group, _titles()[group], _note(group, base), lines)


def _titles() -> dict[Group, str]:
    return {
        Group.VOLUME: _("Kundvolym"),
        Group.PROFITABILITY: _("Kundernas lönsamhet"),
        Group.REPURCHASE: _("Återköpsfrekvens"),
        Group.LARGEST: _("De tio största kunderna"),
        Group.CROSS_SELLING: _("Korsförsäljning"),
    }


def _labels() -> dict[str, str]:
    return {
        "active": _("Aktiva kunder"),
        "passive": _("Passiva kunder"),
        "total": _("Kunder totalt"),
        "profitable": _("Lönsamma kunder"),
        "unprofitable": _("Olönsamma kunder"),
        "once": _("Har köpt en gång"),
        "two_to_five": _("Har köpt 2–5 gånger"),
        "six_to_ten": _("Har köpt 6–10 gånger"),
        "eleven_or_more": _("Har köpt 11 gånger eller fler"),
        "largest_together": _("De tio tillsammans"),
        "cross_selling": _("Köper mer än en produkt"),
    }


def label_figure(key: str) -> str:
    """Return what a figure is called."""
    if key.startswith("largest_") and key != "largest_together":
        return _("Kund %(place)s") % {"place": key.removeprefix("largest_")}
    return _labels()[key]


def _line(comparison: Comparison) -> SaidLine:
    figure = comparison.figure
    label = label_figure(figure.key)
    said, measured = write_figure(comparison.said, figure.unit), write_figure(figure.measured, figure.unit)
    return SaidLine(
        key=figure.key,
        label=label,
        said=said,
        measured=measured,
        difference=_write_difference(comparison),
        verdict=comparison.verdict,
        sentence=_sentence(comparison, label, said, measured),
        comparison=comparison,
    )


def write_figure(value: Fraction | None, unit: Unit) -> str:
    """Write a count of customers or a share; an en dash where there is none."""
    return formats.percent(value) if unit == Unit.SHARE else formats.number(value)


def _write_difference(comparison: Comparison) -> str:
    difference = comparison.difference
    if difference is None:
        return formats.NOTHING
    if comparison.figure.unit == Unit.SHARE:
        return formats.signed(_("%(points)s p.e.") % {"points": formats.number(difference * 100, 1)})
    return formats.signed(formats.number(difference))


def _sentence(comparison: Comparison, label: str, said: str, measured: str) -> str:
    values = {"label": label, "said": said, "measured": measured, "gap": _gap(comparison)}
    match comparison.verdict:
        case Verdict.AGREES:
            return _("%(label)s: ni säger %(said)s och reskontran visar %(measured)s. Det stämmer.") % values
        case Verdict.TOO_HIGH:
            return _("%(label)s: ni säger %(said)s, reskontran visar %(measured)s. Det är %(gap)s för mycket.") % values
        case Verdict.TOO_LOW:
            return _("%(label)s: ni säger %(said)s, reskontran visar %(measured)s. Det är %(gap)s för lite.") % values
        case Verdict.UNSAID if comparison.figure.measured is not None:
            return _("%(label)s: obesvarat, reskontran visar %(measured)s.") % values
        case Verdict.UNMEASURED:
            return _("%(label)s: ni säger %(said)s, underlaget kan inte svara.") % values
        case _:
            return _("%(label)s: obesvarat, och underlaget kan inte svara.") % values


def _gap(comparison: Comparison) -> str:
    difference = abs(comparison.difference or Fraction(0))
    if comparison.figure.unit == Unit.SHARE:
        return _("%(points)s procentenheter") % {"points": formats.number(difference * 100, 1)}
    count = int(difference)
    return ngettext("%(count)s kund", "%(count)s kunder", count) % {"count": formats.number(count)}


def _message(agreeing: int, compared: int, apart: Sequence[SaidLine]) -> str:
    if not compared:
        return _("Inget i formuläret går att jämföra med reskontran ännu.")
    if not apart:
        return ngettext(
            "Den uppgift som går att kontrollera stämmer med reskontran",
            "Alla %(count)s uppgifter som går att kontrollera stämmer med reskontran",
            compared,
        ) % {"count": compared}
    return ngettext(
        "%(agreeing)s av %(compared)s uppgifter stämmer med reskontran. Längst ifrån: %(label)s",
        "%(agreeing)s av %(compared)s uppgifter stämmer med reskontran. Längst ifrån: %(label)s",
        agreeing,
    ) % {"agreeing": agreeing, "compared": compared, "label": _inside(apart[0].label)}


def _inside(label: str) -> str:
    return label[:1].lower() + label[1:]


def _basis(source: Source, base: MeasuredBase) -> str:
    values = {"as_of": formats.day(base.as_of), "run": str(source.run or "")}
    if source.run is not None:
        return _("Körning %(run)s, transaktioner till och med %(as_of)s") % values
    return _("Transaktioner till och med %(as_of)s; ingen publicerad körning, så lönsamheten är inte mätt") % values


def _note(group: Group, base: MeasuredBase) -> str:
    window = months_text(base.active_months)
    match group:
        case Group.VOLUME:
            return _("Aktiv: minst ett köp under %(window)s till och med %(as_of)s. Totalt: alla i kundregistret.") % {
                "window": window,
                "as_of": formats.day(base.as_of),
            }
        case Group.PROFITABILITY if base.profits is None:
            return _("Lönsamheten kan mätas först när det finns en publicerad körning.")
        case Group.PROFITABILITY:
            idle = base.profits.idle if base.profits else 0
            return ngettext(
                "Lönsam: täckningsbidrag över noll. Av dem som hade någon aktivitet; %(idle)s kund hade ingen.",
                "Lönsam: täckningsbidrag över noll. Av dem som hade någon aktivitet; %(idle)s kunder hade ingen.",
                idle,
            ) % {"idle": formats.number(idle)}
        case Group.REPURCHASE:
            since = formats.day(base.first_date) if base.first_date else formats.NOTHING
            return _("Alla köp sedan %(since)s, av dem som har köpt. Köp före det datumet syns inte.") % {
                "since": since
            }
        case Group.LARGEST:
            return _("Andel av nettoomsättningen under %(window)s.") % {"window": window}
        case _:
            return _("Av aktiva kunder med någon produkt; en produkt räknas när nettot är över noll.")


def _chart(lines: Sequence[SaidLine], message: str) -> Chart | None:
    shown = [
        line
        for line in lines
        if line.comparison.figure.unit == Unit.SHARE
        and line.comparison.difference is not None
        and (line.comparison.figure.group != Group.LARGEST or line.key == "largest_together")
    ]
    if not shown:
        return None
    rows = [
        DotRow(line.label, (_share(line.comparison.said), _share(line.comparison.figure.measured))) for line in shown
    ]
    return dots(
        rows,
        (_("Sagt"), _("Mätt")),
        title=message,
        subtitle=_("Andelar enligt formuläret och enligt reskontran"),
        corner=_("Uppgift"),
        key="said-measured",
    )


def _share(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
