"""The cost pools of a run over the API: pools, money map, capacity, one amount taken apart, methods side by side."""

import uuid

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import Action, signed_in
from jobs.api import JobSerializer
from profitability.api.cost_shapes import (
    CapacitySerializer,
    MethodsSerializer,
    MoneyFlowSerializer,
    PoolSerializer,
    TraceDetailSerializer,
)
from profitability.api.results import ResultView
from profitability.pages.capacity import capacity_page
from profitability.pages.methods import methods_page
from profitability.pages.money_flows import money_lines
from profitability.pages.trace import trace_page
from profitability.selectors.runs import get_summary
from profitability.selectors.traces import list_pools
from profitability.services.methods import ask_for_methods


class PoolListView(ResultView):
    """The cost pools."""

    @extend_schema(operation_id="pools_list", responses=PoolSerializer(many=True))
    def get(self, request: Request, run_id: uuid.UUID) -> Response:
        """Return where each pool's cost came from and went; amount + received equals the parts."""
        run = self.find_run(run_id)
        context = {"decimals": get_summary(run).decimals}
        return Response(PoolSerializer(list_pools(run), many=True, context=context).data)


class MoneyMapView(ResultView):
    """The map of the money."""

    @extend_schema(operation_id="money_map_list", responses=MoneyFlowSerializer(many=True))
    def get(self, request: Request, run_id: uuid.UUID) -> Response:
        """Return every flow of money out of a pool that is not zero."""
        run = self.find_run(run_id)
        context = {"decimals": get_summary(run).decimals}
        lines = money_lines(run, list_pools(run))
        return Response(MoneyFlowSerializer([line.flow for line in lines], many=True, context=context).data)


class CapacityView(ResultView):
    """Capacity over the periods that have been run."""

    @extend_schema(operation_id="capacity_list", responses=CapacitySerializer(many=True))
    def get(self, request: Request, run_id: uuid.UUID) -> Response:
        """Return each pool with a capacity, period by period, oldest first."""
        run = self.find_run(run_id)
        context = {"decimals": get_summary(run).decimals}
        return Response(CapacitySerializer(capacity_page(run).pools, many=True, context=context).data)


class TraceView(ResultView):
    """One amount taken apart."""

    @extend_schema(operation_id="traces_retrieve", responses=TraceDetailSerializer)
    def get(self, request: Request, run_id: uuid.UUID, position: int, customer_id: str) -> Response:
        """Return how the amount that the pool at `position` put on the customer came about, down to the rows sent."""
        run = self.find_run(run_id)
        page = trace_page(run, position, customer_id)
        if page is None:
            raise Http404
        return Response(TraceDetailSerializer(page, context={"decimals": get_summary(run).decimals}).data)


class MethodsView(ResultView):
    """The three methods for services between pools."""

    actions = {"GET": Action.VIEW_PROFITABILITY, "POST": Action.RUN_ALLOCATION}

    @extend_schema(
        operation_id="methods_retrieve",
        parameters=[OpenApiParameter("customer", str, description="Customer number: that customer's cost as well.")],
        responses=MethodsSerializer,
    )
    def get(self, request: Request, run_id: uuid.UUID) -> Response:
        """Return what the choice of method changes; empty until the comparison has been asked for and made."""
        run = self.find_run(run_id)
        page = methods_page(run, request.query_params.get("customer", ""))
        return Response(MethodsSerializer(page, context={"decimals": get_summary(run).decimals}).data)

    @extend_schema(operation_id="methods_ask", request=None, responses={202: JobSerializer})
    def post(self, request: Request, run_id: uuid.UUID) -> Response:
        """Ask for the comparison in the background; the same run is compared once."""
        job = ask_for_methods(run=self.find_run(run_id), requested_by=signed_in(request))
        return Response(JobSerializer(job).data, status=status.HTTP_202_ACCEPTED)
