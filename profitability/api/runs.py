"""Runs over the API: start, follow, stop."""

import uuid

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import Action, signed_in
from accounts.api import EngagementAPIView
from jobs.services import request_cancel
from profitability.api.shapes import RunDetailSerializer, RunRequestSerializer, RunSerializer
from profitability.models import Run
from profitability.pages.frozen_rates import freezable_rates
from profitability.pages.problems import describe_problems
from profitability.selectors.problems import list_problems
from profitability.selectors.runs import get_published_run_or_404, get_run_or_404, list_runs
from profitability.selectors.uploads import get_upload_or_404
from profitability.services.runs import UploadNotReadyError, start_run

_NOT_SETTINGS = frozenset(
    {"label", "upload", "key", "standard_rates_run", "standard_rates_pools", "previous_tiers_run"}
)


class NotReadyError(APIException):
    status_code = status.HTTP_409_CONFLICT
    default_detail = "The upload has not been read without errors."
    default_code = "upload_not_ready"


class RunListView(EngagementAPIView):
    """The runs of the engagement."""

    actions = {"GET": Action.VIEW_PROFITABILITY, "POST": Action.RUN_ALLOCATION}

    @extend_schema(operation_id="runs_list", responses=RunSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Return the runs, newest first."""
        return Response(RunSerializer(list_runs(self.engagement), many=True).data)

    @extend_schema(operation_id="runs_create", request=RunRequestSerializer, responses={202: RunSerializer})
    def post(self, request: Request) -> Response:
        """Start a run in the background; the same key twice is one run."""
        asked = RunRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        values = asked.validated_data
        rates_from = self._find_run(values.get("standard_rates_run"))
        overrides = {name: f"{value}" for name, value in values.items() if name not in _NOT_SETTINGS}
        try:
            run = start_run(
                engagement=self.engagement,
                upload=get_upload_or_404(self.engagement, values["upload"]),
                label=values["label"],
                overrides=overrides,
                key=values["key"],
                started_by=signed_in(request),
                rates_from=rates_from,
                frozen_pools=_choose_pools(rates_from, values.get("standard_rates_pools")),
                tiers_from=self._find_run(values.get("previous_tiers_run")),
            )
        except UploadNotReadyError as fault:
            raise NotReadyError from fault
        return Response(RunSerializer(run).data, status=status.HTTP_202_ACCEPTED)

    def _find_run(self, run_id: uuid.UUID | None) -> Run | None:
        return get_published_run_or_404(self.engagement, run_id) if run_id else None


def _choose_pools(run: Run | None, pool_ids: list[str] | None) -> list[str] | None:
    if pool_ids is None:
        return None
    if run is None:
        raise ValidationError({"standard_rates_pools": ["Name the run in standard_rates_run."]})
    rates = freezable_rates(run)
    unknown = sorted(set(pool_ids) - {pool_id for pool_id, _rate in rates.pools})
    if unknown:
        raise ValidationError({"standard_rates_pools": [f"The run has no rate of {name!r}." for name in unknown]})
    return rates.choose(pool_ids)


class RunView(EngagementAPIView):
    """One run."""

    actions = {"GET": Action.VIEW_PROFITABILITY}

    @extend_schema(operation_id="runs_retrieve", responses=RunDetailSerializer)
    def get(self, request: Request, run_id: uuid.UUID) -> Response:
        """Return how far the run is, and what stopped it if anything did."""
        run = get_run_or_404(self.engagement, run_id)
        problems = describe_problems(list_problems(run.problems_key))
        return Response(RunDetailSerializer({"run": run, "problems": problems}).data)


class RunCancelView(EngagementAPIView):
    """Stopping a run."""

    actions = {"POST": Action.RUN_ALLOCATION}

    @extend_schema(operation_id="runs_cancel", request=None, responses=RunSerializer)
    def post(self, request: Request, run_id: uuid.UUID) -> Response:
        """Ask the run to stop; a finished one stays as it is."""
        run = get_run_or_404(self.engagement, run_id)
        if run.job is not None:
            request_cancel(run.job)
            run.job.refresh_from_db()
        return Response(RunSerializer(run).data)
