"""Background jobs over the API: follow and stop."""

import uuid

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import Action, signed_in
from accounts.api import EngagementAPIView
from jobs.models import Job
from jobs.selectors import get_followed_job_or_404
from jobs.services import request_cancel


class JobSerializer(serializers.ModelSerializer[Job]):
    """A piece of background work; `progress` is a share from 0 to 1, `error` a code."""

    class Meta:
        model = Job
        fields = [
            "id",
            "kind",
            "state",
            "stage",
            "progress",
            "error",
            "error_detail",
            "created_at",
            "started_at",
            "finished_at",
        ]
        read_only_fields = fields


class JobView(EngagementAPIView):
    """A job: those see it who may ask for such jobs."""

    actions = {"GET": Action.VIEW_ENGAGEMENT}

    @extend_schema(operation_id="jobs_retrieve", responses=JobSerializer)
    def get(self, request: Request, job_id: uuid.UUID) -> Response:
        """Return how far the job is."""
        return Response(JobSerializer(get_followed_job_or_404(signed_in(request), self.engagement, job_id)).data)


class JobCancelView(EngagementAPIView):
    """Stopping a job."""

    actions = {"POST": Action.VIEW_ENGAGEMENT}

    @extend_schema(operation_id="jobs_cancel", request=None, responses=JobSerializer)
    def post(self, request: Request, job_id: uuid.UUID) -> Response:
        """Ask the job to stop; a finished one stays as it is."""
        job = get_followed_job_or_404(signed_in(request), self.engagement, job_id)
        request_cancel(job)
        job.refresh_from_db()
        return Response(JobSerializer(job).data)
