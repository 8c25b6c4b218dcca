"""Who takes part and what they are handed, as it comes in from a page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.domain.instrument import Instrument
from assessment.models import Assessment, Department, Participant
from assessment.pages.wording import in_words
from assessment.services.participants import Person, sections_for
from ui.languages import Language


class ParticipantForm(forms.Form):
    """A participant; `sections` left empty hands out what the questionnaire says that the role knows."""

    name = forms.CharField(label=_("Namn"), max_length=150)
    email = forms.EmailField(
        label=_("E-postadress"),
        required=False,
        help_text=_("Behövs för att skicka länk och påminnelser. Har personen ett konto med adressen används det."),
    )
    department = forms.ChoiceField(label=_("Roll i företaget"), choices=Department.choices)
    language = forms.ChoiceField(label=_("Språk i mejl"), choices=Language.choices, initial=Language.SWEDISH)
    sections = forms.MultipleChoiceField(
        label=_("Avsnitt att svara på"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Lämna tomt för de avsnitt som rollen vet mest om."),
    )

    def __init__(
        self,
        data: object = None,
        *,
        assessment: Assessment,
        instrument: Instrument,
        participant: Participant | None = None,
    ) -> None:
        self.assessment, self.instrument, self.participant = assessment, instrument, participant
        super().__init__(data, initial=_initial(participant))  # type: ignore[arg-type]  # what the request posted
        field = self.fields["sections"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(section.key, in_words(section.title)) for section in instrument.sections]

    def clean_email(self) -> str:
        """Refuse an address that somebody else in the assessment has."""
        email: str = self.cleaned_data["email"].lower()
        others = Participant.objects.filter(assessment=self.assessment, email=email)
        if self.participant:
            others = others.exclude(pk=self.participant.pk)
        if email and others.exists():
            raise forms.ValidationError(_("Adressen tillhör redan en annan deltagare."))
        return email

    @property
    def person(self) -> Person:
        """Return who the participant is."""
        cleaned = self.cleaned_data
        return Person(cleaned["name"], cleaned["email"], cleaned["department"], cleaned["language"])

    @property
    def handed(self) -> tuple[str, ...]:
        """Return the sections to hand out."""
        chosen: list[str] = self.cleaned_data["sections"]
        return tuple(chosen) or sections_for(self.instrument, self.cleaned_data["department"])


def _initial(participant: Participant | None) -> dict[str, object]:
    if participant is None:
        return {}
    return {
        "name": participant.name,
        "email": participant.email,
        "department": participant.department,
        "language": participant.language,
        "sections": list(participant.handouts.values_list("section", flat=True)),
    }
