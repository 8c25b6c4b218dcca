"""How assessments look to programs."""

from django.utils.translation import gettext as _
from rest_framework import serializers

from assessment.domain.cells import Cell
from assessment.pages.balance import BalanceLine, BalanceView
from assessment.pages.clashes import ClashView
from assessment.pages.overview import OverviewPage, SectionCard
from assessment.pages.readiness import AreaView, ReadinessPage, RuleView
from assessment.pages.score_chart import ScoreView
from assessment.pages.support_map import MapMove, SupportMap
from assessment.readers import ShippedInstrument
from assessment.selectors import WrittenAnswer
from assessment.selectors.authoring import find_usable
from assessment.services import Conflict

LONGEST_VERSION = 2_000_000_000


class InstrumentSerializer(serializers.Serializer[object]):
    """A questionnaire."""

    key = serializers.CharField()
    version = serializers.IntegerField()
    title = serializers.CharField()
    intro = serializers.CharField()


class ProgressSerializer(serializers.Serializer[object]):
    """Answered places out of all."""

    answered = serializers.IntegerField()
    total = serializers.IntegerField()


class LastWritingSerializer(serializers.Serializer[object]):
    """Who wrote last, and when."""

    name = serializers.CharField()
    at = serializers.DateTimeField()


class AssessmentCardSerializer(serializers.Serializer[object]):
    """An assessment in the list."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    instrument = serializers.CharField()
    progress = ProgressSerializer()
    last = LastWritingSerializer(allow_null=True)
    created_at = serializers.DateTimeField()


class SectionSerializer(serializers.Serializer[SectionCard]):
    """A section; `questions` asks gently about answers that look odd."""

    key = serializers.CharField()
    title = serializers.CharField()
    who = serializers.CharField()
    progress = ProgressSerializer()
    last = LastWritingSerializer(allow_null=True)
    questions = serializers.ListField(child=serializers.CharField())


class BalanceLineSerializer(serializers.Serializer[BalanceLine]):
    """One factor, in percentages: the own share (null: unanswered), others' share, and its share of success."""

    key = serializers.CharField()
    title = serializers.CharField(source="label")
    own = serializers.DecimalField(max_digits=None, decimal_places=None, allow_null=True)
    invested = serializers.IntegerField()
    success = serializers.IntegerField()


class BalanceSerializer(serializers.Serializer[BalanceView]):
    """An investment balance beside a published study of where the money went and what decided success."""

    headline = serializers.CharField()
    sentences = serializers.ListField(child=serializers.CharField())
    factors = BalanceLineSerializer(source="lines", many=True)


class AssessmentSerializer(serializers.Serializer[OverviewPage]):
    """An assessment with its sections."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    instrument = serializers.CharField()
    version = serializers.IntegerField()
    progress = ProgressSerializer()
    sections = SectionSerializer(many=True)
    balance = BalanceSerializer(allow_null=True)


class NewAssessmentSerializer(serializers.Serializer[object]):
    """Which questionnaire to begin, under which title."""

    instrument = serializers.CharField(max_length=60)
    title = serializers.CharField(max_length=150)

    def validate_instrument(self, key: str) -> ShippedInstrument:
        """Return the questionnaire named."""
        shipped = find_usable(self.context["engagement"].client.consultancy, key)
        if shipped is None:
            raise serializers.ValidationError(_("Frågeformuläret finns inte."))
        return shipped


class AnswerSerializer(serializers.Serializer[object]):
    """An answer as it was typed. `version` counts its writings."""

    cell = serializers.CharField(source="key")
    value = serializers.CharField(allow_blank=True)
    version = serializers.IntegerField()
    written_by = serializers.CharField(allow_blank=True)
    written_at = serializers.DateTimeField(allow_null=True)


class ListedAnswerSerializer(AnswerSerializer):
    """An answer in the list. `counts` is false where other answers say that its question is not asked."""

    counts = serializers.SerializerMethodField()

    def get_counts(self, answer: WrittenAnswer) -> bool:
        return answer.key.item not in self.context["unasked"]


class WritingSerializer(serializers.Serializer[object]):
    """What to write, and the version that you have seen (0: nothing was there)."""

    value = serializers.CharField(allow_blank=True, trim_whitespace=False)
    version = serializers.IntegerField(min_value=0, max_value=LONGEST_VERSION)

    def validate_value(self, value: str) -> str:
        """Return the value unless it is longer than the cell takes."""
        cell: Cell = self.context["cell"]
        if len(value) > cell.limit:
            raise serializers.ValidationError(
                _("Texten är %(length)s tecken. Högst %(limit)s får plats, så den är inte sparad.")
                % {"length": len(value), "limit": cell.limit}
            )
        return value


class ConflictSerializer(serializers.Serializer[Conflict]):
    """Two people wrote the same answer: what you sent and what stands. Send it again with the version that stands."""

    cell = serializers.CharField(source="key")
    mine = serializers.CharField(allow_blank=True)
    theirs = AnswerSerializer()


class ScoreSerializer(serializers.Serializer[ScoreView]):
    """A score from 0 to 100, one decimal: lowest and highest possible, and that of what is answered."""

    low = serializers.DecimalField(max_digits=4, decimal_places=1)
    high = serializers.DecimalField(max_digits=4, decimal_places=1)
    score = serializers.DecimalField(max_digits=4, decimal_places=1, allow_null=True)


class RuleSerializer(serializers.Serializer[RuleView]):
    """One input of an area."""

    item = serializers.CharField(source="item_key")
    question = serializers.CharField(source="item")
    counts = serializers.BooleanField()
    score = ScoreSerializer()
    weight = serializers.DecimalField(max_digits=6, decimal_places=2)
    effect = serializers.DecimalField(max_digits=4, decimal_places=1)
    lost = serializers.DecimalField(max_digits=4, decimal_places=1)
    advice = serializers.CharField(allow_blank=True)


class AreaSerializer(serializers.Serializer[AreaView]):
    """One area of readiness."""

    key = serializers.CharField()
    title = serializers.CharField()
    score = ScoreSerializer()
    weight = serializers.DecimalField(max_digits=6, decimal_places=2)
    level = serializers.CharField(allow_blank=True)
    rules = RuleSerializer(many=True)


class ClashSerializer(serializers.Serializer[ClashView]):
    """Answers that do not go together, as a question; `items` are the questions it is about."""

    key = serializers.CharField()
    question = serializers.CharField()
    items = serializers.SerializerMethodField()

    def get_items(self, clash: ClashView) -> list[str]:
        return [item.key for item in clash.items]


class MoveSerializer(serializers.Serializer[MapMove]):
    """One channel or function that shall change, in words."""

    title = serializers.CharField(source="label")
    group = serializers.CharField()
    was = serializers.CharField()
    becomes = serializers.CharField()


class MapSerializer(serializers.Serializer[SupportMap]):
    """A map of channels or functions: what stands alone, what has no IT support, and what the target changes."""

    key = serializers.CharField()
    title = serializers.CharField()
    islands = serializers.ListField(child=serializers.CharField())
    holes = serializers.ListField(child=serializers.CharField())
    moves = MoveSerializer(many=True)


class ReadinessSerializer(serializers.Serializer[ReadinessPage]):
    """How ready the company is; `proven` is the lowest score when only answers with evidence count."""

    proven = serializers.DecimalField(max_digits=4, decimal_places=1)
    clashes = ClashSerializer(many=True)

    assessment = serializers.UUIDField(source="assessment_id")
    headline = serializers.CharField()
    total = ScoreSerializer()
    progress = ProgressSerializer()
    areas = AreaSerializer(many=True)
    maps = MapSerializer(many=True)
