"""How sure the tiers are, over the API."""

import uuid

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import Action, signed_in
from accounts.api import EngagementAPIView
from jobs.api import JobSerializer
from profitability.api.shapes import ShareField
from profitability.certainty_models import Simulation
from profitability.forms import LARGEST_SPREAD, MOST_DRAWS
from profitability.pages.certainty import CertaintyPage, certainty_page
from profitability.selectors.runs import get_published_run_or_404
from profitability.services.certainty import ask_for_simulation


class SimulationRequestSerializer(serializers.Serializer[object]):
    """The range, how often to draw, and the seed: the same three give the same shares."""

    spread_percent = serializers.IntegerField(min_value=1, max_value=LARGEST_SPREAD, default=20)
    draws = serializers.IntegerField(min_value=10, max_value=MOST_DRAWS, default=1_000)
    seed = serializers.IntegerField(min_value=1, max_value=2**31 - 1, default=1)


class SimulationSerializer(serializers.ModelSerializer[Simulation]):
    job = JobSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Simulation
        fields = ["id", "spread_percent", "draws", "seed", "requested_at", "finished_at", "job"]
        read_only_fields = fields


class KeptSerializer(serializers.Serializer[object]):
    """The customers of one tier and the average share of draws in which they fall in each."""

    tier = serializers.CharField(read_only=True)
    customers = serializers.IntegerField(read_only=True)
    gold = ShareField()
    silver = ShareField()
    bronze = ShareField()


class UnsureSerializer(serializers.Serializer[object]):
    """A customer whose tier holds in few draws."""

    customer_id = serializers.CharField(read_only=True, source="customer.customer_id")
    name = serializers.CharField(read_only=True, source="customer.name")
    tier = serializers.CharField(read_only=True, source="customer.tier")
    gold = ShareField(source="customer.shares.gold")
    silver = ShareField(source="customer.shares.silver")
    bronze = ShareField(source="customer.shares.bronze")


class CertaintySerializer(serializers.Serializer[CertaintyPage]):
    """The simulation asked for last that is done; null and empty before."""

    simulation = SimulationSerializer(read_only=True, allow_null=True)
    tiers = KeptSerializer(many=True, read_only=True, source="lines")
    unsure = UnsureSerializer(many=True, read_only=True)


class CertaintyView(EngagementAPIView):
    """How sure the tiers of a run are."""

    actions = {"GET": Action.VIEW_PROFITABILITY, "POST": Action.RUN_ALLOCATION}

    @extend_schema(operation_id="certainty_retrieve", responses=CertaintySerializer)
    def get(self, request: Request, run_id: uuid.UUID) -> Response:
        """Return what the simulation came to."""
        run = get_published_run_or_404(self.engagement, run_id)
        return Response(CertaintySerializer(certainty_page(run)).data)

    @extend_schema(
        operation_id="certainty_ask", request=SimulationRequestSerializer, responses={202: SimulationSerializer}
    )
    def post(self, request: Request, run_id: uuid.UUID) -> Response:
        """Ask for a simulation in the background; the same request twice is one."""
        run = get_published_run_or_404(self.engagement, run_id)
        asked = SimulationRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        simulation = ask_for_simulation(run=run, requested_by=signed_in(request), **asked.validated_data)
        return Response(SimulationSerializer(simulation).data, status=status.HTTP_202_ACCEPTED)
