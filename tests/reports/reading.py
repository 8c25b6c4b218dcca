"""What a PDF says, page by page, as its reader would copy it."""

import subprocess
import tempfile
from pathlib import Path


def page_texts(content: bytes) -> list[str]:
    """Return the text of each page, laid out as on the page."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.pdf"
        path.write_bytes(content)
        done = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True)
    return done.stdout.decode().removesuffix("\f").split("\f")
