"""Who may see and do what."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.access import Action, can, get_engagement_or_404, visible_engagements
from tests.conftest import Cast


def test_a_consultant_sees_every_engagement_of_the_own_consultancy_only(cast: Cast) -> None:
    assert set(visible_engagements(cast.consultant)) == {cast.engagement, cast.other_engagement}


def test_a_client_person_sees_the_own_engagement_only(cast: Cast) -> None:
    assert list(visible_engagements(cast.finance)) == [cast.engagement]
    assert not visible_engagements(cast.nobody).exists()


def test_foreign_answers_as_never_existed(cast: Cast) -> None:
    for engagement_id in (cast.other_engagement.id, cast.foreign_engagement.id, uuid.uuid4()):
        with pytest.raises(Http404):
            get_engagement_or_404(cast.finance, engagement_id, Action.VIEW_ENGAGEMENT)


def test_a_role_without_the_grant_is_refused(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        get_engagement_or_404(cast.respondent, cast.engagement.id, Action.VIEW_PROFITABILITY)
    assert not can(cast.client_reader, Action.UPLOAD_LEDGER, cast.engagement)
    assert can(cast.finance, Action.UPLOAD_LEDGER, cast.engagement)
