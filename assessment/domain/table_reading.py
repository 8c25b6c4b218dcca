"""An instrument read back from the sheets of assessment.domain.tables; each fault with its sheet, row and column."""

from collections.abc import Iterator, Mapping, Sequence

from pydantic import ValidationError

from assessment.domain.instrument import LANGUAGES, Instrument
from assessment.domain.reading import Fault, FaultyInstrumentError, find_faults, list_own_faults
from assessment.domain.tables import COLUMNS, ITEM_FIELDS, LISTS, ROLES, Row, Table

_ABOVE: dict[str, frozenset[str]] = {
    "section": frozenset(),
    "block": frozenset({"section"}),
    "item": frozenset({"section", "block"}),
    "row": frozenset({"section", "block", "item"}),
}
"""What a row of the survey stands under."""

type Content = dict[str, "Content"] | list["Content"] | str | int | bool


def from_tables(tables: Sequence[Table]) -> Instrument:
    """Read the sheets back. Raises FaultyInstrumentError with every fault, each with sheet, row and column."""
    sheets = {table.name: table.rows for table in tables}
    faults = list(_strangers(tables))
    if any(fault.code == "missing_sheet" for fault in faults):
        raise FaultyInstrumentError(tuple(faults))
    builder = _Builder()
    content = builder.build(sheets)
    faults += builder.orphans
    try:
        instrument = Instrument.model_validate(content)
    except ValidationError as error:
        found = (Fault(_place(steps, builder.places), code, said) for steps, code, said in list_own_faults(error))
        raise FaultyInstrumentError((*faults, *found)) from error
    faults += find_faults(instrument)
    if faults:
        raise FaultyInstrumentError(tuple(faults))
    return instrument


def _strangers(tables: Sequence[Table]) -> Iterator[Fault]:
    for table in tables:
        if table.name not in COLUMNS:
            yield Fault(table.name, "unknown_sheet")
            continue
        unknown = {name for row in table.rows for name in row} - set(COLUMNS[table.name])
        yield from (Fault(table.name, "unknown_column", name) for name in sorted(unknown))
    yield from (Fault(name, "missing_sheet") for name in ("settings", "survey") if name not in {t.name for t in tables})


def _place(steps: Sequence[int | str], places: Mapping[tuple[int | str, ...], str]) -> str:
    """Return the sheet and row of the innermost part on the way to a fault, and what remains as its column."""
    for length in range(len(steps), 0, -1):
        place = places.get(tuple(steps[:length]))
        if place:
            rest = ".".join(str(step) for step in steps[length:])
            return f"{place} {rest}".strip()
    return ".".join(str(step) for step in steps)


def _filled(rows: Sequence[Row]) -> Iterator[tuple[int, Row]]:
    """Return the rows with something in them, each with its number in the spreadsheet."""
    return ((number, row) for number, row in enumerate(rows, start=2) if row)


class _Builder:
    """Turns rows into the nested content of an instrument and remembers where each part stands.

    `orphans` are rows that stand under nothing: a question before any block, a rule before any area.
    """

    def __init__(self) -> None:
        self.places: dict[tuple[int | str, ...], str] = {}
        self.orphans: list[Fault] = []

    def build(self, sheets: Mapping[str, Sequence[Row]]) -> Content:
        """Return the content."""
        settings = sheets["settings"][0] if sheets["settings"] else {}
        roles, scales = self._lists(sheets.get("choices", ()))
        content: dict[str, Content] = {
            **{name: settings[name] for name in ("key", "version") if name in settings},
            **_read_texts(settings, title="title", intro="intro"),
            "roles": roles,
            "scales": scales,
            "sections": self._sections(sheets["survey"]),
            "areas": self._areas(sheets.get("scoring", ())),
            "contradictions": self._contradictions(sheets.get("contradictions", ())),
        }
        return content

    def _orphan(self, sheet: str, number: int, row: Row) -> None:
        self.orphans.append(Fault(f"{sheet}!{number} type", "orphan", row.get("type", "")))

    def _lists(self, rows: Sequence[Row]) -> tuple[list[Content], list[Content]]:
        roles: list[Content] = []
        scales: dict[str, dict[str, Content]] = {}
        options: dict[str, list[Content]] = {}
        for number, row in _filled(rows):
            name = row.get("list_name", "")
            if name == ROLES:
                self.places["roles", len(roles)] = f"choices!{number}"
                said = _read_texts(row, label="label", hint="hint", advice="advice")
                roles.append({"key": row.get("name", ""), **said})
                continue
            entries = options.setdefault(name, [])
            scale = scales.setdefault(name, {"key": name, "options": entries})
            place = list(scales).index(name)
            if "name" not in row:
                self.places["scales", place] = f"choices!{number}"
                scale.update(_read_texts(row, label="title"))
                continue
            self.places["scales", place, "options", len(entries)] = f"choices!{number}"
            said = _read_texts(row, label="label", hint="hint", advice="advice")
            entries.append({"key": row["name"], **said, **_read(row, "points")})
        return roles, list(scales.values())

    def _sections(self, rows: Sequence[Row]) -> list[Content]:
        sections: list[Content] = []
        blocks: list[Content] = []
        items: list[Content] = []
        inner: list[Content] = []
        asked = ("who", "relevant")
        above: set[str] = set()
        for number, row in _filled(rows):
            key: dict[str, Content] = {"key": row.get("name", "")}
            kind = row.get("type", "")
            level = kind if kind in _ABOVE else "item"
            if not _ABOVE[level] <= above:
                self._orphan("survey", number, row)
                continue
            above = {*_ABOVE[level], level}
            path: tuple[int | str, ...] = ("sections", len(sections) - 1, "blocks", len(blocks) - 1, "items")
            match kind:
                case "section":
                    blocks, items = [], []
                    self.places["sections", len(sections)] = f"survey!{number}"
                    sections.append(
                        {**key, **_read_texts(row, label="title", hint="intro"), **_read(row, *asked), "blocks": blocks}
                    )
                case "block":
                    items = []
                    self.places["sections", len(sections) - 1, "blocks", len(blocks)] = f"survey!{number}"
                    blocks.append(
                        {**key, **_read_texts(row, label="title", hint="hint"), **_read(row, *asked), "items": items}
                    )
                case "row":
                    self.places[*path, len(items) - 1, "rows", len(inner)] = f"survey!{number}"
                    inner.append({**key, **_read_texts(row, label="label", hint="hint", advice="advice")})
                case _:
                    inner = []
                    self.places[*path, len(items)] = f"survey!{number}"
                    said = _read_texts(row, label="label", hint="hint", criteria="criteria", advice="advice")
                    item = {**key, "kind": kind, **said, **_read(row, "who", *ITEM_FIELDS)}
                    if kind in {"multi", "matrix", "percent_group", "number_group"}:
                        item["options" if kind == "multi" else "rows"] = inner
                    items.append(item)
        return sections

    def _contradictions(self, rows: Sequence[Row]) -> list[Content]:
        found: list[Content] = []
        for number, row in _filled(rows):
            self.places["contradictions", len(found)] = f"contradictions!{number}"
            found.append({"key": row.get("name", ""), **_read(row, "when"), **_read_texts(row, label="text")})
        return found

    def _areas(self, rows: Sequence[Row]) -> list[Content]:
        areas: list[Content] = []
        rules: list[Content] = []
        bands: list[Content] = []
        names = ("rule", "weight", "rows", "out_of", "zero_at", "full_at")
        for number, row in _filled(rows):
            if not areas and row.get("type", "") != "area":
                self._orphan("scoring", number, row)
                continue
            match row.get("type", ""):
                case "area":
                    rules, bands = [], []
                    self.places["areas", len(areas)] = f"scoring!{number}"
                    key: dict[str, Content] = {"key": row.get("name", ""), "rules": rules, "bands": bands}
                    areas.append({**key, **_read_texts(row, label="title", hint="question"), **_read(row, "weight")})
                case "rule":
                    self.places["areas", len(areas) - 1, "rules", len(rules)] = f"scoring!{number}"
                    rules.append({"item": row.get("name", ""), **_read(row, *names)})
                case _:
                    self.places["areas", len(areas) - 1, "bands", len(bands)] = f"scoring!{number}"
                    bands.append({**_read(row, "below"), **_read_texts(row, label="level", hint="advice")})
        return areas


def _read_texts(row: Row, **names: str) -> dict[str, Content]:
    """Return the texts of a row, `column="field"`; a text that stands in no language is left out."""
    found: dict[str, Content] = {}
    for column, name in names.items():
        said: dict[str, Content] = {
            language: row[f"{column}::{language}"] for language in LANGUAGES if f"{column}::{language}" in row
        }
        if said:
            found[name] = said
    return found


def _read(row: Row, *names: str) -> dict[str, Content]:
    """Return the fields of a row that are filled in; lists of keys are separated by spaces."""
    found: dict[str, Content] = {}
    for name in names:
        if name in row:
            keys: list[Content] = list(row[name].split())
            found[name] = keys if name in LISTS else row[name]
    return found
