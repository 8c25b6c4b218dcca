"""Files of authors and translators."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from assessment.domain.instrument import LANGUAGES, Instrument
from assessment.domain.reading import Fault, FaultyInstrumentError, read_instrument
from assessment.domain.table_reading import from_tables
from assessment.domain.tables import Table
from assessment.files import MOST_PACKED_BYTES, NotAWorkbookError, read_workbook


@dataclass(frozen=True)
class ReadFile:
    """What an author's file held: an instrument, or its faults with the sheets they stand in."""

    instrument: Instrument | None
    faults: Sequence[Fault] = ()
    tables: Sequence[Table] = ()


class InstrumentForm(forms.Form):
    """An instrument as a workbook or YAML."""

    instrument = forms.FileField(
        label=_("Frågeformulär"),
        help_text=_("En Excel-bok (.xlsx) eller YAML, högst 5 MB. Hämta ett befintligt som förlaga."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.yaml,.yml"}),
    )

    def clean_instrument(self) -> UploadedFile[bytes]:
        """Refuse what is too large or of another kind by its name."""
        file: UploadedFile[bytes] = self.cleaned_data["instrument"]
        if (file.size or 0) > MOST_PACKED_BYTES:
            raise forms.ValidationError(_("Filen är större än 5 MB."))
        if not (file.name or "").lower().endswith((".xlsx", ".yaml", ".yml")):
            raise forms.ValidationError(_("Filen är varken .xlsx eller .yaml."))
        return file

    def read(self) -> ReadFile:
        """Read the valid form's file."""
        file: UploadedFile[bytes] = self.cleaned_data["instrument"]
        content = file.read()
        tables: Sequence[Table] = ()
        try:
            if (file.name or "").lower().endswith(".xlsx"):
                tables = read_workbook(content)
                return ReadFile(from_tables(tables))
            return ReadFile(read_instrument(content.decode("utf-8-sig")))
        except FaultyInstrumentError as refused:
            return ReadFile(None, refused.faults, tables)
        except NotAWorkbookError as refused:
            return ReadFile(None, (Fault("", str(refused)),))
        except UnicodeDecodeError as refused:
            return ReadFile(None, (Fault("", "not_yaml", str(refused)),))


class TranslationForm(forms.Form):
    """A PO file for one language."""

    language = forms.ChoiceField(label=_("Språk"), choices=[(code, code) for code in LANGUAGES if code != "sv"])
    po = forms.FileField(label=_("PO-fil"), widget=forms.ClearableFileInput(attrs={"accept": ".po"}))

    def clean_po(self) -> bytes:
        """Return the content of a file that is not too large."""
        file: UploadedFile[bytes] = self.cleaned_data["po"]
        if (file.size or 0) > MOST_PACKED_BYTES:
            raise forms.ValidationError(_("Filen är större än 5 MB."))
        content: bytes = file.read()
        return content
