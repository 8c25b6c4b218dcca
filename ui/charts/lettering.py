"""How wide a text is in the charts' typeface, and how a label is broken so that it never meets its neighbour."""

# Advance widths of Kundverk Sans SemiBold in thousandths of the size; figures are tabular.
_WIDTHS = {
    **dict.fromkeys("0123456789+−", 660),
    **dict.fromkeys("ilj|'I", 275),
    **dict.fromkeys(" \u00a0", 252),
    **dict.fromkeys(",.:;!·/()frt-", 380),
    **dict.fromkeys("mMWÆ@%", 980),
    **dict.fromkeys("wæ", 880),
    **dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZÅÄÖØ", 740),
}
_OTHER = 615
SOFT_HYPHEN = "\u00ad"


def text_width(text: str, size: float) -> float:
    """Return the width of `text`, never less than what a browser needs."""
    return sum(_WIDTHS.get(letter, _OTHER) for letter in text) * size / 1000


def _pieces(word: str, room: float, size: float) -> list[str]:
    """Break one word at its soft hyphens so that each piece fits where that is possible."""
    parts = word.split(SOFT_HYPHEN)
    lines, current = [], parts[0]
    for part in parts[1:]:
        if text_width(f"{current}{part}-", size) <= room:
            current += part
        else:
            lines.append(f"{current}-")
            current = part
    return [*lines, current]


def wrap(text: str, room: float, size: float) -> list[str]:
    """Break `text` into lines at spaces and soft hyphens; a line is wider than `room` only if a piece of a word is."""
    lines: list[str] = []
    current = ""
    for word in text.split(" "):
        plain = word.replace(SOFT_HYPHEN, "")
        joined = f"{current} {plain}" if current else plain
        if text_width(joined, size) <= room:
            current = joined
            continue
        if current:
            lines.append(current)
        pieces = [plain] if text_width(plain, size) <= room else _pieces(word, room, size)
        lines.extend(pieces[:-1])
        current = pieces[-1]
    return [*lines, current]


def shorten(text: str, room: float, size: float) -> str:
    """Cut `text` with an ellipsis when it is wider than `room`."""
    text = text.replace(SOFT_HYPHEN, "")
    if text_width(text, size) <= room:
        return text
    while text and text_width(f"{text}…", size) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def fits(text: str, room: float, size: float) -> bool:
    """Say whether every line of the wrapped text keeps within `room`."""
    return all(text_width(line, size) <= room for line in wrap(text, room, size))
