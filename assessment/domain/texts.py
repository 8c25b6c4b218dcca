"""Every text of an instrument with a stable path, for translators and for the check that none is missing."""

from collections.abc import Iterator

from pydantic import BaseModel

from assessment.domain.instrument import Instrument, Text


def list_texts(instrument: Instrument) -> Iterator[tuple[str, Text]]:
    """Return each text with its path: keys from the outside in, then the field, as in `items.vision.hint`."""
    yield from _walk(instrument, "")


def _walk(part: BaseModel, path: str) -> Iterator[tuple[str, Text]]:
    for name in type(part).model_fields:
        value = getattr(part, name)
        place = f"{path}.{name}" if path else name
        if isinstance(value, Text):
            yield place, value
        elif isinstance(value, tuple):
            for index, entry in enumerate(value):
                if isinstance(entry, BaseModel):
                    yield from _walk(entry, f"{place}.{getattr(entry, 'key', index)}")
