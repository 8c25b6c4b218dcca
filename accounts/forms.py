"""Forms of clients, engagements and invitations."""

from typing import ClassVar

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from accounts.models import Client, Consultancy, Engagement, Role, User


class ClientForm(forms.Form):
    consultancy = forms.ModelChoiceField(label=_("Konsultbolag"), queryset=Consultancy.objects.none())
    name = forms.CharField(label=_("Företagets namn"), max_length=150)

    def __init__(self, *args: object, consultancies: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        field = self.fields["consultancy"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = consultancies  # type: ignore[assignment]  # a queryset of consultancies
        first = field.queryset.first() if field.queryset is not None else None
        field.initial = first.pk if first else None

    def clean(self) -> dict[str, object]:
        """Refuse a client that the consultancy already has."""
        cleaned = super().clean() or {}
        if Client.objects.filter(consultancy=cleaned.get("consultancy"), name=cleaned.get("name")).exists():
            self.add_error("name", _("Företaget finns redan bland klienterna."))
        return cleaned


class EngagementForm(forms.ModelForm[Engagement]):
    class Meta:
        model = Engagement
        fields: ClassVar = ["name", "period_start", "period_end", "scope"]
        labels: ClassVar = {"name": _("Uppdragets namn")}
        widgets: ClassVar = {
            "period_start": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "period_end": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "scope": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts: ClassVar = {"scope": _("Vad som ingår: bolag, marknader, kundgrupper.")}

    def clean(self) -> dict[str, object]:
        """Refuse a period that ends before it begins."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("period_start"), cleaned.get("period_end")
        if start and end and end < start:
            self.add_error("period_end", _("Perioden slutar innan den börjar."))
        return cleaned


class InvitationForm(forms.Form):
    email = forms.EmailField(label=_("E-postadress"))
    name = forms.CharField(label=_("Namn"), max_length=150, required=False)
    role = forms.ChoiceField(label=_("Roll"), choices=Role.choices, initial=Role.RESPONDENT)


class NewPersonForm(forms.Form):
    name = forms.CharField(label=_("Ditt namn"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Välj ett lösenord"),
        help_text=_("Minst tio tecken."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: object, email: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        self.email = email

    def clean_password(self) -> str:
        """Hold the password to the product's rules."""
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.email, name=self.cleaned_data.get("name", "")))
        return password
