"""The instruments that come with the product: files under assessment/instruments/, read once per process."""

import uuid
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assessment.domain.instrument import Instrument
from assessment.domain.reading import hash_content, read_instrument

INSTRUMENTS = Path(__file__).parent / "instruments"


@dataclass(frozen=True)
class ShippedInstrument:
    """One version of an instrument, its text and the hash of what it asks; `consultancy_id` None: everybody's."""

    instrument: Instrument
    content: str
    content_hash: str
    consultancy_id: uuid.UUID | None = None


@lru_cache(maxsize=1)
def list_shipped() -> tuple[ShippedInstrument, ...]:
    """Return every shipped version of every instrument, by key, newest version first."""
    shipped = [_read(path) for path in INSTRUMENTS.glob("*/*.yaml")]
    return tuple(sorted(shipped, key=lambda each: (each.instrument.key, -each.instrument.version)))


def find_shipped(key: str) -> ShippedInstrument | None:
    """Return the newest shipped version of `key`, or None."""
    return next((shipped for shipped in list_shipped() if shipped.instrument.key == key), None)


@lru_cache(maxsize=64)
def find_shipped_by_hash(content_hash: str) -> ShippedInstrument | None:
    """Return the shipped version with this very content, or None when the files have moved on."""
    return next((shipped for shipped in list_shipped() if shipped.content_hash == content_hash), None)


@lru_cache(maxsize=64)
def read_content(content_hash: str, content: str) -> Instrument:
    """Return the instrument in `content`; `content_hash` is what the process remembers it by."""
    del content_hash
    return read_instrument(content)


def _read(path: Path) -> ShippedInstrument:
    content = path.read_text(encoding="utf-8")
    instrument = read_instrument(content)
    return ShippedInstrument(instrument, content, hash_content(instrument))
