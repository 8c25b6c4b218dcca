"""What it cost to get new customers: for all of them, or cohort by cohort, as typed and kept with the analysis."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portfolio.domain.analysis import AnalysisSummary
from portfolio.domain.ratio import decimal_text, ratio, round_half_up
from portfolio.pages.typed_levers import read_amount_minor
from ui import formats

EVERYONE = "*"
PREFIX = "k."


@dataclass(frozen=True)
class AcquisitionCosts:
    """Costs per new customer in minor units by cohort; `everyone_minor` is for those without one of their own.

    `texts`, `errors`: by cohort, as typed, and what could not be read. `*` is everyone.
    """

    texts: Mapping[str, str]
    minors: Mapping[str, int]
    errors: Mapping[str, str]

    @property
    def everyone_minor(self) -> int | None:
        return self.minors.get(EVERYONE)

    def of(self, cohort: str) -> int | None:
        """Return what a new customer of the cohort cost; None where nothing was typed."""
        return self.minors.get(cohort, self.everyone_minor)


def read_acquisition(values: Mapping[str, str], decimals: int) -> AcquisitionCosts:
    """Read `k.<cohort>` and, for everyone, `cost` from what was sent."""
    sent = {name.removeprefix(PREFIX): text for name, text in values.items() if name.startswith(PREFIX)}
    sent[EVERYONE] = values.get("cost", "")
    texts = {name: text.strip()[:30] for name, text in sent.items() if text.strip()}
    read = {name: read_amount_minor(text, decimals) for name, text in texts.items()}
    errors = {name: _("Kostnaden gick inte att läsa som ett belopp.") for name, minor in read.items() if minor is None}
    return AcquisitionCosts(texts, {name: minor for name, minor in read.items() if minor is not None}, errors)


def kept_acquisition(minors: Mapping[str, int], decimals: int) -> AcquisitionCosts:
    """Return costs that were kept, in minor units by cohort."""
    texts = {name: formats.amount_exact(minor, decimals) for name, minor in minors.items()}
    return AcquisitionCosts(texts, minors, {})


@dataclass(frozen=True)
class MarketingShare:
    """The marketing pools over the new customers of the later window: a cost to take over; amounts in text."""

    pools: str
    customers: str
    per_customer: str
    cost_text: str


def marketing_share(summary: AnalysisSummary) -> MarketingShare | None:
    """Return what the marketing pools come to per new customer; None without pools or new customers."""
    share = ratio(summary.marketing_minor or 0, summary.flows.new.customers)
    if share is None or share <= 0 or summary.marketing_minor is None:
        return None
    minor, decimals = round_half_up(share), summary.decimals
    return MarketingShare(
        pools=formats.money(summary.marketing_minor, summary.currency, decimals),
        customers=formats.number(summary.flows.new.customers),
        per_customer=formats.money(minor, summary.currency, decimals),
        cost_text=decimal_text(ratio(minor, 10**decimals), decimals),
    )
