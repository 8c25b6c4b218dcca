"""What the group decided, as it comes in from a page."""

import uuid
from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.models import Participant


class DecisionForm(forms.Form):
    """Why the common answer is what it is, and who does not agree."""

    reason = forms.CharField(
        label=_("Skäl"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Varför blev det så? Skriv så att den som inte var med förstår."),
    )
    dissents = forms.MultipleChoiceField(
        label=_("Avvikande mening"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: object = None, *, participants: Iterable[Participant]) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # what the request posted
        field = self.fields["dissents"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(one.id), one.name) for one in participants]

    @property
    def dissenters(self) -> tuple[uuid.UUID, ...]:
        """Return who does not agree."""
        return tuple(uuid.UUID(one) for one in self.cleaned_data["dissents"])
