"""What people type: files to upload, and how a run is to be made."""

from collections.abc import Sequence
from decimal import Decimal
from typing import cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from profitability.domain.settings import RANKED_LINES
from profitability.domain.statement import STATEMENT_LINES
from profitability.models import Run, Upload
from profitability.pages.frozen_rates import FreezableRates
from profitability.pages.lines import FIRM_LINES, LABELS
from profitability.services.uploads import MAX_FILES, IncomingFile
from ui import formats
from ui.numbers import read_number

SUFFIXES = (".xlsx", ".csv", ".zip")


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class SeveralFilesField(forms.FileField):
    """One or more files; each is held to the rules of a single one."""

    widget = SeveralFilesInput

    def clean(self, data: object, initial: object = None) -> Sequence[IncomingFile]:
        files = data if isinstance(data, list) else [data]
        return [cast(IncomingFile, super(SeveralFilesField, self).clean(file, initial)) for file in files or [None]]


class UploadForm(forms.Form):
    ledger_files = SeveralFilesField(
        label=_("Filer"),
        help_text=_("En Excel-bok (.xlsx), en eller flera CSV-filer, eller en zip-fil med dem."),
        widget=SeveralFilesInput(attrs={"accept": ",".join(SUFFIXES)}),
        error_messages={
            "required": _("Välj minst en fil."),
            "empty": _("Filen är tom. Välj en fil med innehåll."),
        },
    )

    def clean_ledger_files(self) -> Sequence[IncomingFile]:
        """Refuse what is of another kind, too many or too large."""
        files: Sequence[UploadedFile[bytes]] = self.cleaned_data["ledger_files"]
        if len(files) > MAX_FILES:
            raise forms.ValidationError(_("Högst %(limit)d filer åt gången."), params={"limit": MAX_FILES})
        for file in files:
            if not (file.name or "").lower().endswith(SUFFIXES):
                raise forms.ValidationError(
                    _("Filen %(name)s är varken .xlsx, .csv eller .zip."), params={"name": file.name}
                )
        if sum(file.size or 0 for file in files) > settings.UPLOAD_MAX_BYTES:
            limit = settings.UPLOAD_MAX_BYTES // 1_000_000
            raise forms.ValidationError(_("Filerna är tillsammans större än %(limit)d MB."), params={"limit": limit})
        return files


class TypedNumberField(forms.CharField):
    """A number as people write it; the value is the text of a plain decimal divided by `divisor`, or empty."""

    def __init__(self, *, low: int, high: int, divisor: int = 1, **kwargs: object) -> None:
        self.low, self.high, self.divisor = low, high, divisor
        super().__init__(required=False, max_length=30, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        self.widget.attrs.update({"inputmode": "decimal"})

    def clean(self, value: object) -> str:
        text = str(super().clean(value)).rstrip("% \u00a0")
        if not text:
            return ""
        number = read_number(text, decimal_point=None).value
        if number is None:
            raise forms.ValidationError(_("Skriv ett tal, till exempel 12,5."))
        if not self.low <= number <= self.high:
            raise forms.ValidationError(
                _("Skriv ett tal från %(low)d till %(high)d."), params={"low": self.low, "high": self.high}
            )
        plain = (number / Decimal(self.divisor)).normalize()
        return f"{plain:f}"


def _percent_field(label: object, default: str) -> TypedNumberField:
    return TypedNumberField(label=label, initial=default, low=0, high=100, divisor=100)


class TierRuleForm(forms.Form):
    """How the tiers are cut; a field left empty leaves the setting as it was."""

    TIER_RULES = (
        ("whale", _("Valkurvan: guld är kunderna fram till en andel av kurvans topp")),
        ("percent", _("Andelar: guld och silver är fasta andelar av kunderna")),
        ("threshold", _("Gränser: guld och silver börjar vid fasta belopp")),
    )
    PARAMETERS = {
        "whale": ("gold_peak_share", "gold_max_share"),
        "percent": ("gold_percent", "silver_percent"),
        "threshold": ("gold_from", "silver_from"),
    }

    tier_rule = forms.ChoiceField(
        label=_("Regel för nivåer"), choices=TIER_RULES, required=False, widget=forms.RadioSelect
    )
    gold_peak_share = _percent_field(_("Guld når denna andel av toppen, %"), "80")
    gold_max_share = _percent_field(_("Guld är högst denna andel av kunderna, %"), "20")
    gold_percent = _percent_field(_("Guld är de främsta, % av kunderna"), "20")
    silver_percent = _percent_field(_("Guld och silver tillsammans, % av kunderna"), "50")
    gold_from = TypedNumberField(label=_("Guld från, kr"), low=-(10**12), high=10**12)
    silver_from = TypedNumberField(label=_("Silver från, kr"), low=-(10**12), high=10**12)
    new_customer_months = TypedNumberField(label=_("En kund räknas som ny i, månader"), low=0, high=120)

    def clean(self) -> dict[str, object]:
        """Demand what the chosen rule needs, and silver below gold."""
        cleaned = super().clean() or {}
        needed = self.PARAMETERS.get(str(cleaned.get("tier_rule")), ())
        for name in needed:
            if name in cleaned and not cleaned[name]:
                self.add_error(name, _("Regeln behöver det här värdet."))
        self._compare(cleaned, "gold_from", "silver_from", _("Silver börjar vid ett lägre belopp än guld."))
        self._compare(cleaned, "silver_percent", "gold_percent", _("Andelen får inte vara mindre än guldets."))
        return cleaned

    def _compare(self, cleaned: dict[str, object], larger: str, smaller: str, message: object) -> None:
        if larger not in self.PARAMETERS.get(str(cleaned.get("tier_rule")), ()):
            return
        high, low = cleaned.get(larger), cleaned.get(smaller)
        if high and low and Decimal(str(high)) < Decimal(str(low)):
            self.add_error("silver_from" if larger == "gold_from" else larger, str(message))

    def overrides(self) -> dict[str, str]:
        """Return the settings that are replaced, as the settings sheet writes them."""
        rule = str(self.cleaned_data.get("tier_rule") or "")
        names = ("tier_rule", *self.PARAMETERS.get(rule, ()), "new_customer_months")
        return {name: value for name in names if (value := str(self.cleaned_data.get(name) or ""))}

    def every_override(self) -> dict[str, str]:
        """Return every setting that could be read, whatever the rule."""
        names = ("tier_rule", *(name for names in self.PARAMETERS.values() for name in names), "new_customer_months")
        return {name: value for name in names if (value := str(self.cleaned_data.get(name) or ""))}


class WhatIfForm(TierRuleForm):
    """The tiers' settings and what is ranked, to be tried."""

    rank_by = forms.ChoiceField(
        label=_("Kunderna rangordnas efter"), choices=[(line, LABELS[line]) for line in RANKED_LINES], required=False
    )

    def overrides(self) -> dict[str, str]:
        """Return the settings that are tried, what is ranked among them."""
        line = str(self.cleaned_data.get("rank_by") or "")
        return super().overrides() | ({"rank_by": line} if line else {})


class RunChoiceField(forms.ModelChoiceField[Run]):
    """One of the engagement's published runs, or none."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(queryset=Run.objects.none(), required=False, **kwargs)  # type: ignore[arg-type]  # passed on


class RunForm(TierRuleForm):
    """How a run is to be made; a field left empty leaves the upload's own setting in force."""

    label = forms.CharField(label=_("Benämning"), max_length=100, help_text=_("Till exempel Utfall 2025."))
    upload = forms.ModelChoiceField(label=_("Underlag"), queryset=Upload.objects.none(), empty_label=None)
    tier_rule = forms.ChoiceField(
        label=_("Regel för nivåer"),
        choices=(("", _("Som i underlaget")), *TierRuleForm.TIER_RULES),
        required=False,
        widget=forms.RadioSelect,
    )
    rank_by = forms.ChoiceField(
        label=_("Kunderna rangordnas efter"),
        choices=(("", _("Som i underlaget")), *((line, LABELS[line]) for line in RANKED_LINES)),
        required=False,
        help_text=_("Valkurvan och nivåerna följer rangordningen."),
    )
    rates_from = RunChoiceField(
        label=_("Frysta satser från"),
        empty_label=_("Inga: satserna räknas fram ur underlaget"),
        help_text=_("Poolerna tar betalt efter den körningens satser; det som fattas eller blir över stannar hos dem."),
    )
    frozen_pools = forms.MultipleChoiceField(
        label=_("Satser som fryses"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Poolerna utan bock räknar fram sin sats ur underlaget."),
    )
    rates_shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    tiers_from = RunChoiceField(
        label=_("Håll kvar nivåer från"),
        empty_label=_("Ingen: nivåerna sätts på nytt"),
        help_text=_("En kund byter nivå först när den har passerat gränsen med marginalen."),
    )
    tier_margin = TypedNumberField(label=_("Marginal för att byta nivå, kr"), low=0, high=10**12)
    key = forms.CharField(widget=forms.HiddenInput, max_length=100)

    def __init__(
        self,
        *args: object,
        uploads: QuerySet[Upload],
        runs: QuerySet[Run],
        rates: FreezableRates | None,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        self.rates = rates
        self._offer_rates()
        for name in ("rates_from", "tiers_from"):
            choice = self.fields[name]
            assert isinstance(choice, forms.ModelChoiceField)
            choice.queryset = runs
        field = self.fields["upload"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = uploads
        field.label_from_instance = _upload_label  # type: ignore[method-assign,assignment]  # Django's documented hook

    def _offer_rates(self) -> None:
        choice = self.fields["frozen_pools"]
        assert isinstance(choice, forms.MultipleChoiceField)
        if self.rates is not None:
            choice.choices = self.rates.pools
            choice.initial = [pool_id for pool_id, _rate in self.rates.pools]
            self.fields["rates_shown"].initial = str(self.rates.run.id)

    def chosen_pools(self) -> list[str] | None:
        """Return the pools whose rates are frozen; None for every rate of the run that they come from."""
        if self.rates is None or not self._shows_rates():
            return None
        return self.rates.choose(self.cleaned_data["frozen_pools"])

    def _shows_rates(self) -> bool:
        return self.rates is not None and self.cleaned_data.get("rates_shown") == str(self.rates.run.id)

    def overrides(self) -> dict[str, str]:
        """Return the settings that are replaced, what is ranked and the margin among them."""
        own = {name: str(self.cleaned_data.get(name) or "") for name in ("rank_by", "tier_margin")}
        return super().overrides() | {name: value for name, value in own.items() if value}

    def clean(self) -> dict[str, object]:
        """Demand the tiers that a margin is to hold, and a rate to freeze."""
        cleaned = super().clean()
        if self._shows_rates() and "frozen_pools" in cleaned and not cleaned["frozen_pools"]:
            self.add_error("frozen_pools", str(_("Bocka för minst en pool, eller frys inga satser.")))
        if cleaned.get("tier_margin") and not cleaned.get("tiers_from"):
            self.add_error("tiers_from", str(_("Välj vilken körnings nivåer marginalen ska hålla kvar.")))
        return cleaned


LARGEST_SPREAD = 90
MOST_DRAWS = 10_000


class SimulationForm(forms.Form):
    """How volumes and unit times are varied."""

    spread_percent = forms.IntegerField(label=_("Variation, ± %"), initial=20, min_value=1, max_value=LARGEST_SPREAD)
    draws = forms.IntegerField(label=_("Dragningar"), initial=1_000, min_value=10, max_value=MOST_DRAWS)
    seed = forms.IntegerField(label=_("Frö"), initial=1, min_value=1, max_value=2**31 - 1)


class LabelsForm(forms.Form):
    """What the lines of the income statement are called; an empty field is the usual name."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        for code in (*STATEMENT_LINES, *FIRM_LINES, "firm_result"):
            field = forms.CharField(label=LABELS[code], max_length=60, required=False)
            field.widget.attrs["placeholder"] = LABELS[code]
            self.fields[code] = field


class ScenarioForm(forms.Form):
    """What a saved what-if is called."""

    name = forms.CharField(label=_("Benämning"), max_length=80)


def _upload_label(upload: Upload) -> str:
    names = ", ".join(file.name for file in list(upload.files.all())[:3])
    return f"{formats.moment(upload.uploaded_at)} – {names}"
