"""What comes in from the assessment's pages."""

from collections.abc import Callable, Iterator, Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Consultancy
from assessment.domain.cells import Cell, CellKey, CellKind, find_cell, list_cells, parse_cell_key
from assessment.domain.instrument import Instrument, Section
from assessment.domain.stance import ASKED, STANCES, find_own_cell, list_stance_cells
from assessment.domain.support import list_support_matrices
from assessment.readers import ShippedInstrument
from assessment.selectors.authoring import find_usable
from assessment.selectors.participants import OwnSection
from assessment.services import Writing


class NewAssessmentForm(forms.Form):
    """Begin an assessment: which instrument, under which title."""

    instrument = forms.CharField(max_length=60, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Rubrik"), max_length=150)

    def __init__(self, data: object, *, consultancy: Consultancy) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # request.POST
        self.consultancy = consultancy

    def clean_instrument(self) -> ShippedInstrument:
        """Return the instrument named; only one that is everybody's or the consultancy's own can be."""
        shipped = find_usable(self.consultancy, self.cleaned_data["instrument"])
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
        return self._read(lambda key: find_cell(instrument, key))

    def read_own(self, instrument: Instrument, list_colleagues: Callable[[], Sequence[str]]) -> Writing | None:
        """Return the writing in a respondent's own sheet; None also for a colleague who does not take part.

        `list_colleagues` is asked only when the item is handed on: every other save does without it.
        """
        writing = self._read(
            lambda key: find_own_cell(instrument, key, list_colleagues() if key.column == ASKED else ())
        )
        if writing and writing.cell.key.column in STANCES and writing.value not in ("", *writing.cell.options):
            return None
        return writing

    def _read(self, find: Callable[[CellKey], Cell | None]) -> Writing | None:
        key = parse_cell_key(self.cleaned_data["cell"]) if self.is_valid() else None
        cell = find(key) if key else None
        return Writing(cell, self.cleaned_data["value"], self.cleaned_data["base"]) if cell else None


def read_section(instrument: Instrument, section: Section, data: QueryDict) -> Iterator[Writing]:
    """Return the cells of `section` that the form without JavaScript sent."""
    for item in section.list_items():
        yield from _read_cells(list_cells(instrument, item), data)


def read_item(instrument: Instrument, item_key: str, data: QueryDict) -> Iterator[Writing]:
    """Return the cells of one item that a form sent."""
    yield from _read_cells(list_cells(instrument, instrument.get_item(item_key)), data)


def read_own_section(
    instrument: Instrument, own: OwnSection, colleagues: Sequence[str], data: QueryDict
) -> Iterator[Writing]:
    """Return the cells of a respondent's section that the form without JavaScript sent."""
    for item in own.section.list_items():
        if item.key in own.items:
            stances = list_stance_cells(item, colleagues)
            yield from _read_cells(list_cells(instrument, item), data)
            for writing in _read_cells(stances, data):
                if writing.value in ("", "no", *writing.cell.options):
                    yield writing


def read_targets(instrument: Instrument, data: QueryDict) -> dict[CellKey, str]:
    """Return the level that was chosen for each channel and function that the form sent; what is no level is left."""
    chosen: dict[CellKey, str] = {}
    for section in instrument.sections:
        for item in list_support_matrices(instrument, section):
            for cell in list_cells(instrument, item):
                level = data.get(f"target-{cell.key}")
                if level is not None and level in ("", *cell.options):
                    chosen[cell.key] = level
    return chosen


def _read_cells(cells: Sequence[Cell], data: QueryDict) -> Iterator[Writing]:
    for cell in cells:
        base = data.get(f"base-{cell.key}", "")
        if not (base.isascii() and base.isdigit()):
            continue
        value = data.get(f"cell-{cell.key}")
        if value is None and cell.kind == CellKind.TICK:
            value = "no" if data.get(f"was-{cell.key}") in {"yes", "no"} else ""
        if value is not None:
            yield Writing(cell, value, int(base[:9]))
