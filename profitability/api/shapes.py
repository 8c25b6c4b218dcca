"""How uploads, runs and results look over the API."""

from decimal import Decimal
from fractions import Fraction

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from jobs.api import JobSerializer
from profitability.domain.money import format_number
from profitability.domain.settings import RANKED_LINES
from profitability.domain.statement import STATEMENT_LINES
from profitability.models import Run, Upload, UploadedFile
from profitability.pages.runs import status_of
from profitability.pages.tier_goals import LeverLine
from ui.formats import decimals_in_use


@extend_schema_field(OpenApiTypes.STR)
class AmountField(serializers.Field[int, object, str, int]):
    """Minor units as a text in major units, with a point and the currency's decimals."""

    def __init__(self, *, source: str | None = None, allow_null: bool = False) -> None:
        super().__init__(source=source, read_only=True, allow_null=allow_null, help_text="Amount in major units.")

    def to_representation(self, value: int) -> str:
        decimals = int(self.context.get("decimals", decimals_in_use()))
        return f"{Decimal(value).scaleb(-decimals):.{decimals}f}"


class RankedByField(serializers.ChoiceField):
    """The line of the statement that the run ranks customers by, and cumulates."""

    def __init__(self) -> None:
        super().__init__(choices=list(RANKED_LINES), read_only=True)


class ShareField(serializers.FloatField):
    """A share from 0 to 1."""

    def __init__(self, *, source: str | None = None, allow_null: bool = False) -> None:
        super().__init__(source=source, read_only=True, allow_null=allow_null, help_text="A share; 1 is the whole.")


class ProblemSerializer(serializers.Serializer[object]):
    """One finding about what was sent; `row` as a spreadsheet counts, the header is row 1."""

    level = serializers.ChoiceField(choices=["error", "warning", "note"], read_only=True)
    sheet = serializers.CharField(read_only=True)
    row = serializers.IntegerField(read_only=True, allow_null=True)
    column = serializers.CharField(read_only=True)
    value = serializers.CharField(read_only=True)
    problem = serializers.CharField(read_only=True, source="message")
    cure = serializers.CharField(read_only=True)


class UploadedFileSerializer(serializers.ModelSerializer[UploadedFile]):
    class Meta:
        model = UploadedFile
        fields = ["name", "size_bytes", "sha256"]
        read_only_fields = fields


class SheetSerializer(serializers.Serializer[object]):
    """What was read of one sheet; `total` sums its main amount."""

    name = serializers.CharField(read_only=True)
    file_name = serializers.CharField(read_only=True)
    row_count = serializers.IntegerField(read_only=True)
    total = AmountField(source="total_minor", allow_null=True)


class UploadSerializer(serializers.ModelSerializer[Upload]):
    """A set of files as sent; ready when it was read without errors."""

    files = UploadedFileSerializer(many=True, read_only=True)
    job = JobSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Upload
        fields = [
            "id",
            "sha256",
            "state",
            "error_count",
            "warning_count",
            "note_count",
            "uploaded_at",
            "read_at",
            "files",
            "job",
        ]
        read_only_fields = fields


class UploadDetailSerializer(serializers.Serializer[object]):
    """An upload with what was read and everything that was wrong."""

    upload = UploadSerializer(read_only=True)
    sheets = SheetSerializer(many=True, read_only=True)
    problems = ProblemSerializer(many=True, read_only=True)


class UploadRequestSerializer(serializers.Serializer[object]):
    """One workbook, one zip or several CSV files in the exchange format."""

    files = serializers.ListField(child=serializers.FileField(), min_length=1, max_length=40)


class RunSerializer(serializers.ModelSerializer[Run]):
    """One allocation of one upload; `status` is waiting, running, published, stopped, cancelled or failed."""

    status = serializers.SerializerMethodField()
    job = JobSerializer(read_only=True, allow_null=True)
    settings = serializers.DictField(child=serializers.CharField(), source="overrides", read_only=True)
    standard_rates_run = serializers.UUIDField(source="rates_from_id", read_only=True, allow_null=True)
    previous_tiers_run = serializers.UUIDField(source="tiers_from_id", read_only=True, allow_null=True)

    class Meta:
        model = Run
        fields = [
            "id",
            "number",
            "label",
            "upload",
            "settings",
            "standard_rates_run",
            "previous_tiers_run",
            "status",
            "engine_version",
            "input_hash",
            "model_hash",
            "started_at",
            "published_at",
            "job",
        ]
        read_only_fields = fields

    def get_status(self, run: Run) -> str:
        return status_of(run)


class RunDetailSerializer(serializers.Serializer[object]):
    """A run and what stopped it, if anything did."""

    run = RunSerializer(read_only=True)
    problems = ProblemSerializer(many=True, read_only=True)


def _share(help_text: str) -> serializers.DecimalField:
    return serializers.DecimalField(
        8, 6, min_value=Decimal(0), max_value=Decimal(1), required=False, help_text=help_text
    )


class TierSettingsSerializer(serializers.Serializer[object]):
    """How the tiers are cut; a setting left out stays as it was."""

    tier_rule = serializers.ChoiceField(choices=["whale", "percent", "threshold"], required=False)
    gold_peak_share = _share("Rule whale: gold reaches this share of the peak.")
    gold_max_share = _share("Rule whale: gold is at most this share of the customers.")
    gold_percent = _share("Rule percent: gold's share of the customers.")
    silver_percent = _share("Rule percent: gold's and silver's share of the customers.")
    gold_from = serializers.DecimalField(20, 2, required=False, help_text="Rule threshold: major units.")
    silver_from = serializers.DecimalField(20, 2, required=False, help_text="Rule threshold: major units.")
    new_customer_months = serializers.IntegerField(min_value=0, max_value=1200, required=False)


class RunRequestSerializer(TierSettingsSerializer):
    """How a run is to be made; a setting left out is as the upload says. The same `key` twice is one run."""

    label = serializers.CharField(max_length=100)  # type: ignore[assignment]  # the metaclass takes it off the class
    upload = serializers.UUIDField()
    rank_by = serializers.ChoiceField(
        choices=list(RANKED_LINES), required=False, help_text="The line of the statement that customers are ranked by."
    )
    standard_rates_run = serializers.UUIDField(
        required=False, allow_null=True, help_text="Published run whose rates are frozen in this one."
    )
    previous_tiers_run = serializers.UUIDField(
        required=False, allow_null=True, help_text="Published run whose tiers the margin may hold."
    )
    tier_margin = serializers.DecimalField(
        20, 2, required=False, min_value=Decimal(0), help_text="Major units; a tier is left only by this much."
    )
    key = serializers.CharField(max_length=100, help_text="Idempotency key, chosen by the caller.")


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
