"""Faults of an author's file: sheet, cell, what is wrong and what to do."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessment.domain.instrument import LANGUAGES
from assessment.domain.reading import Fault
from assessment.domain.tables import Table
from assessment.files import column_letters, list_columns

_FIELDS = {"key": "name", "title": "label", "intro": "hint", "question": "hint", "level": "label", "kind": "type"}
_CONDITIONAL = re.compile(r"(section|block|item)\.(\w+)\.relevant")
_PLACE = re.compile(r"(\w+)!(\d+) ?(.*)")


@dataclass(frozen=True)
class FaultLine:
    """One fault of an uploaded file: where, what, and what to do."""

    sheet: str
    cell: str
    column: str
    message: str
    cure: str


def describe_faults(faults: Sequence[Fault], tables: Sequence[Table]) -> tuple[FaultLine, ...]:
    """Say where each fault of a file stands, by sheet and cell where it has them, and what to do about it."""
    return tuple(_fault(fault, {table.name: table for table in tables}) for fault in faults)


def _fault(fault: Fault, tables: dict[str, Table]) -> FaultLine:
    sheet, row, column = _locate(fault, tables)
    cell = ""
    if row and sheet in tables and column in (columns := list_columns(tables[sheet])):
        cell = f"{column_letters(columns.index(column) + 1)}{row}"
    message, cure = _fault_texts(fault)
    return FaultLine(sheet, cell or (str(row) if row else ""), column, message, cure)


def _locate(fault: Fault, tables: dict[str, Table]) -> tuple[str, int, str]:
    """Return sheet, row (0: unknown) and column of a fault."""
    found = _PLACE.fullmatch(fault.place)
    if found:
        steps = [step for step in found[3].split(".") if step and step not in LANGUAGES]
        language = next((step for step in found[3].split(".") if step in LANGUAGES), "sv")
        name = _FIELDS.get(steps[-1], steps[-1]) if steps else ""
        if fault.code.startswith("union_tag"):  # the way ends at the whole row; what is wrong is its type
            name = "type"
        is_text = name in {"label", "hint", "criteria", "advice"}
        return found[1], int(found[2]), f"{name}::{language}" if is_text else name
    if fault.code == "unknown_column":
        return fault.place, 1, fault.value
    conditional = _CONDITIONAL.fullmatch(fault.place)
    if conditional:
        return "survey", _find_row(conditional[1], conditional[2], tables), "relevant"
    key = fault.place.split(".")[-1]
    for name in ("survey", "scoring", "choices", "contradictions"):
        rows = tables[name].rows if name in tables else ()
        for number, row in enumerate(rows, start=2):
            if row.get("name") == key:
                return name, number, _column(name, fault.code)
    return (fault.place, 0, "") if fault.place in tables else ("", 0, fault.place)


def _column(sheet: str, code: str) -> str:
    if sheet == "contradictions" and code != "key_twice":
        return "when"
    return {"unknown_scale": "scale", "unknown_role": "who", "rule_does_not_fit": "rule"}.get(code, "name")


def _find_row(kind: str, key: str, tables: dict[str, Table]) -> int:
    """Return the row of a section, block or item on the survey sheet; 0 where there is no such sheet."""
    for number, row in enumerate(tables["survey"].rows if "survey" in tables else (), start=2):
        found = row.get("type", "")
        is_kind = found == kind if kind != "item" else found not in {"section", "block", "row"}
        if is_kind and row.get("name") == key:
            return number
    return 0


def _fault_texts(fault: Fault) -> tuple[str, str]:
    value = {"value": fault.value}
    texts = {
        "not_a_workbook": (_("Filen går inte att läsa som en Excel-bok."), _("Spara om den som .xlsx.")),
        "too_large": (_("Filen är för stor för ett frågeformulär."), _("Ta bort rader och kolumner som inte används.")),
        "not_yaml": (
            _("Filen går inte att läsa som YAML."),
            _("Kontrollera indrag och citattecken: %(value)s") % value,
        ),
        "missing": (_("Ett värde saknas."), _("Fyll i cellen.")),
        "missing_sheet": (_("Bladet saknas."), _("Lägg till bladet; hämta ett befintligt formulär som förlaga.")),
        "unknown_sheet": (_("Bladet är okänt."), _("Ta bort det eller ge det ett av formatets namn.")),
        "unknown_column": (_("Kolumnen %(value)s är okänd.") % value, _("Rätta rubriken eller ta bort kolumnen.")),
        "string_pattern_mismatch": (
            _("Nyckeln har tecken som inte går."),
            _("Använd små bokstäver a–z, siffror och understreck, med en bokstav först."),
        ),
        "union_tag_invalid": (_("Typen finns inte."), _("Välj en av: %(kinds)s.") % {"kinds": ", ".join(_KINDS)}),
        "union_tag_not_found": (_("Typen saknas."), _("Välj en av: %(kinds)s.") % {"kinds": ", ".join(_KINDS)}),
        "too_short": (_("Det finns för få rader här."), _("Lägg till raderna under frågan, avsnittet eller skalan.")),
        "orphan": (
            _("Raden står inte under något."),
            _("Ordningen är section, block, fråga och frågans rader; i scoring area och sedan dess regler."),
        ),
        "key_twice": (_("Nyckeln %(value)s används två gånger.") % value, _("Ge den ena en egen nyckel.")),
        "unknown_scale": (_("Skalan %(value)s finns inte.") % value, _("Lägg till den i bladet choices.")),
        "unknown_role": (
            _("Rollen %(value)s finns inte.") % value,
            _("Lägg till den i bladet choices, list_name roles."),
        ),
        "unknown_row": (_("Raden %(value)s finns inte i frågan.") % value, _("Rätta nyckeln.")),
        "unknown_item": (_("Frågan %(value)s finns inte.") % value, _("Rätta nyckeln.")),
        "unknown_cell": (_("Svaret %(value)s finns inte.") % value, _("Skriv fråga, fråga:rad eller fråga@rating.")),
        "bad_condition": (_("Villkoret går inte att läsa vid %(value)s.") % value, _("Skriv till exempel a = 'yes'.")),
        "unknown_option": (_("Svaret %(value)s finns inte.") % value, _("Skriv ett av svarens nycklar.")),
        "looks_ahead": (
            _("Villkoret ser på %(value)s, som frågas samtidigt eller senare.") % value,
            _("Flytta frågan framåt, eller låt villkoret se på en tidigare."),
        ),
        "rule_does_not_fit": (_("Regeln %(value)s passar inte frågans typ.") % value, _("Välj en annan regel.")),
        "rule_without_span": (_("Regeln börjar och slutar på samma värde."), _("Ändra zero_at eller full_at.")),
    }
    return texts.get(fault.code, (_("Värdet går inte att använda."), fault.value))


_KINDS = (
    "section", "block", "row", "date", "short_text", "people", "long_text", "yes_no", "choice", "multi", "percent",
    "percent_group", "whole_number", "number_group", "matrix",
)  # fmt: skip
