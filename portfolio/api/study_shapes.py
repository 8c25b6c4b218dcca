"""How studies and what they say look over the API: estimates as numbers, amounts in whole minor units, shares 0–1."""

from collections.abc import Mapping

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from portfolio.domain.leaving import LeavingSummary
from portfolio.domain.twins import TwinsSummary
from portfolio.domain.value_ahead.summary import AheadSummary
from portfolio.models import AnalysisState, Study, StudyKind
from portfolio.selectors.studies import get_ahead_summary, get_leaving_summary, get_twins_summary
from portfolio.services.study_building import LEFT_COLUMN


class StudySerializer(serializers.ModelSerializer[Study]):
    """A study of an analysis; `job` is followed at jobs/. `left_column` says who left; empty: those who do not buy."""

    left_column = serializers.SerializerMethodField()

    class Meta:
        model = Study
        fields = ["id", "analysis", "kind", "state", "left_column", "job", "started_at", "published_at"]
        read_only_fields = fields

    def get_left_column(self, study: Study) -> str:
        return str(study.choices.get(LEFT_COLUMN, ""))


class NewStudySerializer(serializers.Serializer[object]):
    """What to estimate; the same `key` twice is one study. `left_column`: for kind leaving, who has left."""

    kind = serializers.ChoiceField(choices=StudyKind.choices)
    key = serializers.CharField(max_length=100)
    left_column = serializers.CharField(default="", allow_blank=True, max_length=200)

    def validate(self, attrs: Mapping[str, str]) -> Mapping[str, str]:
        """Refuse a column where there is no use of one."""
        if attrs["left_column"] and attrs["kind"] != StudyKind.LEAVING:
            raise serializers.ValidationError({"left_column": ["Only a study of who is about to leave has one."]})
        return attrs


class ModelFitSerializer(serializers.Serializer[object]):
    """A model fitted to what came before the window that was held out, and what it expected of that window."""

    model = serializers.CharField()
    parameters = serializers.ListField(child=serializers.FloatField())
    log_likelihood = serializers.FloatField()
    converged = serializers.BooleanField()
    expected_purchases = serializers.FloatField()
    mean_error = serializers.FloatField()


class HoldoutSerializer(serializers.Serializer[object]):
    """The chosen model against the window that was held out; `covered_share` fell within their interval."""

    customers = serializers.IntegerField()
    purchases = serializers.IntegerField()
    expected_purchases = serializers.FloatField()
    revenue_minor = serializers.IntegerField()
    expected_minor = serializers.IntegerField()
    covered_share = serializers.FloatField()


class AheadTotalSerializer(serializers.Serializer[object]):
    """The window ahead, all customers together, with its interval."""

    alive = serializers.FloatField()
    purchases = serializers.FloatField()
    low_purchases = serializers.FloatField()
    high_purchases = serializers.FloatField()
    revenue_minor = serializers.IntegerField()
    low_minor = serializers.IntegerField()
    high_minor = serializers.IntegerField()


class AheadTierSerializer(serializers.Serializer[object]):
    """A tier's window ahead by the model, and by the simple value; null where no retention is known."""

    tier = serializers.CharField()
    customers = serializers.IntegerField()
    revenue_minor = serializers.IntegerField()
    expected_minor = serializers.IntegerField()
    simple_minor = serializers.IntegerField(allow_null=True)
    alive = serializers.FloatField()


class AheadSerializer(serializers.Serializer[AheadSummary]):
    """The value ahead: the models, how the chosen one stood its test, and the next window."""

    cut_date = serializers.DateField()
    customers = serializers.IntegerField()
    chosen = serializers.CharField()
    fits = ModelFitSerializer(many=True)
    holdout = HoldoutSerializer()
    gamma_gamma = serializers.ListField(child=serializers.FloatField())
    total = AheadTotalSerializer()
    tiers = AheadTierSerializer(many=True)


class ModelScoreSerializer(serializers.Serializer[object]):
    """How a model told those who left from those who stayed."""

    model = serializers.CharField()
    auc = serializers.FloatField()
    brier = serializers.FloatField()
    top_share = serializers.FloatField()


class CalibrationSerializer(serializers.Serializer[object]):
    """A tenth of the test's customers by risk: the share expected to leave, and the share that left."""

    customers = serializers.IntegerField()
    expected_share = serializers.FloatField()
    actual_share = serializers.FloatField()


class SignWeightSerializer(serializers.Serializer[object]):
    """How much a sign weighs in the model used."""

    sign = serializers.CharField()
    share = serializers.FloatField()


class RiskTierSerializer(serializers.Serializer[object]):
    """A tier: how many are expected to leave, and the revenue at risk."""

    tier = serializers.CharField()
    customers = serializers.IntegerField()
    expected_leaving = serializers.FloatField()
    at_risk_minor = serializers.IntegerField()


class LeavingSerializer(serializers.Serializer[LeavingSummary]):
    """Who is about to leave: the models in the test, the one used, and what is at risk.

    `difference`: the AUC of `challenger` less that of recency alone, with its 90 % interval.
    """

    train_date = serializers.DateField()
    test_date = serializers.DateField()
    months = serializers.IntegerField()
    train_customers = serializers.IntegerField()
    test_customers = serializers.IntegerField()
    test_left = serializers.IntegerField()
    scores = ModelScoreSerializer(many=True)
    challenger = serializers.CharField()
    used = serializers.CharField()
    difference = serializers.FloatField()
    difference_low = serializers.FloatField()
    difference_high = serializers.FloatField()
    calibration = CalibrationSerializer(many=True)
    weights = SignWeightSerializer(many=True)
    tiers = RiskTierSerializer(many=True)
    is_tested_later = serializers.BooleanField()


class TwinTestSerializer(serializers.Serializer[object]):
    """Offers made from the earlier window alone, held against the later one."""

    customers = serializers.IntegerField()
    hits = serializers.IntegerField()
    popular_hits = serializers.IntegerField()
    both_hits = serializers.IntegerField()
    beats_popular = serializers.BooleanField()


class ProductOfferSerializer(serializers.Serializer[object]):
    """A product, how many it is offered to, and what that is expected to give."""

    name = serializers.CharField()
    holders = serializers.IntegerField()
    offered = serializers.IntegerField()
    mean_minor = serializers.IntegerField()
    expected_minor = serializers.IntegerField()


class TwinsSerializer(serializers.Serializer[TwinsSummary]):
    """Who could buy what next: the offers by product, and how offers made a window earlier turned out."""

    customers = serializers.IntegerField()
    offered = serializers.IntegerField()
    product_count = serializers.IntegerField()
    baskets = serializers.IntegerField()
    reference = serializers.IntegerField()
    test = TwinTestSerializer(allow_null=True)
    products = ProductOfferSerializer(many=True)


class StudyResultSerializer(StudySerializer):
    """A study with what it says, under its kind; the others are null, and all of them until it is published."""

    ahead = serializers.SerializerMethodField()
    leaving = serializers.SerializerMethodField()
    twins = serializers.SerializerMethodField()

    class Meta(StudySerializer.Meta):
        fields = [*StudySerializer.Meta.fields, "ahead", "leaving", "twins"]
        read_only_fields = fields

    @extend_schema_field(AheadSerializer(allow_null=True))
    def get_ahead(self, study: Study) -> Mapping[str, object] | None:
        return AheadSerializer(get_ahead_summary(study)).data if _has(study, StudyKind.AHEAD) else None

    @extend_schema_field(LeavingSerializer(allow_null=True))
    def get_leaving(self, study: Study) -> Mapping[str, object] | None:
        return LeavingSerializer(get_leaving_summary(study)).data if _has(study, StudyKind.LEAVING) else None

    @extend_schema_field(TwinsSerializer(allow_null=True))
    def get_twins(self, study: Study) -> Mapping[str, object] | None:
        return TwinsSerializer(get_twins_summary(study)).data if _has(study, StudyKind.TWINS) else None


def _has(study: Study, kind: StudyKind) -> bool:
    return study.kind == kind and study.state == AnalysisState.PUBLISHED
