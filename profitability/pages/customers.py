"""The list of customers of a run: one page of it with the ways to sort, filter and turn; and the list as a file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from profitability.models import Run
from profitability.pages.lines import STATEMENT, line_label, reason_text, tier_label
from profitability.selectors.runs import get_summary
from profitability.selectors.statements import (
    PAGE_SIZE,
    SORTS,
    TIERS,
    CustomerQuery,
    Statement,
    get_customers_page,
    iterate_customers,
    list_segments,
)
from ui import formats
from ui.table_files import Cell, CellKind, TableColumn, TableFile, table_file

SHOWN = ("rank", "name", "segment", "tier", "net_sales", "gross_margin", "contribution", "result")
_FALLING_FIRST = frozenset({"net_sales", "gross_margin", "contribution", "result"})


@dataclass(frozen=True)
class Heading:
    """One column heading; `url` sorts by it, `order` is ascending, descending or empty."""

    label: str
    url: str
    order: str
    is_number: bool


@dataclass(frozen=True)
class CustomerLine:
    """One customer of the list, amounts in minor units."""

    statement: Statement
    tier_label: str


@dataclass(frozen=True)
class Pager:
    first: int
    last: int
    total: int
    previous_url: str
    next_url: str


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class CustomersPage:
    """One page of the customer list."""

    run: Run
    unit: str
    query: CustomerQuery
    headings: tuple[Heading, ...]
    lines: tuple[CustomerLine, ...]
    pager: Pager
    tiers: tuple[Option, ...]
    segments: tuple[Option, ...]
    export_query: str
    customers: int

    @property
    def is_filtered(self) -> bool:
        return bool(self.query.search or self.query.tier or self.query.segment)


def parse_query(values: dict[str, str]) -> CustomerQuery:
    """Read what a person or a link asked for; what is unknown falls back to the list by rank."""
    sort = values.get("sort", "rank")
    is_descending = sort.startswith("-")
    name = sort.removeprefix("-")
    page = values.get("page", "1")
    tier = values.get("tier", "")
    return CustomerQuery(
        search=values.get("q", "").strip()[:100],
        tier=tier if tier in {*TIERS, "none"} else "",
        segment=values.get("segment", "")[:200],
        sort=name if name in SORTS else "rank",
        is_descending=is_descending if name in SORTS else False,
        page=min(int(page), 10_000_000) if page.isascii() and page.isdigit() and int(page) > 0 else 1,
    )


def query_string(query: CustomerQuery) -> str:
    """Return the query as it stands in an address."""
    sort = ("-" if query.is_descending else "") + query.sort
    pairs = {
        "q": query.search,
        "tier": query.tier,
        "segment": query.segment,
        "sort": "" if sort == "rank" else sort,
        "page": str(query.page) if query.page > 1 else "",
    }
    return urlencode({name: value for name, value in pairs.items() if value})


def customers_page(run: Run, query: CustomerQuery) -> CustomersPage:
    """Return one page of the customers that match."""
    summary = get_summary(run)
    found = get_customers_page(run, query, customers=summary.customers)
    return CustomersPage(
        run=run,
        unit=formats.unit(summary.currency),
        query=query,
        headings=tuple(_heading(name, query) for name in SHOWN),
        lines=tuple(CustomerLine(row, tier_label(row.tier)) for row in found.rows),
        pager=_pager(query, len(found.rows), found.total),
        tiers=_options((*TIERS, "none"), query.tier, lambda tier: tier_label("" if tier == "none" else tier)),
        segments=_options(list_segments(run), query.segment, str),
        export_query=query_string(replace(query, page=1)),
        customers=summary.customers,
    )


def _options(values: tuple[str, ...], chosen: str, label_of: Callable[[str], str]) -> tuple[Option, ...]:
    return tuple(Option(value, label_of(value), value == chosen) for value in values)


def _heading_label(name: str) -> str:
    labels = {
        "rank": _("Rang"),
        "name": _("Kund"),
        "segment": _("Segment"),
        "tier": _("Nivå"),
        "net_sales": _("Netto"),
        "gross_margin": _("TB1"),
        "contribution": _("TB3"),
        "result": _("Resultat"),
    }
    return labels[name]


def _heading(name: str, query: CustomerQuery) -> Heading:
    label = _heading_label(name)
    is_number = name not in {"name", "segment", "tier"}
    if name == "tier":
        return Heading(label, "", "", is_number)
    is_current = query.sort == name
    falling = not query.is_descending if is_current else name in _FALLING_FIRST
    url = "?" + query_string(replace(query, sort=name, is_descending=falling, page=1))
    order = ("descending" if query.is_descending else "ascending") if is_current else ""
    return Heading(label, url, order, is_number)


def _pager(query: CustomerQuery, shown: int, total: int) -> Pager:
    before = (query.page - 1) * PAGE_SIZE
    return Pager(
        first=min(before + 1, total),
        last=before + shown if shown else total,
        total=total,
        previous_url="?" + query_string(replace(query, page=query.page - 1)) if query.page > 1 else "",
        next_url="?" + query_string(replace(query, page=query.page + 1)) if before + shown < total and shown else "",
    )


def customers_file(run: Run, query: CustomerQuery, file_format: str) -> TableFile:
    """Return every customer that matches as "csv" or "xlsx", with the whole statement of each."""
    decimals = get_summary(run).decimals
    columns = (
        TableColumn(_("Rang"), CellKind.NUMBER),
        TableColumn(_("Kundnummer")),
        TableColumn(_("Kund")),
        TableColumn(_("Segment")),
        TableColumn(_("Nivå")),
        *(TableColumn(line_label(line), CellKind.AMOUNT, decimals) for line in STATEMENT),
        TableColumn(_("Skäl till nivån")),
    )
    return table_file(_("kunder"), columns, _rows(run, query), file_format)


def _rows(run: Run, query: CustomerQuery) -> Iterator[tuple[Cell, ...]]:
    for row in iterate_customers(run, query):
        amounts = (row.minor(line) for line in STATEMENT)
        reason = reason_text(row.tier_reason)
        yield (row.rank, row.customer_id, row.name, row.segment, tier_label(row.tier), *amounts, reason)
