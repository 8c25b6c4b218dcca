"""How the results of a run look over the API: statements, tiers, whale curve, costing, proof."""

from fractions import Fraction

from rest_framework import serializers

from profitability.api.shapes import AmountField, RankedByField, ShareField
from profitability.domain.money import format_number
from profitability.domain.statement import STATEMENT_LINES
from profitability.pages.tier_goals import LeverLine
from ui.formats import decimals_in_use


class StatementSerializer(serializers.Serializer[object]):
    """One customer's income statement; costs are positive when they lower the result."""

    customer_id = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)
    segment = serializers.CharField(read_only=True)
    rank = serializers.IntegerField(read_only=True, allow_null=True)
    tier = serializers.CharField(read_only=True)
    tier_reason = serializers.CharField(read_only=True)
    cumulative_contribution = AmountField(source="cumulative_contribution_minor", allow_null=True)

    def get_fields(self) -> dict[str, serializers.Field[object, object, object, object]]:
        fields = super().get_fields()
        fields.update({line: AmountField(source=f"{line}_minor") for line in STATEMENT_LINES})
        return fields


class StatementPageSerializer(serializers.Serializer[object]):
    """One page of the customers that match."""

    total = serializers.IntegerField(read_only=True)
    page = serializers.IntegerField(read_only=True)
    ranked_by = RankedByField()
    results = StatementSerializer(many=True, read_only=True)


class TraceSerializer(serializers.Serializer[object]):
    """What one pool put on the customer: amount = cost × volume / divided_by, to the minor unit."""

    pool_id = serializers.CharField(read_only=True)
    pool_name = serializers.CharField(read_only=True)
    driver = serializers.CharField(read_only=True)
    volume = serializers.FloatField(read_only=True)
    divided_by = serializers.FloatField(read_only=True, source="base")
    rate = serializers.FloatField(read_only=True)
    pool_cost = AmountField(source="pool_minor")
    amount = AmountField(source="amount_minor")
    source_file = serializers.CharField(read_only=True)
    source_row = serializers.IntegerField(read_only=True, allow_null=True)


class DirectCostSerializer(serializers.Serializer[object]):
    """A cost booked straight on the customer."""

    line = serializers.CharField(read_only=True)
    amount = AmountField(source="amount_minor")
    date = serializers.DateField(read_only=True, allow_null=True, source="booked_date")
    text = serializers.CharField(read_only=True)
    source_file = serializers.CharField(read_only=True)
    source_row = serializers.IntegerField(read_only=True, allow_null=True)


class CostLineSerializer(serializers.Serializer[object]):
    """A cost line opened."""

    line = serializers.CharField(read_only=True, source="line.code")
    pools = TraceSerializer(many=True, read_only=True, source="shares")
    direct_costs = DirectCostSerializer(many=True, read_only=True)


class LeverSerializer(serializers.Serializer[object]):
    """The smallest change in one lever alone: `now` and `needed` in major units, or in units of `driver`."""

    lever = serializers.CharField(read_only=True, source="lever.lever")
    driver = serializers.CharField(read_only=True, source="lever.driver")
    now = serializers.SerializerMethodField()
    needed = serializers.SerializerMethodField()
    is_enough = serializers.BooleanField(read_only=True)

    def get_now(self, line: LeverLine) -> str:
        return self._written(line, line.lever.now)

    def get_needed(self, line: LeverLine) -> str:
        return self._written(line, line.lever.needed)

    def _written(self, line: LeverLine, number: Fraction) -> str:
        decimals = int(self.context.get("decimals", decimals_in_use()))
        if line.lever.lever == "driver":
            return format_number(number, at_most=6)
        return format_number(number / 10**decimals, at_most=decimals + 2)


class GoalSerializer(serializers.Serializer[object]):
    """A better tier, what is missing to its border, and what each lever alone would have to be."""

    tier = serializers.CharField(read_only=True)
    border = AmountField(source="border_minor")
    missing = AmountField(source="missing_minor")
    levers = LeverSerializer(many=True, read_only=True)


class CustomerProofSerializer(serializers.Serializer[object]):
    """What pools and direct costs put on the customer against its statement; `difference` is always zero."""

    pools = AmountField(source="pools_minor")
    direct_costs = AmountField(source="direct_costs_minor")
    on_statement = AmountField(source="stated_minor")
    difference = AmountField(source="difference_minor")


class ChanceSerializer(serializers.Serializer[object]):
    """In how large a share of the draws the customer falls in a tier."""

    tier = serializers.CharField(read_only=True)
    share = ShareField()


class CustomerCertaintySerializer(serializers.Serializer[object]):
    """How often the customer falls in each tier, by the simulation asked for last; null before one is done."""

    chances = ChanceSerializer(many=True, read_only=True)


class StatementDetailSerializer(serializers.Serializer[object]):
    """A customer's statement and what each cost line is made of."""

    statement = StatementSerializer(read_only=True, source="customer")
    costs = CostLineSerializer(many=True, read_only=True)
    proof = CustomerProofSerializer(read_only=True)
    goals = GoalSerializer(many=True, read_only=True)
    certainty = CustomerCertaintySerializer(read_only=True, allow_null=True)


class TierSerializer(serializers.Serializer[object]):
    """One tier and what it brings."""

    tier = serializers.CharField(read_only=True)
    customers = serializers.IntegerField(read_only=True)
    share = ShareField()
    net_sales = AmountField(source="net_sales_minor")
    contribution = AmountField(source="contribution_minor")
    result = AmountField(source="result_minor")
    ranked_by = RankedByField()
    ranked = AmountField(source="value_minor")


class WhalePointSerializer(serializers.Serializer[object]):
    rank = serializers.IntegerField(read_only=True)
    share_of_customers = ShareField()
    cumulative_contribution = AmountField(source="cumulative_contribution_minor")


class WhaleCurveSerializer(serializers.Serializer[object]):
    """The whale curve in at most 2 000 points; the peak is the highest."""

    ranked_by = RankedByField()
    peak_rank = serializers.IntegerField(read_only=True, source="whale.peak_rank")
    peak = AmountField(source="whale.peak_minor")
    end = AmountField(source="whale.end_minor")
    tail = AmountField(source="whale.tail_minor")
    points = WhalePointSerializer(many=True, read_only=True, source="whale.points")


class TierCostingSerializer(serializers.Serializer[object]):
    """One tier by direct and by full costing."""

    tier = serializers.CharField(read_only=True, source="costing.tier")
    customers = serializers.IntegerField(read_only=True, source="costing.customers")
    turned = serializers.IntegerField(read_only=True, source="costing.turned")
    result = AmountField(source="costing.result_minor")
    forced = AmountField(source="costing.forced_minor")
    full_result = AmountField(source="costing.full_result_minor")


class TurnedSerializer(serializers.Serializer[object]):
    """A customer whose profit is a loss by full costing."""

    customer_id = serializers.CharField(read_only=True, source="customer.customer_id")
    name = serializers.CharField(read_only=True, source="customer.name")
    result = AmountField(source="costing.result_minor")
    forced = AmountField(source="costing.forced_minor")
    full_result = AmountField(source="costing.full_result_minor")


class CostingSerializer(serializers.Serializer[object]):
    """Direct and full costing side by side; the full results sum to the firm's result."""

    base = serializers.CharField(read_only=True)
    forced = AmountField(source="forced_minor")
    turned = serializers.IntegerField(read_only=True)
    tiers = TierCostingSerializer(many=True, read_only=True)
    customers = TurnedSerializer(many=True, read_only=True)


class ProofSerializer(serializers.Serializer[object]):
    """Where every minor unit of pools and direct costs went; `difference` is always zero."""

    pools = AmountField(source="pools_minor")
    direct_costs = AmountField(source="direct_costs_minor")
    to_customers = AmountField(source="to_customers_minor")
    common = AmountField(source="common_minor")
    unused = AmountField(source="unused_minor")
    unassigned = AmountField(source="unassigned_minor")
    difference = AmountField(source="difference_minor")
