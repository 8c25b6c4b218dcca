"""How uploads and runs look over the API, and the fields that all results share."""

from decimal import Decimal

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from jobs.api import JobSerializer
from profitability.domain.settings import RANKED_LINES
from profitability.models import Run, Upload, UploadedFile
from profitability.pages.runs import status_of
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


class UploadedSheetSerializer(serializers.Serializer[object]):
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
    sheets = UploadedSheetSerializer(many=True, read_only=True)
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
    standard_rates_pools = serializers.ListField(
        child=serializers.CharField(),
        source="frozen_pools",
        read_only=True,
        allow_null=True,
        help_text="Pools whose rates are frozen; null: every rate of that run.",
    )
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
            "standard_rates_pools",
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
    standard_rates_pools = serializers.ListField(
        child=serializers.CharField(max_length=200),
        required=False,
        allow_empty=False,
        max_length=10_000,
        help_text="Freeze only the rates of these pools of standard_rates_run; left out: all that it has.",
    )
    previous_tiers_run = serializers.UUIDField(
        required=False, allow_null=True, help_text="Published run whose tiers the margin may hold."
    )
    tier_margin = serializers.DecimalField(
        20, 2, required=False, min_value=Decimal(0), help_text="Major units; a tier is left only by this much."
    )
    key = serializers.CharField(max_length=100, help_text="Idempotency key, chosen by the caller.")
