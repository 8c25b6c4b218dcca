"""Make static/fonts/ from the npm package inter-ui (Inter 4.1, SIL Open Font License 1.1).

    npm pack inter-ui && tar xzf inter-ui-*.tgz
    uv run --with brotli scripts/make_fonts.py package static/fonts

Everything is renamed to the family "Kundverk Sans": an Inter that is installed on the machine must never be mixed with
ours (the shapes of two versions under one name garble text in PDF and SVG). The web gets one variable woff2 with Latin
letters, the PDF and the charts get static TrueType files with every glyph of the source, U+2010 and U+2212 among them.
"""

import shutil
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FAMILY = "Kundverk Sans"
WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}
WEB_UNICODES = (
    *range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2000, 0x2070), 0x20AC,
    *range(0x2190, 0x2194), 0x2212, 0x2248, 0x2260, 0x2264, 0x2265, 0x221E, 0x2211, 0x00D7,
)  # fmt: skip
FEATURES = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "tnum", "case", "ss03", "cv11", "zero", "frac"]


def rename(font: TTFont, style: str, weight: int) -> None:
    """Give `font` the project's family name and let each weight be found by its number."""
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in {0, 13, 14}]
    full = f"{FAMILY} {style}"
    is_plain = style in {"Regular", "Bold"}
    texts = {
        1: FAMILY if is_plain else full, 2: style if is_plain else "Regular", 3: f"4.1;{full}", 4: full,
        5: "Version 4.1", 6: full.replace(" ", "") if style == "Regular" else f"KundverkSans-{style}",
        16: FAMILY, 17: style,
    }  # fmt: skip
    for name_id, text in texts.items():
        names.setName(text, name_id, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight


def make_static(source: Path, target: Path, weight: int, style: str) -> None:
    """Write one weight at the text size as TrueType outlines."""
    font = TTFont(source)
    font = instancer.instantiateVariableFont(font, {"wght": weight, "opsz": 14})
    for tag in ("STAT", "MVAR"):
        if tag in font:
            del font[tag]
    rename(font, style, weight)
    font.flavor = None
    font.save(target / f"KundverkSans-{style}.ttf")


def make_web(source: Path, target: Path) -> None:
    """Write the variable woff2 for browsers: Latin, weights 400 to 700."""
    font = TTFont(source)
    options = Options(layout_features=FEATURES, notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=WEB_UNICODES)
    subsetter.subset(font)
    font = instancer.instantiateVariableFont(font, {"wght": (400, 700), "opsz": 14})
    rename(font, "Regular", 400)
    font.flavor = "woff2"
    font.save(target / "kundverk-sans.woff2")


def main(package: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    source = package / "variable" / "InterVariable.woff2"
    for weight, style in WEIGHTS.items():
        make_static(source, target, weight, style)
    make_web(source, target)
    shutil.copy(package / "LICENSE.txt", target / "OFL.txt")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
