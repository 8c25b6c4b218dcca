"""The pages that every check of the look walks. Append yours: who opens it, and how its path is made.

`path` is called with the cast inside the test's database, so it can create what the page shows and return its address:

    Visit("customers", "finance", lambda cast: reverse("profitability:customers", args=[make_run(cast).id])),
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from tests.access.makers import MAKERS
from tests.assessment.conftest import begin_assessment
from tests.conftest import Cast
from tests.portfolio.analyses import make_analysis
from tests.portfolio.studies import make_twins
from tests.profitability.web.dropped_files import FILES, SALES, begin_import
from tests.profitability.web.made_runs import make_run, make_upload
from tests.reports.made_reports import issue


@dataclass(frozen=True)
class Visit:
    """A page to look at: `person` is a field of the cast, or empty for somebody who is not logged in."""

    name: str
    person: str
    path: Callable[[Cast], str]
    is_error: bool = False


def named(name: str) -> Callable[[Cast], str]:
    """Return the way to a route without arguments."""
    return lambda _cast: reverse(name)


def of_engagement(name: str) -> Callable[[Cast], str]:
    """Return the way to a route of the cast's own engagement."""
    return lambda cast: reverse(name, args=[cast.engagement.id])


def new_report(cast: Cast, kind: str) -> str:
    """Return the way to the form of one kind of report, with something to report on."""
    make_run(cast.engagement)
    begin_assessment(cast.engagement, cast.consultant)
    return f"{of_engagement('reports:report_new')(cast)}?kind={kind}"


def make_report(cast: Cast) -> object:
    return MAKERS["report"](cast.engagement)


def report_path(cast: Cast, report_id: object) -> str:
    return reverse("reports:report", args=[cast.engagement.id, report_id])


UI_VISITS = (
    Visit("style guide", "consultant", named("ui:styleguide")),
    Visit("not found", "consultant", lambda _cast: "/finns-inte/", is_error=True),
    Visit("not found for a stranger", "", lambda _cast: "/finns-inte/", is_error=True),
)
ENGAGEMENT_VISITS = (
    Visit("start", "consultant", named("accounts:home")),
    Visit("start of somebody without engagements", "nobody", named("accounts:home")),
    Visit("new client", "consultant", named("accounts:client_new")),
    Visit(
        "new engagement",
        "consultant",
        lambda cast: reverse("accounts:engagement_new", args=[cast.engagement.client_id]),
    ),
    Visit("engagement", "consultant", of_engagement("accounts:engagement")),
    Visit("engagement of a client reader", "client_reader", of_engagement("accounts:engagement")),
    Visit("edit engagement", "consultant", of_engagement("accounts:engagement_edit")),
    Visit("people", "consultant", of_engagement("accounts:people")),
    Visit("invite", "consultant", of_engagement("accounts:invite")),
    Visit("events", "consultant", of_engagement("accounts:events")),
    Visit("used invitation", "", lambda _cast: "/invitation/anvand/", is_error=True),
)
ACCOUNT_VISITS = (
    Visit("log in", "", named("account_login")),
    Visit("forgotten password", "", named("account_reset_password")),
    Visit("e-mail addresses", "finance", named("account_email")),
    Visit("change password", "finance", named("account_change_password")),
    Visit("two-step login", "finance", named("mfa_index")),
    Visit("sessions", "finance", named("usersessions_list")),
    Visit("log out", "finance", named("account_logout")),
)

REPORT_VISITS = (
    Visit("no reports", "consultant", of_engagement("reports:reports")),
    Visit("reports", "client_reader", lambda cast: (make_report(cast), of_engagement("reports:reports")(cast))[1]),
    Visit("kinds of report", "consultant", of_engagement("reports:report_new")),
    Visit("report of a run", "finance", lambda cast: new_report(cast, "profitability")),
    Visit("report of a customer", "finance", lambda cast: new_report(cast, "customer")),
    Visit("report of an assessment", "consultant", lambda cast: new_report(cast, "readiness")),
    Visit("finished report", "client_reader", lambda cast: report_path(cast, make_report(cast))),
    Visit("waiting report", "finance", lambda cast: report_path(cast, issue(cast.engagement, cast.finance).id)),
)


def of_run(name: str, *args: object) -> Callable[[Cast], str]:
    """Return the way to a page of a published run."""
    return lambda cast: reverse(name, args=[cast.engagement.id, make_run(cast.engagement).id, *args])


def import_page(step: str) -> Callable[[Cast], str]:
    """Return the way to a step of an import in which one file has a few things to mend."""

    def path(cast: Cast) -> str:
        sales = SALES.replace("1 000,50", "tusen").replace("1001;14", "77;14").encode()
        found = begin_import(cast, FILES | {"fakturajournal.txt": sales})
        file = found.files.get(name="fakturajournal.txt")
        return reverse(
            f"profitability:import_{step}", args=[cast.engagement.id, found.id if step == "check" else file.id]
        )

    return path


PROFITABILITY_VISITS = (
    Visit("import check", "finance", import_page("check")),
    Visit("import mend", "finance", import_page("mend")),
    Visit("no result yet", "client_reader", of_engagement("profitability:overview")),
    Visit("uploads", "finance", of_engagement("profitability:uploads")),
    Visit(
        "upload",
        "finance",
        lambda cast: reverse("profitability:upload", args=[cast.engagement.id, make_upload(cast.engagement).id]),
    ),
    Visit("runs", "finance", lambda cast: (make_run(cast.engagement), of_engagement("profitability:runs")(cast))[1]),
    Visit(
        "new run", "finance", lambda cast: (make_run(cast.engagement), of_engagement("profitability:run_new")(cast))[1]
    ),
    Visit("result of a run", "client_reader", of_run("profitability:run_overview")),
    Visit("customers", "client_reader", of_run("profitability:customers")),
    Visit("customer", "client_reader", of_run("profitability:customer", "1001")),
    Visit("amount taken apart", "client_reader", of_run("profitability:trace", 1, "1001")),
    Visit("tiers", "client_reader", of_run("profitability:tiers")),
    Visit("tier rules", "client_reader", of_run("profitability:tier_rules")),
    Visit("certainty", "finance", of_run("profitability:certainty")),
    Visit("what if", "finance", of_run("profitability:what_if")),
    Visit("costing", "client_reader", of_run("profitability:costing")),
    Visit("names of lines", "finance", of_engagement("profitability:labels")),
    Visit("costs", "client_reader", of_run("profitability:costs")),
    Visit("cost pool", "client_reader", of_run("profitability:pool", 1)),
    Visit("methods", "finance", of_run("profitability:methods")),
    Visit(
        "moves between tiers",
        "finance",
        lambda cast: (
            make_run(cast.engagement),
            make_run(cast.engagement),
            of_engagement("profitability:tier_moves")(cast),
        )[2],
    ),
    Visit(
        "comparison of runs",
        "finance",
        lambda cast: (
            make_run(cast.engagement),
            make_run(cast.engagement),
            of_engagement("profitability:comparison")(cast),
        )[2],
    ),
)


def of_analysis(name: str) -> Callable[[Cast], str]:
    """Return the way to a page of a published analysis of the customer base."""
    return lambda cast: reverse(f"portfolio:{name}", args=[cast.engagement.id, make_analysis(cast.engagement).id])


def with_twins(cast: Cast) -> str:
    """Return the way to the offers of a published study."""
    analysis = make_analysis(cast.engagement)
    make_twins(analysis)
    return reverse("portfolio:twins", args=[cast.engagement.id, analysis.id])


def of_segmented(name: str) -> Callable[[Cast], str]:
    """Return the way to a page of an analysis whose customers are divided."""
    return lambda cast: reverse(f"portfolio:{name}", args=[cast.engagement.id, MAKERS["segmented"](cast.engagement)])


PORTFOLIO_VISITS = (
    Visit("customer base: start", "finance", of_engagement("portfolio:latest")),
    Visit("customer base: definition", "finance", of_engagement("portfolio:definition")),
    Visit("customer base: analyses", "finance", of_engagement("portfolio:analyses")),
    Visit("customer base: flows", "finance", of_analysis("flows")),
    Visit("customer base: migration", "finance", of_analysis("migration")),
    Visit("customer base: value", "finance", of_analysis("value")),
    Visit("customer base: cohorts", "finance", of_analysis("cohorts")),
    Visit("customer base: holdings", "finance", of_analysis("holdings")),
    Visit("customer base: budget", "finance", of_analysis("budget")),
    Visit("customer base: ahead", "finance", of_analysis("ahead")),
    Visit("customer base: leaving", "finance", of_analysis("leaving")),
    Visit("customer base: segments", "finance", of_segmented("segments")),
    Visit("customer base: classes", "finance", of_segmented("classes")),
    Visit("customer base: segmented customers", "finance", of_segmented("customers")),
    Visit("customer base: who could buy what", "finance", with_twins),
    Visit("customer base: wallet", "finance", of_analysis("wallet")),
    Visit("customer base: customers", "finance", of_analysis("customers")),
)

VISITS: tuple[Visit, ...] = (
    *UI_VISITS,
    *ENGAGEMENT_VISITS,
    *ACCOUNT_VISITS,
    *REPORT_VISITS,
    *PROFITABILITY_VISITS,
    *PORTFOLIO_VISITS,
)
