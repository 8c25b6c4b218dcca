"""How pools, flows of money, capacity, traces and methods look over the API."""

from rest_framework import serializers

from profitability.api.shapes import AmountField, RankedByField, ShareField

__all__ = [
    "CapacitySerializer",
    "MethodsSerializer",
    "MoneyFlowSerializer",
    "PoolSerializer",
    "RuleTrySerializer",
    "TraceDetailSerializer",
]


class PoolSerializer(serializers.Serializer[object]):
    """One cost pool: amount + received = served + to_customers + unused + unassigned + common."""

    position = serializers.IntegerField(read_only=True)
    pool_id = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)
    line = serializers.CharField(read_only=True)
    amount = AmountField(source="amount_minor")
    received = AmountField(source="received_minor")
    served = AmountField(source="served_minor")
    to_customers = AmountField(source="to_customers_minor")
    unused = AmountField(source="unused_minor")
    unassigned = AmountField(source="unassigned_minor")
    common = AmountField(source="common_minor")
    driver = serializers.CharField(read_only=True, allow_null=True)
    volume = serializers.CharField(read_only=True, allow_null=True, help_text="A decimal number.")
    rate = serializers.CharField(read_only=True, allow_null=True, help_text="A decimal number, major units per unit.")
    capacity = serializers.CharField(read_only=True, allow_null=True, help_text="A decimal number.")
    source_file = serializers.CharField(read_only=True)
    source_row = serializers.IntegerField(read_only=True, allow_null=True)


class MoneyFlowSerializer(serializers.Serializer[object]):
    """Money from a pool to another pool, to customers on a line of the statement, or to what stays with the firm."""

    pool_id = serializers.CharField(read_only=True)
    target_kind = serializers.ChoiceField(
        choices=["pool", "customers", "unused", "unassigned", "common"], read_only=True, source="kind"
    )
    target = serializers.CharField(read_only=True)
    amount = AmountField(source="amount_minor")


class CapacityPeriodSerializer(serializers.Serializer[object]):
    """One pool in one period; unused is below zero when more was used than there is.

    Where the rate is frozen, `price_difference` is what the pool cost beyond its capacity at that rate.
    """

    run = serializers.UUIDField(read_only=True, source="run.id")
    period = serializers.CharField(read_only=True)
    capacity = serializers.CharField(read_only=True, source="line.capacity")
    used = serializers.CharField(read_only=True, source="line.used")
    unused = serializers.CharField(read_only=True, source="line.unused")
    used_share = ShareField()
    rate = serializers.CharField(read_only=True, source="line.rate")
    has_standard_rate = serializers.BooleanField(read_only=True)
    cost = AmountField(source="line.full_cost_minor")
    unused_cost = AmountField(source="idle_minor")
    price_difference = AmountField(source="price_minor")


class CapacitySerializer(serializers.Serializer[object]):
    """One pool with a capacity, in the periods in which it had one."""

    pool_id = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)
    driver = serializers.CharField(read_only=True)
    periods = CapacityPeriodSerializer(many=True, read_only=True, source="known")


class SourceRowSerializer(serializers.Serializer[object]):
    """One row as it was sent; `quantity` × `factor` counts towards the volume, or the sales row's `amount` does."""

    file = serializers.CharField(read_only=True, source="row.source_file")
    row = serializers.IntegerField(read_only=True, allow_null=True, source="row.source_row")
    date = serializers.DateField(read_only=True, allow_null=True, source="row.at_date")
    what = serializers.CharField(read_only=True, source="row.what")
    quantity = serializers.FloatField(read_only=True, allow_null=True, source="row.quantity")
    factor = serializers.FloatField(read_only=True, source="row.factor")
    amount = AmountField(source="row.amount_minor", allow_null=True)


class TraceDetailSerializer(serializers.Serializer[object]):
    """amount = pool_cost × volume / divided_by + rounding, and the rows that the volume was counted from."""

    customer_id = serializers.CharField(read_only=True, source="customer.customer_id")
    pool_id = serializers.CharField(read_only=True, source="share.pool_id")
    pool_name = serializers.CharField(read_only=True, source="share.pool_name")
    driver = serializers.CharField(read_only=True, source="share.driver")
    pool_cost = AmountField(source="share.pool_minor")
    volume = serializers.FloatField(read_only=True, source="share.volume")
    divided_by = serializers.FloatField(read_only=True, source="share.base")
    divided_by_capacity = serializers.BooleanField(read_only=True, source="share.has_capacity")
    has_standard_rate = serializers.BooleanField(read_only=True)
    share = ShareField(source="part_share", allow_null=True)
    rate = serializers.FloatField(read_only=True, source="share.rate")
    amount = AmountField(source="share.amount_minor")
    rounding = serializers.CharField(read_only=True, source="rounding_exact", help_text="Major units, six decimals.")
    pool_file = serializers.CharField(read_only=True, source="share.source_file")
    pool_row = serializers.IntegerField(read_only=True, allow_null=True, source="share.source_row")
    model_hash = serializers.CharField(read_only=True, source="run.model_hash")
    input_hash = serializers.CharField(read_only=True, source="run.input_hash")
    engine_version = serializers.CharField(read_only=True, source="run.engine_version")
    rows_total = serializers.IntegerField(read_only=True, source="source_total")
    rows = SourceRowSerializer(many=True, read_only=True, source="sources")


class _AmountsField(serializers.ListField):
    """One amount for each solved method, in their order."""

    def __init__(self, *, source: str) -> None:
        super().__init__(child=AmountField(), source=source, read_only=True)


class MethodPoolSerializer(serializers.Serializer[object]):
    """One pool under each solved method, in the methods' order."""

    pool_id = serializers.CharField(read_only=True, source="pool.pool_id")
    name = serializers.CharField(read_only=True, source="pool.name")
    line = serializers.CharField(read_only=True, source="pool.line")
    received = _AmountsField(source="pool.received_minor")
    served = _AmountsField(source="pool.served_minor")
    full_cost = _AmountsField(source="pool.full_cost_minor")
    to_customers = _AmountsField(source="pool.to_customers_minor")


class MethodCustomerSerializer(serializers.Serializer[object]):
    """One customer's cost under each solved method, in the methods' order."""

    customer_id = serializers.CharField(read_only=True, source="customer.customer_id")
    name = serializers.CharField(read_only=True)
    cost = _AmountsField(source="customer.cost_minor")


class MethodsSerializer(serializers.Serializer[object]):
    """The methods side by side; `circles` names the pools that serve only each other, where that stops a method."""

    is_running = serializers.BooleanField(read_only=True)
    is_done = serializers.BooleanField(read_only=True)
    methods = serializers.ListField(child=serializers.CharField(), read_only=True, source="codes")
    unsolved = serializers.ListField(child=serializers.CharField(), read_only=True, source="unsolved_codes")
    circles = serializers.ListField(child=serializers.CharField(), read_only=True)
    changed_customers = serializers.IntegerField(read_only=True)
    pools = MethodPoolSerializer(many=True, read_only=True)
    customers = MethodCustomerSerializer(many=True, read_only=True)
    asked = MethodCustomerSerializer(read_only=True, allow_null=True)


class RuleTierSerializer(serializers.Serializer[object]):
    """One tier under a rule: `cut` is the amount of the last customer that the rule gives it."""

    tier = serializers.CharField(read_only=True)
    customers = serializers.IntegerField(read_only=True)
    sum = AmountField(source="contribution_minor")
    cut = AmountField(source="cut_minor", allow_null=True)


class RuleTrySerializer(serializers.Serializer[object]):
    """One rule tried on the run; `moved` customers would change tier. Without tiers its parameters do not do."""

    rule = serializers.CharField(read_only=True)
    is_used = serializers.BooleanField(read_only=True)
    ranked_by = RankedByField()
    moved = serializers.IntegerField(read_only=True)
    tiers = RuleTierSerializer(many=True, read_only=True)
    problems = serializers.ListField(child=serializers.CharField(), read_only=True, source="messages")
