"""Moves between tiers over the API."""

import uuid

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from profitability.api.cost_shapes import RuleTrySerializer
from profitability.api.results import ResultView
from profitability.api.shapes import AmountField, TierSettingsSerializer
from profitability.pages.tier_moves import tier_moves
from profitability.pages.tier_rules import tier_rules_page
from profitability.selectors.benches import find_bench
from profitability.selectors.runs import find_previous_run, find_published_run, get_summary


class MoveCountSerializer(serializers.Serializer[object]):
    """How many customers went from one tier to another; null: not ranked in that run."""

    tier_before = serializers.CharField(read_only=True, allow_null=True)
    tier_after = serializers.CharField(read_only=True, allow_null=True)
    customers = serializers.IntegerField(read_only=True)
    change = AmountField(source="change_minor")


class TierMoveSerializer(serializers.Serializer[object]):
    """One customer that rose or fell; volume, price and cost to serve sum to the change of its contribution."""

    customer_id = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)
    tier_before = serializers.CharField(read_only=True)
    tier_after = serializers.CharField(read_only=True)
    contribution_before = AmountField(source="contribution_before_minor")
    contribution_after = AmountField(source="contribution_after_minor")
    volume = AmountField(source="volume_minor")
    price = AmountField(source="price_minor")
    cost_to_serve = AmountField(source="cost_to_serve_minor")


class TierMovesSerializer(serializers.Serializer[object]):
    """The moves since another run; `rose` and `fell` hold the largest twenty each."""

    run_before = serializers.UUIDField(read_only=True, allow_null=True)
    counts = MoveCountSerializer(many=True, read_only=True)
    rose = TierMoveSerializer(many=True, read_only=True)
    fell = TierMoveSerializer(many=True, read_only=True)


class TierRulesView(ResultView):
    """The rules for tiers, tried before they are used."""

    @extend_schema(
        operation_id="tier_rules_list",
        parameters=[TierSettingsSerializer],
        responses=RuleTrySerializer(many=True),
    )
    def get(self, request: Request, run_id: uuid.UUID) -> Response:
        """Return where the cuts fall by each rule; a parameter left out is the run's own. Nothing is kept."""
        run = self.find_run(run_id)
        asked = TierSettingsSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        texts = {name: f"{value}" for name, value in asked.validated_data.items()}
        context = {"decimals": get_summary(run).decimals}
        rules = tier_rules_page(run, find_bench(run), texts).rules
        return Response(RuleTrySerializer(rules, many=True, context=context).data)


class TierMovesView(ResultView):
    """Who went from tier to tier since another run."""

    @extend_schema(
        operation_id="tier_moves_retrieve",
        parameters=[OpenApiParameter("before", str, description="The earlier run; left out: the one before.")],
        responses=TierMovesSerializer,
    )
    def get(self, request: Request, run_id: uuid.UUID) -> Response:
        """Return the moves; empty without an earlier run."""
        run = self.find_run(run_id)
        asked = request.query_params.get("before", "")
        before = find_published_run(self.engagement, asked) if asked else find_previous_run(run)
        record: dict[str, object] = {"run_before": None, "counts": (), "rose": (), "fell": ()}
        if before is not None:
            moves = tier_moves(before, run)
            record = {
                "run_before": before.id,
                "counts": moves.counts,
                "rose": [line.move for line in moves.rose],
                "fell": [line.move for line in moves.fell],
            }
        return Response(TierMovesSerializer(record, context={"decimals": get_summary(run).decimals}).data)
