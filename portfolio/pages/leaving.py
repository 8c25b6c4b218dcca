"""Who is about to leave: the customers with the most revenue at risk, why, and how far the model can be trusted."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portfolio.domain.leaving import LeavingSummary, ModelScore, RiskTier
from portfolio.models import Analysis, StudyKind
from portfolio.pages.ahead import tier_text
from portfolio.pages.labels import Basis, basis_of
from portfolio.pages.studies import StudyStatus, study_status
from portfolio.place_texts import place_label
from portfolio.selectors.analyses import get_summary
from portfolio.selectors.leaving import CustomerAtRisk, iterate_customers_at_risk
from portfolio.selectors.studies import find_published_study, get_leaving_summary
from ui import formats
from ui.charts import Chart, DotRow, dots
from ui.table_files import Cell, CellKind, TableColumn, TableFile, table_file

SHOWN = 50


@dataclass(frozen=True)
class ScoreLine:
    """One model in the test."""

    label: str
    score: ModelScore
    is_used: bool


@dataclass(frozen=True)
class WeightLine:
    """How much a sign weighs."""

    label: str
    share: float


@dataclass(frozen=True)
class RiskTierLine:
    """One tier at risk."""

    label: str
    tier: RiskTier


@dataclass(frozen=True)
class RiskLine:
    """One customer at risk with its reasons in words."""

    customer: CustomerAtRisk
    tier_label: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class LeavingResult:
    """What a published study says."""

    message: str
    verdict: str
    beats_recency: bool
    summary: LeavingSummary
    scores: tuple[ScoreLine, ...]
    weights: tuple[WeightLine, ...]
    tiers: tuple[RiskTierLine, ...]
    chart: Chart
    customers: tuple[RiskLine, ...]
    base_share: Fraction
    tested: str


@dataclass(frozen=True)
class LeavingPage:
    """Who is about to leave; `result` is None before a study is done. `columns` could say who left."""

    basis: Basis
    status: StudyStatus
    result: LeavingResult | None
    columns: tuple[str, ...] = ()


def leaving_page(analysis: Analysis) -> LeavingPage:
    """Return the page of a published analysis."""
    study = find_published_study(analysis, StudyKind.LEAVING)
    summary = get_summary(analysis)
    basis, status = basis_of(analysis, summary), study_status(analysis, StudyKind.LEAVING)
    if study is None:
        return LeavingPage(basis, status, None, summary.attribute_names)
    customers = tuple(_risk_line(found, basis.currency) for found in iterate_customers_at_risk(analysis, study, SHOWN))
    result = _result(get_leaving_summary(study), customers, basis.currency)
    return LeavingPage(basis, status, result, summary.attribute_names)


def _result(summary: LeavingSummary, customers: tuple[RiskLine, ...], currency: str) -> LeavingResult:
    beats = summary.used != "recency"
    leaving = sum(tier.expected_leaving for tier in summary.tiers)
    return LeavingResult(
        message=_("%(count)s kunder väntas lämna under nästa period; %(amount)s av intäkten står på spel")
        % {
            "count": formats.number(round(leaving)),
            "amount": formats.compact(sum(tier.at_risk_minor for tier in summary.tiers), currency),
        },
        verdict=_verdict(summary, beats),
        beats_recency=beats,
        summary=summary,
        scores=tuple(ScoreLine(model_label(s.model), s, s.model == summary.used) for s in summary.scores),
        weights=tuple(WeightLine(sign_label(weight.sign), weight.share) for weight in summary.weights),
        tiers=tuple(RiskTierLine(place_label(tier.tier), tier) for tier in summary.tiers),
        chart=_chart(summary),
        customers=customers,
        base_share=Fraction(summary.test_left, summary.test_customers),
        tested=_tested(summary),
    )


def _tested(summary: LeavingSummary) -> str:
    """Say what the models learned from and were tested on."""
    values = {
        "trained": formats.day(summary.train_date),
        "tested": formats.day(summary.test_date),
        "customers": formats.number(summary.test_customers),
        "share": formats.percent(Fraction(summary.test_left, summary.test_customers)),
        "column": summary.left_column,
    }
    if not summary.is_tested_later:
        return (
            _(
                "Kolumnen %(column)s säger vilka som lämnat men inte när. Modellerna lärde därför av hälften av "
                "kunderna och prövades på de andra %(customers)s, av vilka %(share)s lämnat: inte på en senare period."
            )
            % values
        )
    text = (
        _(
            "Lärde av perioden efter %(trained)s, prövades på perioden efter %(tested)s: %(customers)s kunder, av "
            "vilka %(share)s lämnade."
        )
        % values
    )
    return f"{text} {_('Vem som lämnat säger kolumnen %(column)s.') % values}" if summary.left_column else text


def _verdict(summary: LeavingSummary, beats: bool) -> str:
    if beats:
        return _(
            "%(model)s skiljer dem som lämnar från dem som stannar bättre än enbart tid sedan senaste köp gör."
        ) % {"model": model_label(summary.used)}
    return _(
        "Ingen modell slår enbart tid sedan senaste köp. Listan bygger därför på den, och mer ska inte läsas in i den."
    )


def _chart(summary: LeavingSummary) -> Chart:
    rows = [
        DotRow(_("Tiondel %(number)d") % {"number": number}, (line.expected_share, line.actual_share))
        for number, line in enumerate(summary.calibration, start=1)
    ]
    return dots(
        rows,
        [_("Väntades lämna"), _("Lämnade")],
        title=_("Så stämde risken i prövningen"),
        subtitle=_("Andel av kunderna i varje tiondel, från lägst till högst risk"),
        corner=_("Risk"),
        key="leaving-calibration",
    )


def model_label(model: str) -> str:
    """Return what a model is called."""
    labels = {
        "boosting": _("Gradientförstärkta träd"),
        "logistic": _("Logistisk regression"),
        "recency": _("Enbart tid sedan senaste köp"),
    }
    return labels[model]


def sign_label(sign: str) -> str:
    """Return what a sign is called."""
    labels = {
        "recency_days": _("Dagar sedan senaste köp"),
        "gap_ratio": _("Uppehåll mot det vanliga"),
        "purchases": _("Köp i perioden"),
        "earlier_purchases": _("Köp i perioden före"),
        "trend_share": _("Andel av köpen i periodens andra hälft"),
        "revenue": _("Intäkt i perioden"),
        "revenue_rank": _("Plats efter intäkt"),
        "value_per_purchase": _("Intäkt per köp"),
        "tenure_days": _("Tid som kund"),
        "products": _("Antal produkter"),
        "returns": _("Returer"),
        "service_load": _("Service och support i perioden"),
    }
    return labels[sign]


def reason_text(sign: str, value: float, currency: str) -> str:
    """Say a sign of one customer in words."""
    count = round(value)
    number = formats.number(count)
    match sign:
        case "recency_days":
            return ngettext("%(n)s dag sedan senaste köp", "%(n)s dagar sedan senaste köp", count) % {"n": number}
        case "gap_ratio":
            return _("borta %(n)s gånger sitt vanliga uppehåll") % {"n": formats.number(round(value * 10) / 10, 1)}
        case "purchases":
            return _("%(n)s köp i perioden") % {"n": number}
        case "earlier_purchases":
            return _("%(n)s köp i perioden före") % {"n": number}
        case "trend_share":
            return _("%(share)s av köpen i periodens andra hälft") % {"share": formats.percent(value, 0)}
        case "revenue":
            return _("%(amount)s i intäkt") % {"amount": f"{number} {formats.unit(currency)}"}
        case "value_per_purchase":
            return _("%(amount)s per köp") % {"amount": f"{number} {formats.unit(currency)}"}
        case "revenue_rank":
            return _("%(share)s av kunderna köper för mer") % {"share": formats.percent(value, 0)}
        case "tenure_days":
            months = round(value / 30.4)
            return ngettext("kund i %(n)s månad", "kund i %(n)s månader", months) % {"n": formats.number(months)}
        case "products":
            return ngettext("%(n)s produkt", "%(n)s olika produkter", count) % {"n": number}
        case "service_load":
            return _("%(n)s i service och support") % {"n": number}
        case _:
            return ngettext("%(n)s retur", "%(n)s returer", count) % {"n": number}


def _risk_line(found: CustomerAtRisk, currency: str) -> RiskLine:
    pairs = zip(found.reasons, found.values, strict=True)
    reasons = tuple(reason_text(sign, value, currency) for sign, value in pairs)
    return RiskLine(found, tier_text(found.tier), reasons)


def leaving_file(analysis: Analysis, file_format: str) -> TableFile | None:
    """Return every active customer with its risk and reasons as "csv" or "xlsx"; None before a study is done."""
    study = find_published_study(analysis, StudyKind.LEAVING)
    if study is None:
        return None
    summary = get_summary(analysis)
    columns = (
        TableColumn(_("Kundnummer")),
        TableColumn(_("Kund")),
        TableColumn(_("Segment")),
        TableColumn(_("Nivå nu")),
        TableColumn(_("Risk att lämna, procent"), CellKind.NUMBER),
        TableColumn(_("Intäkt, senare"), CellKind.AMOUNT, summary.decimals),
        TableColumn(_("Intäkt på spel"), CellKind.AMOUNT, summary.decimals),
        TableColumn(_("Skäl")),
    )

    def rows() -> Iterator[tuple[Cell, ...]]:
        for found in iterate_customers_at_risk(analysis, study):
            line = _risk_line(found, summary.currency)
            place = (found.customer_id, found.name, found.segment, line.tier_label)
            yield (
                *place,
                round(found.risk * 100),
                found.later_revenue_minor,
                found.at_risk_minor,
                "; ".join(line.reasons),
            )

    return table_file(_("på väg bort"), columns, rows(), file_format)
