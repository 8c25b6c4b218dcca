"""What is typed when a Word template is uploaded."""

from pathlib import PurePath

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from reports.word_template import MOST_BYTES


class WordTemplateForm(forms.Form):
    """A template file and what to call it."""

    template = forms.FileField(
        label=_("Word-mall"),
        help_text=_("En .docx-fil med platshållarna nedan, högst 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
        error_messages={"required": _("Välj en fil."), "empty": _("Filen är tom. Välj en fil med innehåll.")},
    )
    name = forms.CharField(
        label=_("Namn"),
        required=False,
        max_length=100,
        help_text=_("Samma namn som en befintlig mall ersätter den. Tomt: filens namn."),
    )

    def clean_template(self) -> UploadedFile[bytes]:
        """Refuse what is too large or of another kind by its name."""
        template: UploadedFile[bytes] = self.cleaned_data["template"]
        if (template.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("Filen är större än 10 MB."))
        if not (template.name or "").lower().endswith(".docx"):
            raise forms.ValidationError(_("Filen är ingen .docx-fil. Spara mallen som Word-dokument och försök igen."))
        return template

    def clean(self) -> dict[str, object]:
        """Name the template after its file when no name is typed."""
        cleaned: dict[str, object] = super().clean() or {}
        template = cleaned.get("template")
        if template and not cleaned.get("name"):
            cleaned["name"] = PurePath(str(getattr(template, "name", ""))).stem[:100]
        return cleaned
