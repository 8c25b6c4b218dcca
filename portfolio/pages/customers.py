"""The customers of an analysis: one page of the list, and the list as a file."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from portfolio.domain.analysis import AnalysisSummary
from portfolio.domain.definition import TIERS
from portfolio.domain.lifetime_value import expected_duration
from portfolio.domain.migration import SOURCES, TARGETS
from portfolio.domain.ratio import round_half_up
from portfolio.models import Analysis
from portfolio.pages.labels import Basis, basis_of, day_text
from portfolio.pages.migration import amount_label, migration_by
from portfolio.place_texts import place_label
from portfolio.selectors.analyses import get_summary
from portfolio.selectors.customer_source import RankedBy, can_rank_by_contribution
from portfolio.selectors.customers import (
    PAGE_SIZE,
    SORTS,
    CustomerPlace,
    CustomerQuery,
    get_customers_page,
    iterate_customers,
)
from portfolio.selectors.segmentations import find_class_division, find_rule_division
from ui.lists import Heading, Option, Pager, list_options, list_pager, parse_page_number, sort_heading
from ui.table_files import Cell, CellKind, TableColumn, TableFile, table_file

NUMBERS_SHOWN = 6
_DEFAULT = CustomerQuery()


@dataclass(frozen=True)
class CustomerLine:
    """One customer of the list; `lifetime_value_minor` is None where its tier has no known duration.

    `segment_name` by rules, `class_name` with how sure it is (0–1); empty where the customer is in none.
    """

    place: CustomerPlace
    source_label: str
    target_label: str
    last_date: str
    lifetime_value_minor: int | None
    segment_name: str
    class_name: str

    @property
    def number_list(self) -> str:
        """Return the customer's numbers, the first of very many."""
        numbers = self.place.own_numbers
        return ", ".join((*numbers[:NUMBERS_SHOWN], *(["…"] if len(numbers) > NUMBERS_SHOWN else [])))


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
    segments: tuple[Option, ...]
    classes: tuple[Option, ...]
    amount: str
    is_by_contribution: bool
    has_contribution: bool
    other_query: str
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
        segment=_place(values.get("segment", "")),
        latent_class=_place(values.get("class", "")),
        by=RankedBy.CONTRIBUTION if values.get("by") == RankedBy.CONTRIBUTION else RankedBy.REVENUE,
        sort=name if name in SORTS else _DEFAULT.sort,
        is_descending=sort.startswith("-") if name in SORTS else _DEFAULT.is_descending,
        page=parse_page_number(values.get("page", "")),
    )


def _place(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else -1


def query_string(query: CustomerQuery) -> str:
    """Return the query as it stands in an address."""
    sort = ("-" if query.is_descending else "") + query.sort
    pairs = {
        "q": query.search,
        "from": query.source,
        "to": query.target,
        "segment": str(query.segment) if query.segment >= 0 else "",
        "class": str(query.latent_class) if query.latent_class >= 0 else "",
        "by": query.by.value if query.by is not _DEFAULT.by else "",
        "sort": "" if sort == "-" + _DEFAULT.sort else sort,
        "page": str(query.page) if query.page > 1 else "",
    }
    return urlencode({name: value for name, value in pairs.items() if value})


def _page_url(query: CustomerQuery, page: int) -> str:
    return "?" + query_string(replace(query, page=page))


def customers_page(analysis: Analysis, query: CustomerQuery) -> CustomersPage:
    """Return one page of the customers that match."""
    summary = get_summary(analysis)
    has_contribution = can_rank_by_contribution(analysis, summary)
    query = query if has_contribution else replace(query, by=RankedBy.REVENUE)
    found, names = get_customers_page(analysis, query), _Names.of(analysis, summary, query.by)
    other = RankedBy.REVENUE if query.by is RankedBy.CONTRIBUTION else RankedBy.CONTRIBUTION
    return CustomersPage(
        basis=basis_of(analysis, summary),
        query=query,
        headings=tuple(_heading(name, label, query) for name, label in _headings(query.by)),
        lines=tuple(names.line(place) for place in found.rows),
        pager=list_pager(
            query.page,
            PAGE_SIZE,
            len(found.rows),
            found.total,
            partial(_page_url, query),
        ),
        sources=list_options((*SOURCES, "retained"), query.source, place_label),
        targets=list_options(TARGETS, query.target, place_label),
        segments=_options(names.segments, query.segment),
        classes=_options(names.classes, query.latent_class),
        amount=amount_label(query.by),
        is_by_contribution=query.by is RankedBy.CONTRIBUTION,
        has_contribution=has_contribution,
        other_query=query_string(replace(query, by=other, page=1)),
        earlier_revenue_minor=found.earlier_revenue_minor,
        later_revenue_minor=found.later_revenue_minor,
        export_query=query_string(replace(query, page=1)),
    )


def _options(names: tuple[str, ...], chosen: int) -> tuple[Option, ...]:
    return tuple(Option(str(place), name, place == chosen) for place, name in enumerate(names))


def _amount_headings(by: RankedBy) -> tuple[str, str]:
    if by is RankedBy.CONTRIBUTION:
        return _("Täckningsbidrag, tidigare"), _("Täckningsbidrag, senare")
    return _("Intäkt, tidigare"), _("Intäkt, senare")


def _headings(by: RankedBy) -> tuple[tuple[str, str], ...]:
    earlier, later = _amount_headings(by)
    return (
        ("name", _("Kund")),
        ("segment", _("Segment")),
        ("", _("Från")),
        ("", _("Till")),
        ("earlier_purchases", _("Köp, tidigare")),
        ("earlier_revenue_minor", earlier),
        ("later_purchases", _("Köp, senare")),
        ("later_revenue_minor", later),
        ("", _("Livstidsvärde")),
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


@dataclass(frozen=True)
class _Names:
    """What a line needs besides its customer: names of segments and classes, the duration of each tier in windows."""

    segments: tuple[str, ...]
    classes: tuple[str, ...]
    durations: tuple[Fraction | None, ...]

    @classmethod
    def of(cls, analysis: Analysis, summary: AnalysisSummary, by: RankedBy) -> "_Names":
        """Return those of an analysis, tiers by revenue or by contribution."""
        migration = migration_by(analysis, summary, by)
        segments, classes = find_rule_division(analysis), find_class_division(analysis)
        return cls(
            segments.names if segments else (),
            classes.names if classes else (),
            tuple(expected_duration(migration.retention(tier)) for tier in TIERS),
        )

    def line(self, place: CustomerPlace) -> CustomerLine:
        """Return one customer of the list."""
        duration = self.durations[place.later_tier] if place.later_tier >= 0 else None
        return CustomerLine(
            place=place,
            source_label=place_label(place.source),
            target_label=place_label(place.target),
            last_date=day_text(place.last_day),
            lifetime_value_minor=None if duration is None else round_half_up(place.later_revenue_minor * duration),
            segment_name=self.segments[place.segment_place] if place.segment_place >= 0 else "",
            class_name=self.classes[place.class_place] if place.class_place >= 0 else "",
        )


def customers_file(analysis: Analysis, query: CustomerQuery, file_format: str) -> TableFile:
    """Return every customer that matches as "csv" or "xlsx"."""
    summary = get_summary(analysis)
    if not can_rank_by_contribution(analysis, summary):
        query = replace(query, by=RankedBy.REVENUE)
    decimals, names = summary.decimals, _Names.of(analysis, summary, query.by)
    earlier, later = _amount_headings(query.by)
    columns = (
        TableColumn(_("Kundnummer")),
        TableColumn(_("Kund")),
        TableColumn(_("Segment")),
        TableColumn(_("Från")),
        TableColumn(_("Till")),
        TableColumn(_("Köp, tidigare"), CellKind.NUMBER),
        TableColumn(earlier, CellKind.AMOUNT, decimals),
        TableColumn(_("Köp, senare"), CellKind.NUMBER),
        TableColumn(later, CellKind.AMOUNT, decimals),
        TableColumn(_("Livstidsvärde"), CellKind.AMOUNT, decimals),
        TableColumn(_("Senaste köp")),
        *([TableColumn(_("Antal kundnummer"), CellKind.NUMBER)] if analysis.definition.identity_column else []),
        *([TableColumn(_("Segment efter regler"))] if names.segments else []),
        *([TableColumn(_("Klass")), TableColumn(_("Säkerhet, procent"), CellKind.NUMBER)] if names.classes else []),
    )
    return table_file(_("kundbas"), columns, _rows(analysis, query, names), file_format)


def _rows(analysis: Analysis, query: CustomerQuery, names: _Names) -> Iterator[tuple[Cell, ...]]:
    for place in iterate_customers(analysis, query):
        line = names.line(place)
        figures = (place.earlier_purchases, place.earlier_revenue_minor)
        now = (place.later_purchases, place.later_revenue_minor)
        labels = (line.source_label, line.target_label)
        divided: tuple[Cell, ...] = (place.numbers,) if analysis.definition.identity_column else ()
        divided += (line.segment_name,) if names.segments else ()
        sure = round(place.certainty * 100) if line.class_name else None
        divided += (line.class_name, sure) if names.classes else ()
        worth = (line.lifetime_value_minor, line.last_date)
        yield (place.customer_id, place.name, place.segment, *labels, *figures, *now, *worth, *divided)
