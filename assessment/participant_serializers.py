"""How participants, comments and actions look to programs."""

from django.utils.translation import gettext as _
from rest_framework import serializers

from assessment.domain.instrument import Instrument
from assessment.models import (
    ActionStatus,
    Assessment,
    Comment,
    Department,
    Effort,
    Participant,
    PlannedAction,
)
from assessment.selectors import get_instrument
from assessment.serializers import ProgressSerializer
from assessment.services.actions import ActionContent
from assessment.services.participants import Person, sections_for
from ui.languages import Language


class ParticipantSerializer(serializers.Serializer[object]):
    """Somebody who answers. `handed` and `done` count sections, `asked_for` the questions colleagues passed on.

    `reminders_declined_at`: when they said that they want no reminders, null while they get them.
    """

    id = serializers.UUIDField()
    name = serializers.CharField()
    department = serializers.CharField()
    email = serializers.CharField(allow_blank=True)
    has_account = serializers.BooleanField()
    link_until = serializers.DateTimeField(allow_null=True)
    handed = serializers.IntegerField()
    done = serializers.IntegerField()
    progress = ProgressSerializer()
    unknown = serializers.IntegerField()
    asked_for = serializers.IntegerField()
    last_at = serializers.DateTimeField(allow_null=True)
    reminders_declined_at = serializers.DateTimeField(allow_null=True)


class NewParticipantSerializer(serializers.Serializer[object]):
    """Who is to take part. No sections: those that the questionnaire says the department knows."""

    name = serializers.CharField(max_length=150)
    email = serializers.EmailField(required=False, allow_blank=True, default="")
    department = serializers.ChoiceField(choices=Department.choices)
    language = serializers.ChoiceField(choices=Language.choices, default=Language.SWEDISH)
    sections = serializers.ListField(child=serializers.CharField(max_length=60), required=False, max_length=100)

    def validate_email(self, email: str) -> str:
        """Refuse an address that somebody else in the assessment has."""
        assessment: Assessment = self.context["assessment"]
        if email and Participant.objects.filter(assessment=assessment, email=email.lower()).exists():
            raise serializers.ValidationError(_("Adressen tillhör redan en annan deltagare."))
        return email

    def validate_sections(self, sections: list[str]) -> list[str]:
        """Refuse what the questionnaire has no section for."""
        known = {section.key for section in self._instrument().sections}
        if not set(sections) <= known:
            raise serializers.ValidationError(_("Avsnittet finns inte."))
        return sections

    def _instrument(self) -> Instrument:
        return get_instrument(self.context["assessment"])

    @property
    def person(self) -> Person:
        """Return who it is."""
        data = self.validated_data
        return Person(data["name"], data["email"], data["department"], data["language"])

    @property
    def handed(self) -> tuple[str, ...]:
        """Return the sections to hand out, each once."""
        chosen: list[str] = self.validated_data.get("sections", [])
        return tuple(dict.fromkeys(chosen)) or sections_for(self._instrument(), self.validated_data["department"])


class CommentSerializer(serializers.Serializer[object]):
    """A comment on an item. `participant` is whose thread it stands in, null for that of everybody."""

    id = serializers.UUIDField(read_only=True)
    item = serializers.CharField(max_length=60)
    text = serializers.CharField(max_length=4000)
    participant = serializers.UUIDField(source="participant_id", allow_null=True, required=False, default=None)
    author = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField(read_only=True)
    resolved_at = serializers.DateTimeField(read_only=True, allow_null=True)

    def get_author(self, comment: Comment) -> str:
        return str(comment.author or comment.participant or "")


class ResolvedSerializer(serializers.Serializer[object]):
    """Whether a comment is dealt with."""

    resolved = serializers.BooleanField()


class ActionSerializer(serializers.Serializer[object]):
    """An action. `gain`: points of the total it gives when its gap closes, null when it closes none."""

    id = serializers.UUIDField(read_only=True)
    item = serializers.CharField(read_only=True)
    title = serializers.CharField(max_length=200)
    advice = serializers.CharField(max_length=4000, allow_blank=True, default="")
    effort = serializers.ChoiceField(source="effort_key", choices=Effort.choices, default=Effort.MEDIUM)
    gain = serializers.DecimalField(max_digits=4, decimal_places=1, allow_null=True, read_only=True)
    owner = serializers.CharField(max_length=150, allow_blank=True, default="")
    due_date = serializers.DateField(allow_null=True, default=None)
    goal = serializers.CharField(max_length=500, allow_blank=True, default="")
    follow_up = serializers.CharField(max_length=500, allow_blank=True, default="")
    status = serializers.ChoiceField(source="status_key", choices=ActionStatus.choices, default=ActionStatus.PLANNED)
    outcome = serializers.CharField(read_only=True)


class NewActionSerializer(ActionSerializer):
    """A new action; `item` names the gap it closes, empty for none."""

    item = serializers.CharField(max_length=60, allow_blank=True, default="")


def read_action(data: dict[str, object], action: PlannedAction | None = None) -> ActionContent:
    """Return validated data as the content of an action; the gap of an action that exists stays what it was."""
    fields = {name.removesuffix("_key"): value for name, value in data.items()}
    if action:
        fields["item"] = action.item
    return ActionContent(**fields)  # type: ignore[arg-type]  # the serializer has checked each
