"""The second fence: PostgreSQL itself hides the rows of every engagement but one, whatever a query forgets."""

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from accounts import fence
from accounts.checks import check_database_role
from accounts.row_security import fenced_models
from jobs.models import Job
from profitability.models import Run, UploadedFile
from tests.access.makers import MAKERS
from tests.conftest import Cast

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs --postgres: SQLite has no row-level security"),
]


def fill(cast: Cast) -> None:
    """Make one of everything in the cast's engagement and in the foreign one."""
    for maker in MAKERS.values():
        maker(cast.engagement)
        maker(cast.foreign_engagement)


def test_every_table_of_an_engagement_is_fenced_by_force() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        forced = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT tablename FROM pg_policies WHERE policyname LIKE 'engagement_%'")
        ruled = {name for (name,) in cursor.fetchall()}
    tables = {model._meta.db_table for model in fenced_models()}
    assert {"profitability_run", "profitability_uploadedfile", "assessment_answer", "jobs_job"} <= tables
    assert tables <= forced & ruled


def test_every_model_that_names_an_engagement_is_fenced() -> None:
    naming = {
        model
        for model in apps.get_models()
        if model._meta.app_label != "accounts" and any(field.name == "engagement" for field in model._meta.fields)
    }
    assert naming
    assert naming - set(fenced_models()) == set()


def test_a_query_without_its_filter_sees_no_other_engagement(cast: Cast) -> None:
    fill(cast)
    seen_both = 0
    for model, key in fenced_models().items():
        path, lead = key.name, key
        while lead.related_model in fenced_models():
            lead = fenced_models()[lead.related_model]
            path += f"__{lead.name}"
        everything = set(model._default_manager.values_list(path, flat=True))
        with fence.within(str(cast.engagement.id)):
            own = set(model._default_manager.values_list(path, flat=True))
        with fence.within(fence.NOTHING):
            assert set(model._default_manager.values_list(path, flat=True)) <= {None}, model
        assert own <= {cast.engagement.id, None}, model
        seen_both += {cast.engagement.id, cast.foreign_engagement.id} <= everything
    assert seen_both >= 5, "the makers fill the tables of two engagements"


def test_a_row_of_another_engagement_cannot_be_written(cast: Cast) -> None:
    MAKERS["run"](cast.foreign_engagement)
    run = Run.objects.select_related("upload").get(engagement=cast.foreign_engagement)
    with fence.within(str(cast.engagement.id)):
        assert Run.objects.filter(pk=run.pk).update(label="taken") == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Job.objects.create(kind="x", key="x", engagement=cast.foreign_engagement)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            UploadedFile.objects.create(upload=run.upload, name="x", sha256="0" * 64)


def test_a_request_begins_with_nothing_and_leaves_nothing_behind(cast: Cast) -> None:
    MAKERS["run"](cast.engagement)
    seen: list[int] = []

    def careless(_request: HttpRequest) -> HttpResponse:
        seen.append(Run.objects.count())
        fence.enter(cast.engagement)
        seen.append(Run.objects.count())
        return HttpResponse()

    for _request in range(2):
        fence.FenceMiddleware(careless)(RequestFactory().get("/"))
    assert seen == [0, 1, 0, 1]


def test_a_connection_that_was_told_nothing_sees_nothing(cast: Cast) -> None:
    MAKERS["run"](cast.engagement)
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL {fence.SETTING} TO DEFAULT")
        cursor.execute("SELECT count(*) FROM profitability_run")
        assert cursor.fetchone()[0] == 0


def test_the_role_of_the_tests_is_bound_by_the_fence() -> None:
    assert check_database_role(None, ["default"]) == []
