"""Make static/ui/icons.svg, one sprite, from the npm package lucide-static (ISC).

npm pack lucide-static && tar xzf lucide-static-*.tgz
python scripts/make_icons.py package static/ui
"""

import re
import shutil
import sys
from pathlib import Path

ICONS = (
    "arrow-down", "arrow-left", "arrow-right", "arrow-up", "building-2", "calendar", "chart-area", "chart-line",
    "check", "chevron-down", "chevron-left", "chevron-right", "chevrons-up-down", "circle-alert",
    "circle-check", "circle-help", "circle-stop", "clipboard-list", "clock", "coins", "copy", "download",
    "ellipsis", "external-link", "eye", "file-spreadsheet", "file-text", "filter", "flag", "folder", "gauge",
    "git-compare", "hand-coins", "history", "house", "inbox", "info", "key-round", "languages", "layers",
    "layout-dashboard", "link", "list", "lock", "log-out", "mail", "medal", "menu", "message-square", "monitor",
    "moon", "network", "panel-left", "paperclip", "pencil", "play", "plus", "radar", "refresh-cw", "route",
    "save", "scale", "search", "settings", "share-2", "shield-check", "smartphone", "sparkles", "square-check",
    "star", "sun", "table", "target", "trash-2", "trending-down", "trending-up", "triangle-alert", "undo-2",
    "upload", "user", "users", "workflow", "x",
)  # fmt: skip


def symbol(package: Path, name: str) -> str:
    """Return one icon as a symbol; colour and stroke come from the stylesheet."""
    text = (package / "icons" / f"{name}.svg").read_text()
    inner = re.sub(r"\s+", " ", re.sub(r"<!--.*?-->|</?svg[^>]*>", "", text, flags=re.DOTALL)).strip()
    return f'<symbol id="{name}" viewBox="0 0 24 24">{inner.replace("> <", "><")}</symbol>'


def main(package: Path, target: Path) -> None:
    symbols = "\n".join(symbol(package, name) for name in ICONS)
    target.mkdir(parents=True, exist_ok=True)
    note = "<!-- lucide-static, ISC: see icons-LICENSE.txt -->"
    sprite = f'<svg xmlns="http://www.w3.org/2000/svg">\n{note}\n{symbols}\n</svg>\n'
    (target / "icons.svg").write_text(sprite)
    shutil.copy(package / "LICENSE", target / "icons-LICENSE.txt")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
