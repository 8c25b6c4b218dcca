"""From an upload to a published analysis, in a background job."""

from datetime import date
from decimal import Decimal

import pytest

from jobs.models import JobState
from jobs.services import execute
from portfolio.models import Analysis, AnalysisState, DefinitionVersion
from portfolio.selectors.analyses import get_summary
from portfolio.selectors.customers import CustomerQuery, get_customers_page
from portfolio.services.analyses import start_analysis
from portfolio.services.definitions import UnusableDefinitionError, choose_definition, default_definition
from tests.conftest import Cast
from tests.portfolio.analyses import AS_OF, make_upload

pytestmark = pytest.mark.django_db


def start(cast: Cast, key: str = "k") -> Analysis:
    return start_analysis(
        engagement=cast.engagement,
        upload_id=make_upload(cast.engagement).id,
        as_of=AS_OF,
        key=key,
        started_by=cast.finance,
    )


def finish(analysis: Analysis) -> Analysis:
    assert analysis.job_id is not None
    execute(analysis.job_id)
    analysis.refresh_from_db()
    return analysis


def test_an_analysis_is_published_with_its_files_and_ties(cast: Cast) -> None:
    analysis = finish(start(cast))
    assert analysis.state == AnalysisState.PUBLISHED
    summary = get_summary(analysis)
    flows = summary.flows
    assert flows.difference == 0
    assert flows.closing.customers > flows.retained.customers > 0
    assert flows.lost.customers > 0
    assert sum(cell.sums.customers for cell in summary.migration.cells) == (
        flows.closing.customers + flows.lost.customers
    )
    assert [point.as_of for point in summary.series][-1] == AS_OF
    assert len(summary.series) == 13
    everyone = get_customers_page(analysis, CustomerQuery())
    assert everyone.total == flows.closing.customers + flows.lost.customers
    assert everyone.later_revenue_minor == flows.closing.revenue_minor


def test_each_cell_opens_exactly_its_customers(cast: Cast) -> None:
    analysis = finish(start(cast))
    for cell in get_summary(analysis).migration.cells:
        found = get_customers_page(analysis, CustomerQuery(source=cell.source, target=cell.target))
        assert found.total == cell.sums.customers


def test_the_same_key_twice_is_one_analysis(cast: Cast) -> None:
    assert start(cast, "same").id == start(cast, "same").id
    assert Analysis.objects.count() == 1


def test_the_first_analysis_makes_the_default_definition_the_first_version(cast: Cast) -> None:
    analysis = start(cast)
    assert (analysis.definition.number, analysis.definition.as_domain().active_months) == (1, 12)


def test_a_new_definition_leaves_old_analyses_alone(cast: Cast) -> None:
    analysis = finish(start(cast))
    before = analysis.summary
    choice = default_definition(cast.engagement)
    choice.forgotten_months = 24
    chosen = choose_definition(engagement=cast.engagement, choice=choice, chosen_by=cast.consultant)
    assert chosen.number == 2
    later = start(cast, "later")
    analysis.refresh_from_db()
    assert (analysis.definition.number, later.definition.number) == (1, 2)
    assert analysis.summary == before


def test_choosing_the_same_again_makes_no_version(cast: Cast) -> None:
    first = choose_definition(
        engagement=cast.engagement, choice=default_definition(cast.engagement), chosen_by=cast.consultant
    )
    again = default_definition(cast.engagement)
    again.super_percent = Decimal("5.00")
    assert choose_definition(engagement=cast.engagement, choice=again, chosen_by=cast.consultant).id == first.id


def test_an_impossible_definition_is_not_kept(cast: Cast) -> None:
    choice = default_definition(cast.engagement)
    choice.middle_percent = Decimal("80")
    with pytest.raises(UnusableDefinitionError):
        choose_definition(engagement=cast.engagement, choice=choice, chosen_by=cast.consultant)
    assert not DefinitionVersion.objects.exists()


def test_an_upload_that_is_taken_away_leaves_the_analysis(cast: Cast) -> None:
    analysis = finish(start(cast))
    assert analysis.upload is not None
    analysis.upload.delete()
    analysis.refresh_from_db()
    assert get_customers_page(analysis, CustomerQuery()).total > 0


def test_an_upload_that_is_gone_before_its_turn_fails_in_plain_words(cast: Cast) -> None:
    analysis = start(cast)
    assert analysis.upload is not None
    analysis.upload.delete()
    analysis = finish(analysis)
    assert analysis.job is not None
    assert (analysis.job.state, analysis.job.error) == (JobState.FAILED, "upload_gone")


def test_a_date_before_the_first_transaction_is_an_empty_base(cast: Cast) -> None:
    analysis = start_analysis(
        engagement=cast.engagement,
        upload_id=make_upload(cast.engagement).id,
        as_of=date(1990, 1, 1),
        key="early",
        started_by=cast.finance,
    )
    summary = get_summary(finish(analysis))
    assert (summary.flows.closing.customers, summary.series[-1].as_of) == (0, date(1990, 1, 1))
