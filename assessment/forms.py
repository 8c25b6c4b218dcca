"""What comes in from the assessment's pages."""

from collections.abc import Iterator

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from assessment.domain.cells import CellKind, find_cell, list_cells, parse_cell_key
from assessment.domain.instrument import Instrument, Section
from assessment.readers import ShippedInstrument
from assessment.selectors import find_instrument
from assessment.services import Writing


class NewAssessmentForm(forms.Form):
    """Begin an assessment: which instrument, under which title."""

    instrument = forms.CharField(max_length=60, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Rubrik"), max_length=150)

    def clean_instrument(self) -> ShippedInstrument:
        """Return the instrument named; only one that comes with the product can be."""
        shipped = find_instrument(self.cleaned_data["instrument"])
        if shipped is None:
            raise forms.ValidationError(_("Frågeformuläret finns inte."))
        return shipped


class CellForm(forms.Form):
    """One answer, sent by itself."""

    cell = forms.CharField(max_length=150)
    value = forms.CharField(required=False, strip=False)
    base = forms.IntegerField(min_value=0)

    def read(self, instrument: Instrument) -> Writing | None:
        """Return the writing, or None when it is malformed or names no cell of the instrument."""
        if not self.is_valid():
            return None
        key = parse_cell_key(self.cleaned_data["cell"])
        cell = find_cell(instrument, key) if key else None
        return Writing(cell, self.cleaned_data["value"], self.cleaned_data["base"]) if cell else None


def read_section(instrument: Instrument, section: Section, data: QueryDict) -> Iterator[Writing]:
    """Return the cells of `section` that the form without JavaScript sent."""
    for item in section.list_items():
        for cell in list_cells(instrument, item):
            base = data.get(f"base-{cell.key}", "")
            if not (base.isascii() and base.isdigit()):
                continue
            value = data.get(f"cell-{cell.key}")
            if value is None and cell.kind == CellKind.TICK:
                value = "no" if data.get(f"was-{cell.key}") in {"yes", "no"} else ""
            if value is not None:
                yield Writing(cell, value, int(base[:9]))
