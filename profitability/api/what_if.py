"""What-ifs over the API: ask, save, list, remove. Nothing here starts or publishes a run."""

import uuid

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import Action, signed_in
from accounts.api import EngagementAPIView
from profitability.api.what_if_shapes import (
    QuestionSerializer,
    ScenarioRequestSerializer,
    ScenarioSerializer,
    WhatIfAnswerSerializer,
)
from profitability.models import Run
from profitability.pages.typed_pools import read_wishes
from profitability.pages.what_if_answer import Answer, Asked, answer_of
from profitability.pages.what_if_scenarios import saved_scenario
from profitability.selectors.benches import Bench, find_bench
from profitability.selectors.runs import get_published_run_or_404, get_summary
from profitability.selectors.scenarios import get_scenario_or_404, list_scenarios
from profitability.services.scenarios import (
    ScenarioNameTakenError,
    TooManyScenariosError,
    remove_scenario,
    save_scenario,
)


class LedgerGoneError(APIException):
    status_code = status.HTTP_409_CONFLICT
    default_detail = "The ledger that the run was made of is gone."
    default_code = "ledger_gone"


class NotSavedError(APIException):
    status_code = status.HTTP_409_CONFLICT
    default_detail = "The name is taken, or the run has as many scenarios as can be compared."
    default_code = "scenario_not_saved"


def _ask(run: Run, asked_for: QuestionSerializer) -> tuple[Asked, Answer]:
    bench: Bench | None = find_bench(run)
    if bench is None:
        raise LedgerGoneError
    decimals = get_summary(run).decimals
    changes, faults = read_wishes(asked_for.wishes(), bench.model.pools, bench.list_drivers(), decimals)
    if faults:
        raise ValidationError({"pools": list(faults)})
    asked = Asked(changes, asked_for.setting_texts())
    return asked, answer_of(run, bench, asked)


class WhatIfView(EngagementAPIView):
    """Asking what changes come to."""

    actions = {"POST": Action.VIEW_PROFITABILITY}

    @extend_schema(operation_id="what_if_ask", request=QuestionSerializer, responses={200: WhatIfAnswerSerializer})
    def post(self, request: Request, run_id: uuid.UUID) -> Response:
        """Return the picture with pools and tiers changed; nothing is kept."""
        run = get_published_run_or_404(self.engagement, run_id)
        question = QuestionSerializer(data=request.data)
        question.is_valid(raise_exception=True)
        _asked, answer = _ask(run, question)
        return Response(WhatIfAnswerSerializer(answer, context={"decimals": get_summary(run).decimals}).data)


class ScenarioListView(EngagementAPIView):
    """The saved what-ifs of a run."""

    actions = {"GET": Action.VIEW_PROFITABILITY, "POST": Action.RUN_ALLOCATION}

    @extend_schema(operation_id="scenarios_list", responses=ScenarioSerializer(many=True))
    def get(self, request: Request, run_id: uuid.UUID) -> Response:
        """Return the saved what-ifs, oldest first."""
        run = get_published_run_or_404(self.engagement, run_id)
        saved = [saved_scenario(scenario) for scenario in list_scenarios(run)]
        context = {"decimals": get_summary(run).decimals}
        return Response(ScenarioSerializer(saved, many=True, context=context).data)

    @extend_schema(
        operation_id="scenarios_create", request=ScenarioRequestSerializer, responses={201: ScenarioSerializer}
    )
    def post(self, request: Request, run_id: uuid.UUID) -> Response:
        """Save a what-if under a name; the run stays as it is."""
        run = get_published_run_or_404(self.engagement, run_id)
        wanted = ScenarioRequestSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        asked, answer = _ask(run, wanted)
        try:
            scenario = save_scenario(
                run=run,
                name=wanted.validated_data["name"],
                changes=asked.changes,
                settings=answer.changed_settings,
                figures=answer.figures,
                saved_by=signed_in(request),
            )
        except (ScenarioNameTakenError, TooManyScenariosError) as fault:
            raise NotSavedError from fault
        context = {"decimals": get_summary(run).decimals}
        return Response(ScenarioSerializer(saved_scenario(scenario), context=context).data, status.HTTP_201_CREATED)


class ScenarioView(EngagementAPIView):
    """One saved what-if."""

    actions = {"DELETE": Action.RUN_ALLOCATION}

    @extend_schema(operation_id="scenarios_destroy", responses={204: None})
    def delete(self, request: Request, scenario_id: uuid.UUID) -> Response:
        """Take a saved what-if away."""
        scenario = get_scenario_or_404(self.engagement, scenario_id)
        remove_scenario(scenario=scenario, removed_by=signed_in(request))
        return Response(status=status.HTTP_204_NO_CONTENT)
