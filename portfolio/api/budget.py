"""The development budget over the API: versions, single levers, the cheapest mix, and saved scenarios."""

import uuid
from collections.abc import Mapping
from fractions import Fraction

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import Action, signed_in
from accounts.api import EngagementAPIView
from portfolio.domain.lever_texts import KEYS
from portfolio.domain.ratio import decimal_text
from portfolio.models import Analysis, Scenario
from portfolio.pages.budget import BudgetPage, SavedScenario, Version, budget_page, saved_scenario
from portfolio.pages.lever_mix import MixLine, MixResult
from portfolio.pages.typed_levers import Typed, read_typed
from portfolio.selectors.analyses import (
    get_published_analysis_or_404,
    get_scenario_or_404,
    get_summary,
    list_scenarios,
)
from portfolio.services.scenarios import (
    ScenarioNameTakenError,
    TooManyScenariosError,
    remove_scenario,
    save_scenario,
)

_PREFIXES = {"development": "d.", "levers": "l.", "costs": "c.", "largest": "m."}
_SHARE_DECIMALS = 6
_PERCENT_DECIMALS = 2


def _text(value: Fraction | None) -> str | None:
    return None if value is None else decimal_text(value, _SHARE_DECIMALS)


class BudgetLineSerializer(serializers.Serializer[object]):
    """A group of a version: customers and purchases as whole numbers, revenue in minor units."""

    name = serializers.CharField(source="label")
    customers = serializers.IntegerField()
    purchases = serializers.IntegerField()
    revenue_minor = serializers.IntegerField()


class VersionSerializer(serializers.Serializer[Version]):
    """A version of the period; shares (0–1) and durations as decimal texts, null where unknown."""

    name = serializers.CharField()
    lines = BudgetLineSerializer(many=True)
    lost_customers = serializers.IntegerField()
    revenue_minor = serializers.IntegerField()
    retention = serializers.SerializerMethodField()
    won_back_share = serializers.SerializerMethodField()
    gross_duration = serializers.SerializerMethodField()
    net_duration = serializers.SerializerMethodField()
    revenue_change = serializers.SerializerMethodField()
    to_target_minor = serializers.IntegerField(allow_null=True)

    def get_retention(self, version: Version) -> str | None:
        return _text(version.retention)

    def get_won_back_share(self, version: Version) -> str | None:
        return _text(version.won_back_share)

    def get_gross_duration(self, version: Version) -> str | None:
        return _text(version.gross_duration)

    def get_net_duration(self, version: Version) -> str | None:
        return _text(version.net_duration)

    def get_revenue_change(self, version: Version) -> str | None:
        return _text(version.revenue_change)


class SolvedLeverSerializer(serializers.Serializer[object]):
    """What one lever alone must be set to; `percent` empty where it moves nothing, `cost_minor` null without a cost."""

    name = serializers.CharField(source="label")
    percent = serializers.CharField(source="text", allow_blank=True)
    is_possible = serializers.BooleanField()
    cost_minor = serializers.IntegerField(allow_null=True)


class MixLineSerializer(serializers.Serializer[MixLine]):
    """One lever of the mix."""

    group = serializers.CharField()
    lever = serializers.CharField()
    percent = serializers.SerializerMethodField()
    point_minor = serializers.IntegerField()
    cost_minor = serializers.IntegerField()

    def get_percent(self, line: MixLine) -> str:
        return decimal_text(line.percent, _PERCENT_DECIMALS)


class MixSerializer(serializers.Serializer[MixResult]):
    """The cheapest mix of levers that reaches the target; `is_reached` false: as far as all of them go."""

    is_reached = serializers.BooleanField()
    levers = MixLineSerializer(many=True, source="lines")
    cost_minor = serializers.IntegerField()
    revenue_minor = serializers.IntegerField()
    gain_minor = serializers.IntegerField()
    cheapest_alone_minor = serializers.IntegerField(allow_null=True)


class BudgetScenarioSerializer(serializers.Serializer[SavedScenario]):
    """A saved scenario with its figures."""

    id = serializers.UUIDField(source="scenario.id")
    name = serializers.CharField(source="scenario.name")
    development = serializers.DictField(child=serializers.CharField(), source="scenario.development")
    levers = serializers.DictField(child=serializers.CharField(), source="scenario.levers")
    target_minor = serializers.IntegerField(source="scenario.target_minor", allow_null=True)
    version = VersionSerializer()
    cost_minor = serializers.IntegerField(allow_null=True)
    mix = MixSerializer(allow_null=True)


class BudgetSerializer(serializers.Serializer[BudgetPage]):
    """Outcome, the same development again, and the levers; single levers and mix with a target."""

    versions = VersionSerializer(many=True)
    single_levers = SolvedLeverSerializer(many=True, source="solutions")
    mix = MixSerializer(allow_null=True)
    warnings = serializers.ListField(child=serializers.CharField(), source="too_far")


class NewBudgetScenarioSerializer(serializers.Serializer[object]):
    """A scenario to keep; percentages, costs per percentage point and largest settings as texts by `group.lever`."""

    name = serializers.CharField(max_length=80)
    development = serializers.DictField(child=serializers.CharField(), default=dict)
    levers = serializers.DictField(child=serializers.CharField(), default=dict)
    costs = serializers.DictField(child=serializers.CharField(), default=dict)
    largest = serializers.DictField(child=serializers.CharField(), default=dict)
    target = serializers.CharField(default="", allow_blank=True, max_length=30)


def _read(analysis: Analysis, values: Mapping[str, str]) -> Typed:
    typed = read_typed(values, get_summary(analysis).decimals)
    errors = {f"d.{name}": [text] for name, text in typed.development.errors.items()}
    errors |= {f"l.{name}": [text] for name, text in typed.levers.errors.items()}
    errors |= {name: [text] for name, text in typed.costs.errors.items()}
    if typed.target_error:
        errors["target"] = [typed.target_error]
    if errors:
        raise ValidationError(errors)
    return typed


_PARAMETERS = [OpenApiParameter("target", str, description="The revenue to reach, in major units.")] + [
    OpenApiParameter(prefix + key.name, str, description=f"{what}, {key.group}: {key.lever}.")
    for prefix, what in (
        ("d.", "Development in percent"),
        ("l.", "Lever in percent"),
        ("c.", "Cost of a percentage point, in major units"),
        ("m.", "Largest setting in percent"),
    )
    for key in KEYS
]


class BudgetView(EngagementAPIView):
    """The development budget of an analysis."""

    actions = {"GET": Action.VIEW_CUSTOMER_BASE}

    @extend_schema(operation_id="base_budget_retrieve", parameters=_PARAMETERS, responses=BudgetSerializer)
    def get(self, request: Request, analysis_id: uuid.UUID) -> Response:
        """Return the budget with levers, costs and target as given; nothing is kept."""
        analysis = get_published_analysis_or_404(self.engagement, analysis_id)
        return Response(BudgetSerializer(budget_page(analysis, _read(analysis, request.query_params.dict()))).data)


class BudgetScenariosView(EngagementAPIView):
    """The saved scenarios of an analysis."""

    actions = {"GET": Action.VIEW_CUSTOMER_BASE, "POST": Action.ANALYSE_CUSTOMER_BASE}

    @extend_schema(operation_id="base_scenarios_list", responses=BudgetScenarioSerializer(many=True))
    def get(self, request: Request, analysis_id: uuid.UUID) -> Response:
        """List the scenarios with their figures, oldest first."""
        del request
        analysis = get_published_analysis_or_404(self.engagement, analysis_id)
        saved = [saved_scenario(get_summary(analysis), scenario) for scenario in list_scenarios(analysis)]
        return Response([BudgetScenarioSerializer(one).data for one in saved])

    @extend_schema(
        operation_id="base_scenarios_create",
        request=NewBudgetScenarioSerializer,
        responses={201: BudgetScenarioSerializer},
    )
    def post(self, request: Request, analysis_id: uuid.UUID) -> Response:
        """Keep a scenario under a name of its own."""
        analysis = get_published_analysis_or_404(self.engagement, analysis_id)
        wanted = NewBudgetScenarioSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        values = wanted.validated_data
        sent = {prefix + name: text for part, prefix in _PREFIXES.items() for name, text in values[part].items()}
        typed = _read(analysis, sent | {"target": values["target"]})
        scenario = self._save(analysis, values["name"], typed)
        saved = saved_scenario(get_summary(analysis), scenario)
        return Response(BudgetScenarioSerializer(saved).data, status=status.HTTP_201_CREATED)

    def _save(self, analysis: Analysis, name: str, typed: Typed) -> Scenario:
        try:
            return save_scenario(
                analysis=analysis,
                name=name,
                development=typed.development.kept(),
                levers=typed.levers.kept(),
                costs=typed.costs.kept(get_summary(analysis).decimals),
                target_minor=typed.target_minor,
                saved_by=signed_in(self.request),
            )
        except ScenarioNameTakenError as fault:
            raise ValidationError({"name": ["There is a scenario of that name."]}) from fault
        except TooManyScenariosError as fault:
            raise ValidationError({"name": ["The analysis has as many scenarios as it can have."]}) from fault


class BudgetScenarioView(EngagementAPIView):
    """One saved scenario."""

    actions = {"DELETE": Action.ANALYSE_CUSTOMER_BASE}

    @extend_schema(operation_id="base_scenarios_destroy", responses={204: None})
    def delete(self, request: Request, scenario_id: uuid.UUID) -> Response:
        """Take a scenario away."""
        remove_scenario(scenario=get_scenario_or_404(self.engagement, scenario_id), removed_by=signed_in(request))
        return Response(status=status.HTTP_204_NO_CONTENT)
