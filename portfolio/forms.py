"""What people type about the customer base: the definition, an analysis, levers."""

from collections.abc import Sequence
from decimal import Decimal

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portfolio.domain.definition import DefinitionFault, TimeUnit
from portfolio.models import DefinitionVersion
from profitability.models import Upload

TIMES = ("active_months", "forgotten_months")


class DefinitionForm(forms.ModelForm[DefinitionVersion]):
    """The customer definition; saved by choose_definition as a new version."""

    FAULTS = {
        DefinitionFault.ACTIVE_OUT_OF_RANGE: ("active_months", _("Ange mellan 1 och 120 månader.")),
        DefinitionFault.FORGOTTEN_TOO_SHORT: ("forgotten_months", _("Minst så länge som en kund är aktiv.")),
        DefinitionFault.FORGOTTEN_TOO_LONG: ("forgotten_months", _("Högst 600 månader.")),
        DefinitionFault.CUTS_NOT_RISING: (
            "middle_percent",
            _("Varje nivå behöver kunder: andelarna över 0 och under 100."),
        ),
    }

    class Meta:
        model = DefinitionVersion
        fields = (
            "identity",
            "identity_column",
            "purchase_unit",
            "time_unit",
            "active_months",
            "forgotten_months",
            "super_percent",
            "top_percent",
            "middle_percent",
        )
        widgets = {"identity": forms.RadioSelect, "purchase_unit": forms.RadioSelect, "time_unit": forms.RadioSelect}
        help_texts = {
            "identity": _("Vem som står bakom ett kundnummer i underlaget."),
            "identity_column": _(
                "En egen kolumn i kundfilen, till exempel organisationsnummer. "
                "Kundnummer med samma värde räknas som en kund; de utan värde var för sig. E-postadresser och "
                "organisationsnummer är lika hur de än skrivs."
            ),
            "time_unit": _("Tiderna nedan anges i den."),
            "purchase_unit": _("Rader utan ordernummer räknas alltid var för sig."),
            "active_months": _("En kund är aktiv om den köpt under så lång tid. Lika långa perioder jämförs."),
            "forgotten_months": _("Den som varit borta längre räknas som ny när den kommer tillbaka."),
            "super_percent": _("De främsta kunderna efter intäkt."),
            "top_percent": _("De därefter."),
            "middle_percent": _("De därefter; resten är botten."),
        }

    def __init__(self, *args: object, columns: Sequence[str] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        names = sorted({*columns, self.initial["identity_column"]} - {""})
        self.fields["identity_column"] = forms.ChoiceField(
            label=self.fields["identity_column"].label,
            help_text=self.fields["identity_column"].help_text,
            choices=[("", _("Inget – varje kundnummer för sig")), *((name, name) for name in names)],
            required=False,
        )
        unit = TimeUnit(self.initial["time_unit"])
        for name in TIMES:
            self.initial[name] //= unit.months
        for name in ("super_percent", "top_percent", "middle_percent"):
            self.initial[name] = f"{Decimal(str(self.initial[name])).normalize():f}"

    def clean(self) -> dict[str, object]:
        """Return what was chosen, the times in months."""
        chosen = super().clean() or self.cleaned_data
        if "time_unit" in chosen:
            for name in TIMES:
                if name in chosen:
                    chosen[name] *= TimeUnit(chosen["time_unit"]).months
        return chosen

    def add_faults(self, faults: tuple[DefinitionFault, ...]) -> None:
        """Show what is wrong beside the fields it is about."""
        for fault in faults:
            name, message = self.FAULTS[fault]
            self.add_error(name, message)


class AnalysisForm(forms.Form):
    """Which upload to analyse, and up to which day."""

    upload = forms.ModelChoiceField(label=_("Underlag"), queryset=Upload.objects.none(), empty_label=None)
    as_of = forms.DateField(
        label=_("Till och med"),
        help_text=_("Den sista dagen som räknas med, till exempel 2025-12-31."),
        widget=forms.DateInput(attrs={"type": "date", "min": "1950-01-01", "max": "2199-12-31"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=100)

    def __init__(self, *args: object, uploads: QuerySet[Upload], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        chosen = self.fields["upload"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = uploads

    def clean_as_of(self) -> object:
        """Refuse a date that no window can be counted back from."""
        day = self.cleaned_data["as_of"]
        if not 1950 <= day.year <= 2199:
            raise forms.ValidationError(_("Ange ett datum mellan 1950 och 2199."))
        return day


class ScenarioForm(forms.Form):
    """What a saved scenario is called."""

    name = forms.CharField(label=_("Benämning"), max_length=80)
