"""Who could buy what next by twin customers' baskets: per product, per customer, with the reason, and as a file."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portfolio.domain.twins import ProductOffer, TwinsSummary
from portfolio.models import Analysis, StudyKind
from portfolio.pages.ahead import tier_text
from portfolio.pages.labels import Basis, basis_of
from portfolio.pages.studies import StudyStatus, study_status
from portfolio.selectors.analyses import get_summary
from portfolio.selectors.studies import find_published_study, get_twins_summary
from portfolio.selectors.twins import PAGE_SIZE, Offer, OfferQuery, get_offers_page, iterate_offers
from ui import formats
from ui.charts import Chart
from ui.charts.bars import Bar, bars
from ui.lists import Option, Pager, list_pager, parse_page_number
from ui.table_files import Cell, CellKind, TableColumn, TableFile, table_file

PRODUCTS_SHOWN = 25
BARS_SHOWN = 10


@dataclass(frozen=True)
class OfferLine:
    """One offer to one customer; `reason` says how many twins hold the product."""

    offer: Offer
    tier_label: str
    reason: str


@dataclass(frozen=True)
class ProductOfferLine:
    """One product that is offered; `query` opens its customers."""

    product: ProductOffer
    query: str


@dataclass(frozen=True)
class TwinsResult:
    """What a published study says."""

    message: str
    verdict: str
    beats_popular: bool
    summary: TwinsSummary
    chart: Chart | None
    products: tuple[ProductOfferLine, ...]
    query: OfferQuery
    choices: tuple[Option, ...]
    lines: tuple[OfferLine, ...]
    pager: Pager
    export_query: str


@dataclass(frozen=True)
class TwinsPage:
    """The offers of an analysis; `result` is None before a study is done."""

    basis: Basis
    status: StudyStatus
    result: TwinsResult | None


def parse_offer_query(values: dict[str, str]) -> OfferQuery:
    """Read what a person or a link asked for."""
    return OfferQuery(
        search=values.get("q", "").strip()[:100],
        product=values.get("product", "")[:200],
        page=parse_page_number(values.get("page", "")),
    )


def offer_query_string(query: OfferQuery) -> str:
    """Return the query as it stands in an address."""
    pairs = {"q": query.search, "product": query.product, "page": str(query.page) if query.page > 1 else ""}
    return urlencode({name: value for name, value in pairs.items() if value})


def _page_url(query: OfferQuery, page: int) -> str:
    return "?" + offer_query_string(replace(query, page=page)) + "#offers"


def twins_page(analysis: Analysis, query: OfferQuery) -> TwinsPage:
    """Return the page of a published analysis."""
    summary, study = get_summary(analysis), find_published_study(analysis, StudyKind.TWINS)
    basis, status = basis_of(analysis, summary), study_status(analysis, StudyKind.TWINS)
    if study is None:
        return TwinsPage(basis, status, None)
    told = get_twins_summary(study)
    rows, total = get_offers_page(analysis, study, query)
    result = TwinsResult(
        message=twins_message(told),
        verdict=twins_verdict(told),
        beats_popular=told.test is not None and told.test.beats_popular,
        summary=told,
        chart=offers_chart(told, basis.currency),
        products=tuple(
            ProductOfferLine(product, urlencode({"product": product.name}))
            for product in told.products[:PRODUCTS_SHOWN]
        ),
        query=query,
        choices=tuple(Option(p.name, p.name, p.name == query.product) for p in told.products),
        lines=tuple(_line(offer) for offer in rows),
        pager=list_pager(query.page, PAGE_SIZE, len(rows), total, partial(_page_url, query)),
        export_query=offer_query_string(replace(query, page=1)),
    )
    return TwinsPage(basis, status, result)


def twins_message(summary: TwinsSummary) -> str:
    """Say in a sentence how many customers there is something to offer."""
    return _("%(offered)s av %(customers)s kunder har tvillingar som köpt något mer") % {
        "offered": formats.number(summary.offered),
        "customers": formats.number(summary.customers),
    }


def twins_verdict(summary: TwinsSummary) -> str:
    """Say what the offers were worth when tried on the window before."""
    test = summary.test
    if test is None or not test.customers:
        return _("Förslagen kunde inte prövas: det finns för lite i perioden före.")
    values = {
        "hit": formats.percent(test.hit_share),
        "popular": formats.percent(test.popular_share),
        "customers": formats.number(test.customers),
    }
    told = _(
        "Prövade på perioden före: av %(customers)s kunder köpte %(hit)s något av sina förslag i den senare perioden. "
        "Lika många av de vanligaste produkterna hade träffat %(popular)s."
    )
    if not test.beats_popular:
        told = f"{told} " + _("Tvillingarna säger alltså inte mer än vad som är vanligast.")
    return told % values


def offers_chart(summary: TwinsSummary, currency: str) -> Chart | None:
    """Draw what the products with the most expected would bring; None without any."""
    if not summary.products:
        return None
    first = summary.products[0]
    return bars(
        [
            Bar(product.name, product.expected_minor, formats.compact(product.expected_minor, currency))
            for product in summary.products[:BARS_SHOWN]
        ],
        title=_("%(product)s väntas ge mest om tvillingarna har rätt") % {"product": first.name},
        subtitle=_("Väntad intäkt: andel av tvillingarna gånger intäkt per kund som har produkten"),
        columns=(_("Produkt"), _("Väntad intäkt")),
        key="twin-offers",
    )


def _line(offer: Offer) -> OfferLine:
    return OfferLine(offer, tier_text(offer.later_tier), reason_of(offer))


def reason_of(offer: Offer) -> str:
    """Say why a product is offered."""
    return ngettext(
        "%(count)d av %(twins)d tvilling har den", "%(count)d av %(twins)d tvillingar har den", offer.twins
    ) % {"count": offer.with_product, "twins": offer.twins}


def twins_file(analysis: Analysis, query: OfferQuery, file_format: str) -> TableFile | None:
    """Return every offer that matches as "csv" or "xlsx"; None before a study is done."""
    study = find_published_study(analysis, StudyKind.TWINS)
    if study is None:
        return None
    decimals = get_summary(analysis).decimals
    columns = (
        TableColumn(_("Kundnummer")),
        TableColumn(_("Kund")),
        TableColumn(_("Segment")),
        TableColumn(_("Nivå nu")),
        TableColumn(_("Kan köpa")),
        TableColumn(_("Förslag nummer"), CellKind.NUMBER),
        TableColumn(_("Tvillingar som har den"), CellKind.NUMBER),
        TableColumn(_("Tvillingar"), CellKind.NUMBER),
        TableColumn(_("Intäkt per kund som har den"), CellKind.AMOUNT, decimals),
    )

    def rows() -> Iterator[tuple[Cell, ...]]:
        for offer in iterate_offers(analysis, study, query):
            place = (offer.customer_id, offer.name, offer.segment, tier_text(offer.later_tier))
            yield (*place, offer.product, offer.rank, offer.with_product, offer.twins, offer.mean_minor)

    return table_file(_("kan köpa"), columns, rows(), file_format)
