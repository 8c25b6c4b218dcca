"""The customers of an analysis: one page of the list, and the list as a file."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from portfolio.domain.migration import SOURCES, TARGETS
from portfolio.models import Analysis
from portfolio.pages.labels import Basis, basis_of, day_text, place_label
from portfolio.selectors.analyses import get_summary
from portfolio.selectors.customers import (
    PAGE_SIZE,
    SORTS,
    CustomerPlace,
    CustomerQuery,
    get_customers_page,
    iterate_customers,
)
from ui.lists import Heading, Option, Pager, list_options, list_pager, parse_page_number, sort_heading
from ui.table_files import Cell, CellKind, TableColumn, TableFile, table_file

_DEFAULT = CustomerQuery()


@dataclass(frozen=True)
class CustomerLine:
    """One customer of the list."""

    place: CustomerPlace
    source_label: str
    target_label: str
    last_date: str


@dataclass(frozen=True)
class CustomersPage:
    """One page of the customers that match."""

    basis: Basis
    query: CustomerQuery
    headings: tuple[Heading, ...]
    lines: tuple[CustomerLine, ...]
    pager: Pager
    sources: tuple[Option, ...]
    targets: tuple[Option, ...]
    earlier_revenue_minor: int
    later_revenue_minor: int
    export_query: str


def parse_query(values: dict[str, str]) -> CustomerQuery:
    """Read what a person or a link asked for; what is unknown falls back to everyone by revenue."""
    sort = values.get("sort", "")
    name = sort.removeprefix("-")
    source, target = values.get("from", ""), values.get("to", "")
    return CustomerQuery(
        search=values.get("q", "").strip()[:100],
        source=source if source in {*SOURCES, "retained"} else "",
        target=target if target in TARGETS else "",
        sort=name if name in SORTS else _DEFAULT.sort,
        is_descending=sort.startswith("-") if name in SORTS else _DEFAULT.is_descending,
        page=parse_page_number(values.get("page", "")),
    )


def query_string(query: CustomerQuery) -> str:
    """Return the query as it stands in an address."""
    sort = ("-" if query.is_descending else "") + query.sort
    pairs = {
        "q": query.search,
        "from": query.source,
        "to": query.target,
        "sort": "" if sort == "-" + _DEFAULT.sort else sort,
        "page": str(query.page) if query.page > 1 else "",
    }
    return urlencode({name: value for name, value in pairs.items() if value})


def _page_url(query: CustomerQuery, page: int) -> str:
    return "?" + query_string(replace(query, page=page))


def customers_page(analysis: Analysis, query: CustomerQuery) -> CustomersPage:
    """Return one page of the customers that match."""
    found = get_customers_page(analysis, query)
    return CustomersPage(
        basis=basis_of(analysis, get_summary(analysis)),
        query=query,
        headings=tuple(_heading(name, label, query) for name, label in _headings()),
        lines=tuple(_line(place) for place in found.rows),
        pager=list_pager(
            query.page,
            PAGE_SIZE,
            len(found.rows),
            found.total,
            partial(_page_url, query),
        ),
        sources=list_options((*SOURCES, "retained"), query.source, place_label),
        targets=list_options(TARGETS, query.target, place_label),
        earlier_revenue_minor=found.earlier_revenue_minor,
        later_revenue_minor=found.later_revenue_minor,
        export_query=query_string(replace(query, page=1)),
    )


def _headings() -> tuple[tuple[str, str], ...]:
    return (
        ("name", _("Kund")),
        ("segment", _("Segment")),
        ("", _("Från")),
        ("", _("Till")),
        ("earlier_purchases", _("Köp, tidigare")),
        ("earlier_revenue_minor", _("Intäkt, tidigare")),
        ("later_purchases", _("Köp, senare")),
        ("later_revenue_minor", _("Intäkt, senare")),
        ("last_day", _("Senaste köp")),
    )


def _heading(name: str, label: str, query: CustomerQuery) -> Heading:
    is_number = name.startswith(("earlier", "later"))
    if not name:
        return Heading(label, "", "", False)
    order = ("descending" if query.is_descending else "ascending") if query.sort == name else ""
    return sort_heading(
        label,
        order,
        lambda falling: "?" + query_string(replace(query, sort=name, is_descending=falling, page=1)),
        is_number=is_number,
        falls_first=is_number or name == "last_day",
    )


def _line(place: CustomerPlace) -> CustomerLine:
    return CustomerLine(place, place_label(place.source), place_label(place.target), day_text(place.last_day))


def customers_file(analysis: Analysis, query: CustomerQuery, file_format: str) -> TableFile:
    """Return every customer that matches as "csv" or "xlsx"."""
    decimals = get_summary(analysis).decimals
    columns = (
        TableColumn(_("Kundnummer")),
        TableColumn(_("Kund")),
        TableColumn(_("Segment")),
        TableColumn(_("Från")),
        TableColumn(_("Till")),
        TableColumn(_("Köp, tidigare"), CellKind.NUMBER),
        TableColumn(_("Intäkt, tidigare"), CellKind.AMOUNT, decimals),
        TableColumn(_("Köp, senare"), CellKind.NUMBER),
        TableColumn(_("Intäkt, senare"), CellKind.AMOUNT, decimals),
        TableColumn(_("Senaste köp")),
    )
    return table_file(_("kundbas"), columns, _rows(analysis, query), file_format)


def _rows(analysis: Analysis, query: CustomerQuery) -> Iterator[tuple[Cell, ...]]:
    for place in iterate_customers(analysis, query):
        line = _line(place)
        figures = (place.earlier_purchases, place.earlier_revenue_minor)
        now = (place.later_purchases, place.later_revenue_minor)
        labels = (line.source_label, line.target_label)
        yield (place.customer_id, place.name, place.segment, *labels, *figures, *now, line.last_date)
