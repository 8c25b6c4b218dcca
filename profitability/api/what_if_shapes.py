"""How what-ifs look over the API."""

from decimal import Decimal

from rest_framework import serializers

from profitability.api.shapes import AmountField, RankedByField, TierSettingsSerializer
from profitability.domain.settings import RANKED_LINES
from profitability.pages.typed_pools import PoolWish


class PoolChangeSerializer(serializers.Serializer[object]):
    """What is changed about one pool; what is left out stays. A capacity of 0 takes the capacity away."""

    pool_id = serializers.CharField(max_length=200)
    amount = serializers.DecimalField(20, 6, required=False, help_text="Major units.")
    driver = serializers.CharField(max_length=200, required=False)
    capacity = serializers.DecimalField(20, 6, min_value=Decimal(0), required=False)


class WhatIfSettingsSerializer(TierSettingsSerializer):
    """What decides the tiers, and what is ranked."""

    rank_by = serializers.ChoiceField(
        choices=list(RANKED_LINES), required=False, help_text="The line of the statement that customers are ranked by."
    )


class QuestionSerializer(serializers.Serializer[object]):
    """Which pools, which of the tiers' settings and what else is ranked."""

    pools = PoolChangeSerializer(many=True, required=False)
    settings = WhatIfSettingsSerializer(required=False)

    def wishes(self) -> list[PoolWish]:
        """Return the changes asked for."""
        return [PoolWish(**change) for change in self.validated_data.get("pools", ())]

    def setting_texts(self) -> dict[str, str]:
        """Return the settings as the settings sheet writes them."""
        return {name: f"{value}" for name, value in self.validated_data.get("settings", {}).items()}


class ScenarioRequestSerializer(QuestionSerializer):
    """A what-if and the name to save it under."""

    name = serializers.CharField(max_length=80)


class WhatIfTierSerializer(serializers.Serializer[object]):
    """One tier before and after, by what is ranked; `cut` is that of the last customer the rule gives the tier.

    Before is by what the run ranks by.
    """

    tier = serializers.CharField(read_only=True)
    before_customers = serializers.IntegerField(read_only=True)
    customers = serializers.IntegerField(read_only=True)
    before_contribution = AmountField(source="before_minor")
    contribution = AmountField(source="contribution_minor")
    cut = AmountField(source="cut_minor", allow_null=True)


class MoverSerializer(serializers.Serializer[object]):
    """One customer that moves; where another line is ranked than in the run, before is by the run's own."""

    customer_id = serializers.CharField(read_only=True, source="mover.customer_id")
    name = serializers.CharField(read_only=True)
    before = AmountField(source="mover.before_minor")
    after = AmountField(source="mover.after_minor")
    tier_before = serializers.CharField(read_only=True, source="mover.tier_before")
    tier_after = serializers.CharField(read_only=True, source="mover.tier_after")


class FiguresSerializer(serializers.Serializer[object]):
    """What a what-if comes to: curve, unused capacity and the firm's result; `contribution` is what is ranked."""

    contribution = AmountField(source="contribution_minor")
    peak = AmountField(source="peak_minor")
    tail = AmountField(source="tail_minor")
    unused = AmountField(source="unused_minor")
    result = AmountField(source="result_minor")
    changed_tiers = serializers.IntegerField(read_only=True)


class WhatIfProblemSerializer(serializers.Serializer[object]):
    problem = serializers.CharField(read_only=True, source="message")
    cure = serializers.CharField(read_only=True)


class WhatIfAnswerSerializer(serializers.Serializer[object]):
    """The picture after the change."""

    message = serializers.CharField(read_only=True)
    rank_by = RankedByField()
    figures = FiguresSerializer(read_only=True)
    tiers = WhatIfTierSerializer(many=True, read_only=True)
    movers = MoverSerializer(many=True, read_only=True)
    problems = WhatIfProblemSerializer(many=True, read_only=True)


class ScenarioSerializer(serializers.Serializer[object]):
    """A saved what-if; it is never a run."""

    id = serializers.UUIDField(read_only=True, source="scenario.id")
    name = serializers.CharField(read_only=True, source="scenario.name")
    settings = serializers.DictField(
        child=serializers.CharField(), read_only=True, source="scenario.settings", help_text="Those that are changed."
    )
    run = serializers.UUIDField(read_only=True, source="scenario.run_id")
    created_at = serializers.DateTimeField(read_only=True, source="scenario.created_at")
    change_count = serializers.IntegerField(read_only=True)
    figures = FiguresSerializer(read_only=True)
