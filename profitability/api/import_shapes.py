"""How imports look over the API: files in any layout on their way to an upload."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from jobs.api import JobSerializer
from profitability.api.shapes import AmountField, ProblemSerializer
from profitability.import_models import ImportEdit, ImportFile, LedgerImport
from profitability.imports.kinds import KINDS
from profitability.intake.question import Question
from profitability.intake_texts import word_candidate, word_question
from profitability.selectors.imports import is_out_of_date, is_ready


class ImportFileSerializer(serializers.ModelSerializer[ImportFile]):
    """One file: what it is read as, and how far it is; `is_stale` while a change awaits a reading."""

    is_stale = serializers.SerializerMethodField()
    total = AmountField(source="total_minor", allow_null=True)

    class Meta:
        model = ImportFile
        fields = [
            "id",
            "name",
            "sha256",
            "size_bytes",
            "sheet",
            "status",
            "is_stale",
            "row_count",
            "total",
            "error_count",
            "warning_count",
            "note_count",
        ]
        read_only_fields = fields

    def get_is_stale(self, file: ImportFile) -> bool:
        return is_out_of_date(file)


class ImportSerializer(serializers.ModelSerializer[LedgerImport]):
    """Files of one period; `is_ready` says whether they can be confirmed as they stand at `revision`."""

    files = ImportFileSerializer(many=True, read_only=True)
    job = JobSerializer(read_only=True, allow_null=True)
    is_ready = serializers.SerializerMethodField()

    class Meta:
        model = LedgerImport
        fields = [
            "id",
            "state",
            "revision",
            "is_ready",
            "period_start",
            "period_end",
            "currency",
            "version",
            "upload",
            "error_count",
            "warning_count",
            "note_count",
            "started_at",
            "imported_at",
            "files",
            "job",
        ]
        read_only_fields = fields

    def get_is_ready(self, found: LedgerImport) -> bool:
        return is_ready(found)


class ImportDetailSerializer(serializers.Serializer[object]):
    """An import and what is wrong when its files are put together."""

    ledger_import = ImportSerializer(read_only=True)
    problems = ProblemSerializer(many=True, read_only=True)


class ImportColumnSerializer(serializers.Serializer[object]):
    """One column: the field it is read as (empty: not read), how sure that is, and a cell as written and as read."""

    index = serializers.IntegerField(read_only=True, source="place")
    header = serializers.CharField(read_only=True)
    samples = serializers.ListField(child=serializers.CharField(), read_only=True)
    read_as = serializers.CharField(read_only=True, source="field")
    confidence = serializers.FloatField(read_only=True)
    is_sure = serializers.BooleanField(read_only=True)
    written = serializers.CharField(read_only=True)
    read = serializers.CharField(read_only=True)


class ImportCandidateSerializer(serializers.Serializer[object]):
    """One possible answer."""

    value = serializers.CharField(read_only=True)
    text = serializers.CharField(read_only=True)
    likely = serializers.BooleanField(read_only=True)


class ImportQuestionSerializer(serializers.Serializer[Question]):
    """What only a person can say; answer with `{id: value}` of one of the candidates."""

    id = serializers.CharField(read_only=True)
    text = serializers.SerializerMethodField()
    samples = serializers.ListField(child=serializers.CharField(), read_only=True)
    candidates = serializers.SerializerMethodField()

    def get_text(self, question: Question) -> str:
        return word_question(question)

    @extend_schema_field(ImportCandidateSerializer(many=True))
    def get_candidates(self, question: Question) -> list[dict[str, object]]:
        return [
            {"value": each.value, "text": word_candidate(question, each), "likely": each.likely}
            for each in question.candidates
        ]


class ImportEditSerializer(serializers.ModelSerializer[ImportEdit]):
    """One change: a cell (`row`, `place` from 0), a value in a whole column, rows left out, a number's customer."""

    class Meta:
        model = ImportEdit
        fields = ["number", "kind", "row", "place", "old", "new", "made_at"]
        read_only_fields = fields


class ImportFileDetailSerializer(serializers.Serializer[object]):
    """One file: what was understood, what is open, what is wrong, and what was mended."""

    file = ImportFileSerializer(read_only=True)
    sentences = serializers.ListField(child=serializers.CharField(), read_only=True)
    columns = ImportColumnSerializer(many=True, read_only=True)
    questions = ImportQuestionSerializer(many=True, read_only=True)
    problems = ProblemSerializer(many=True, read_only=True)
    edits = ImportEditSerializer(many=True, read_only=True)


class ImportRequestSerializer(serializers.Serializer[object]):
    """Files as they come out of a system: CSV, text, XLSX, SIE."""

    files = serializers.ListField(child=serializers.FileField(), min_length=1, max_length=40)


class FrameRequestSerializer(serializers.Serializer[object]):
    """The period (inclusive days) and currency of an import."""

    period_start = serializers.DateField()
    period_end = serializers.DateField()
    currency = serializers.RegexField(r"^[A-Z]{3}$")

    def validate(self, attrs: dict[str, object]) -> dict[str, object]:
        """Demand that the period does not run backwards."""
        if str(attrs["period_start"]) > str(attrs["period_end"]):
            raise serializers.ValidationError({"period_end": ["The period ends before it begins."]})
        return attrs


class ConfirmRequestSerializer(serializers.Serializer[object]):
    """The revision whose counts and sums were looked at."""

    revision = serializers.IntegerField(min_value=0, max_value=2**31 - 1)


class AnswersRequestSerializer(serializers.Serializer[object]):
    """Answers by question id; `column:<field>` names a column ("-" for none), `sheet` what the file is.

    The answer "?" asks the question again, whatever was answered or is remembered; an empty one forgets the answer.
    """

    sheet = serializers.ChoiceField(choices=KINDS, required=False)
    answers = serializers.DictField(child=serializers.CharField(max_length=20_000), required=False)
    total = serializers.DecimalField(20, 2, required=False, allow_null=True, help_text="What the rows must sum to.")


class EditRequestSerializer(serializers.Serializer[object]):
    """A change: `cell` needs row, place and new; `replace` place, old and new; `skip` rows; `alias` old and new."""

    change = serializers.ChoiceField(choices=["cell", "replace", "skip", "alias"])
    row = serializers.IntegerField(min_value=0, max_value=2**40, required=False, default=0)
    place = serializers.IntegerField(min_value=0, max_value=9_999, required=False, default=0)
    rows = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**40), max_length=5_000, required=False, default=list
    )
    old = serializers.CharField(max_length=2_000, required=False, default="", allow_blank=True)
    new = serializers.CharField(max_length=2_000, required=False, default="", allow_blank=True)
