"""What every report brings along: the print style and the typeface, read from the project's own static files."""

import unicodedata
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont

from reports.pdf import Asset

STYLE = "reports/report.css"
COVER = "reports/cover.svg"
FONTS = tuple(f"fonts/KundverkSans-{weight}.ttf" for weight in ("Regular", "Medium", "SemiBold", "Bold"))
UNPRINTABLE = "\N{WHITE SQUARE}"


def _path(name: str) -> Path:
    found = finders.find(name)
    if found is None:
        raise FileNotFoundError(name)
    return Path(str(found))


@lru_cache(maxsize=1)
def base_assets() -> tuple[Asset, ...]:
    """Return the print style, the cover's drawing and the fonts, each as `asset:<file name>`.

    Raise FileNotFoundError when one is not installed.
    """
    style = Asset("report.css", "text/css", _path(STYLE).read_bytes())
    cover = Asset("cover.svg", "image/svg+xml", _path(COVER).read_bytes())
    fonts = (Asset(Path(name).name, "font/ttf", _path(name).read_bytes()) for name in FONTS)
    return (style, cover, *fonts)


@lru_cache(maxsize=1)
def covered_characters() -> frozenset[int]:
    """Return the code points that every weight of the typeface has a glyph for."""
    tables = [TTFont(_path(name), lazy=True).getBestCmap() for name in FONTS]
    return frozenset(set(tables[0]).intersection(*tables[1:]))


class _Printable(dict[int, str | int]):
    """A table for str.translate that is filled as characters turn up."""

    def __missing__(self, code: int) -> str | int:
        self[code] = code if code in covered_characters() or code in {9, 10, 13} else _substitute(chr(code))
        return self[code]


def _substitute(character: str) -> str:
    return "" if unicodedata.category(character) in {"Cc", "Cf"} else UNPRINTABLE


_PRINTABLE = _Printable()


def printable(text: str) -> str:
    """Return `text` with a white square for each character the typeface lacks, so that no other font steps in.

    Composed letters where they exist; control and format characters are left out.
    """
    return unicodedata.normalize("NFC", text).translate(_PRINTABLE)
