"""What every long list has on its page: headings that sort, steps to the next page, choices of a filter."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.paginator import Page

MOST_PAGES = 10_000_000


@dataclass(frozen=True)
class Heading:
    """One column heading; `url` sorts by it (empty: cannot), `order` is ascending, descending or empty."""

    label: str
    url: str
    order: str
    is_number: bool


@dataclass(frozen=True)
class Pager:
    """Steps through a list; rows are counted from 1, addresses are empty where there is none. Feeds ui/pager.html."""

    first: int
    last: int
    total: int
    previous_url: str
    next_url: str


@dataclass(frozen=True)
class Option:
    """One choice of a filter."""

    value: str
    label: str
    is_chosen: bool


def parse_page_number(text: str) -> int:
    """Return the page asked for in an address, counted from 1; what is no page is the first."""
    return min(int(text), MOST_PAGES) if text.isascii() and text.isdigit() and int(text) > 0 else 1


def list_options(values: Iterable[str], chosen: str, label_of: Callable[[str], str]) -> tuple[Option, ...]:
    """Return the choices of a filter in the order given."""
    return tuple(Option(value, label_of(value), value == chosen) for value in values)


def sort_heading(
    label: str, order: str, url_of: Callable[[bool], str], *, is_number: bool, falls_first: bool
) -> Heading:
    """Return a heading that sorts.

    `order` says how the list is sorted by it now: ascending, descending or empty. `url_of(is_descending)` returns the
    address that sorts by it; the first click falls when `falls_first`, each later click turns the order.
    """
    is_descending = order == "ascending" if order else falls_first
    return Heading(label, url_of(is_descending), order, is_number)


def list_pager(number: int, size: int, shown: int, total: int, url_of: Callable[[int], str]) -> Pager:
    """Return the steps around page `number` of `size` rows, `shown` of them on it; `url_of` addresses a page."""
    before = (number - 1) * size
    return Pager(
        first=min(before + 1, total),
        last=before + shown if shown else total,
        total=total,
        previous_url=url_of(number - 1) if number > 1 else "",
        next_url=url_of(number + 1) if before + shown < total and shown else "",
    )


def model_pager[T](page: Page[T]) -> Pager:
    """Return the steps around a page of database rows that is addressed by ?page= alone."""
    size = page.paginator.per_page
    return list_pager(page.number, size, len(page.object_list), page.paginator.count, lambda number: f"?page={number}")
