"""The page that sets the three methods for services between pools side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from jobs.pages import JobCard, job_card
from profitability.domain.service_methods import CustomerByMethod, MethodComparison, PoolByMethod
from profitability.models import Run
from profitability.pages.lines import line_label
from profitability.selectors.methods import find_customer_methods, find_methods, find_methods_job
from profitability.selectors.runs import get_summary
from profitability.selectors.statements import get_names
from ui import formats

METHODS = {"reciprocal": _("Ömsesidigt"), "step": _("Stegvis"), "direct": _("Direkt")}
MEANINGS = {
    "reciprocal": _("Poolernas arbete åt varandra löses exakt, åt båda håll."),
    "step": _("Varje pool för sin kostnad vidare till dem efter sig, aldrig tillbaka."),
    "direct": _("Arbete åt pooler som själva arbetar åt andra räknas inte."),
}


@dataclass(frozen=True)
class Method:
    """One method: its name, what it does, and whether the run used it."""

    code: str
    label: str
    meaning: str
    is_used: bool


@dataclass(frozen=True)
class MethodPoolLine:
    """One pool: what it put on customers under each method, minor units; `is_changed` when the choice matters."""

    pool: PoolByMethod
    line_label: str
    is_changed: bool


@dataclass(frozen=True)
class MethodCustomerLine:
    """One customer's cost under each method, minor units."""

    name: str
    customer: CustomerByMethod


@dataclass(frozen=True)
class MethodsPage:
    """The comparison, or the job on its way, or neither yet; `asked` is the customer that was looked up, if found."""

    run: Run
    unit: str
    card: JobCard | None
    is_running: bool
    comparison: MethodComparison | None
    methods: tuple[Method, ...]
    unsolved: tuple[str, ...]
    pools: tuple[MethodPoolLine, ...]
    customers: tuple[MethodCustomerLine, ...]
    circles: tuple[str, ...] = ()
    asked_id: str = ""
    asked: MethodCustomerLine | None = None

    @property
    def is_done(self) -> bool:
        return self.comparison is not None

    @property
    def codes(self) -> tuple[str, ...]:
        return self.comparison.methods if self.comparison else ()

    @property
    def unsolved_codes(self) -> tuple[str, ...]:
        return self.comparison.unsolved if self.comparison else ()

    @property
    def changed_customers(self) -> int:
        return self.comparison.changed_customers if self.comparison else 0


def methods_page(run: Run, customer_id: str = "") -> MethodsPage:
    """Return what is known of the methods for this run, and for one customer where it is given."""
    summary, job = get_summary(run), find_methods_job(run)
    comparison = find_methods(job)
    used = dict(summary.settings).get("services_method", "reciprocal")
    found = find_customer_methods(job, comparison, customer_id) if comparison and customer_id else None
    return MethodsPage(
        run=run,
        unit=formats.unit(summary.currency),
        card=job_card(job) if job else None,
        is_running=job is not None and not job.is_finished,
        comparison=comparison,
        methods=tuple(
            Method(code, str(METHODS[code]), str(MEANINGS[code]), code == used)
            for code in (comparison.methods if comparison else METHODS)
        ),
        unsolved=tuple(str(METHODS[code]) for code in comparison.unsolved) if comparison else (),
        pools=tuple(
            MethodPoolLine(
                pool, line_label(pool.line), len(set(pool.full_cost_minor)) > 1 or len(set(pool.to_customers_minor)) > 1
            )
            for pool in comparison.pools
        )
        if comparison
        else (),
        customers=_customer_lines(run, comparison.customers) if comparison else (),
        circles=tuple(", ".join(members) for members in comparison.circles) if comparison else (),
        asked_id=customer_id,
        asked=next(iter(_customer_lines(run, (found,))), None) if found else None,
    )


def _customer_lines(run: Run, customers: Sequence[CustomerByMethod]) -> tuple[MethodCustomerLine, ...]:
    names = get_names(run, [customer.customer_id for customer in customers])
    return tuple(MethodCustomerLine(names[customer.customer_id], customer) for customer in customers)
