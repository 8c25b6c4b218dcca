"""The list of customers of a run: one page of it with the ways to sort, filter and turn; and the list as a file."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from profitability.domain.statement import STATEMENT_LINES
from profitability.models import Run
from profitability.pages.certainty import own_shares
from profitability.pages.lines import line_label, reason_text, short_label, tier_label
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
from ui.lists import Heading, Option, Pager, list_options, list_pager, parse_page_number, sort_heading
from ui.table_files import Cell, CellKind, TableColumn, TableFile, table_file

SHOWN = ("rank", "name", "segment", "tier", "net_sales", "gross_margin", "contribution", "result")
_FALLING_FIRST = frozenset({"net_sales", "gross_margin", "contribution", "result"})


@dataclass(frozen=True)
class CustomerLine:
    """One customer of the list, amounts in minor units."""

    statement: Statement
    tier_label: str
    certainty_share: float | None


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
    tier = values.get("tier", "")
    return CustomerQuery(
        search=values.get("q", "").strip()[:100],
        tier=tier if tier in {*TIERS, "none"} else "",
        segment=values.get("segment", "")[:200],
        sort=name if name in SORTS else "rank",
        is_descending=is_descending if name in SORTS else False,
        page=parse_page_number(values.get("page", "")),
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


def _page_url(query: CustomerQuery, page: int) -> str:
    return "?" + query_string(replace(query, page=page))


def customers_page(run: Run, query: CustomerQuery) -> CustomersPage:
    """Return one page of the customers that match."""
    summary = get_summary(run)
    found = get_customers_page(run, query)
    sure = own_shares(run, [(row.position, row.tier) for row in found.rows])
    return CustomersPage(
        run=run,
        unit=formats.unit(summary.currency),
        query=query,
        headings=tuple(_heading(name, query) for name in SHOWN),
        lines=tuple(CustomerLine(row, tier_label(row.tier), sure.get(row.position)) for row in found.rows),
        pager=list_pager(
            query.page,
            PAGE_SIZE,
            len(found.rows),
            found.total,
            partial(_page_url, query),
        ),
        tiers=list_options((*TIERS, "none"), query.tier, lambda tier: tier_label("" if tier == "none" else tier)),
        segments=list_options(list_segments(run), query.segment, str),
        export_query=query_string(replace(query, page=1)),
        customers=summary.customers,
    )


def _heading_label(name: str) -> str:
    labels = {"rank": _("Rang"), "name": _("Kund"), "segment": _("Segment"), "tier": _("Nivå")}
    return labels.get(name) or short_label(name)


def _heading(name: str, query: CustomerQuery) -> Heading:
    label = _heading_label(name)
    is_number = name not in {"name", "segment", "tier"}
    if name == "tier":
        return Heading(label, "", "", is_number)
    order = ("descending" if query.is_descending else "ascending") if query.sort == name else ""
    return sort_heading(
        label,
        order,
        lambda falling: "?" + query_string(replace(query, sort=name, is_descending=falling, page=1)),
        is_number=is_number,
        falls_first=name in _FALLING_FIRST,
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
        *(TableColumn(line_label(line), CellKind.AMOUNT, decimals) for line in STATEMENT_LINES),
        TableColumn(_("Skäl till nivån")),
    )
    return table_file(_("kunder"), columns, _rows(run, query), file_format)


def _rows(run: Run, query: CustomerQuery) -> Iterator[tuple[Cell, ...]]:
    for row in iterate_customers(run, query):
        amounts = (row.minor(line) for line in STATEMENT_LINES)
        reason = reason_text(row.tier_reason)
        yield (row.rank, row.customer_id, row.name, row.segment, tier_label(row.tier), *amounts, reason)
