"""Find what a report can be about: the customers of a run, by number or name."""

from dataclasses import dataclass

from profitability.models import Run
from profitability.selectors.statements import CustomerQuery, find_customer, get_customers_page

MATCHES_SHOWN = 20


@dataclass(frozen=True)
class CustomerMatch:
    """A customer that fits what was searched for."""

    customer_id: str
    name: str
    segment: str


def find_customers(run: Run, search: str, *, is_exact: bool = False) -> tuple[CustomerMatch, ...]:
    """Return the customers that fit: the one with that very number if there is one, else up to MATCHES_SHOWN."""
    exact = find_customer(run, search.strip())
    if exact is not None:
        return (CustomerMatch(exact.customer_id, exact.name, exact.segment),)
    if is_exact:
        return ()
    page = get_customers_page(run, CustomerQuery(search=search.strip()))
    return tuple(CustomerMatch(row.customer_id, row.name, row.segment) for row in page.rows[:MATCHES_SHOWN])
