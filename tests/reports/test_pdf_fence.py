"""Nothing in a document reaches the network or a file: every way in is tried, and shown to be one without the fence."""

import contextlib
import http.server
import io
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
import pytest
from weasyprint import HTML

from reports.pdf import Asset, PdfError
from tests.reports.conftest import document, make

SECRET = "en-hemlig-rad-fran-disken"

HEADS = {
    "stylesheet": '<link rel="stylesheet" href="{url}">',
    "import": '<style>@import "{url}";</style>',
    "import url": "<style>@import url({url});</style>",
    "font-face": "<style>@font-face{{font-family:x;src:url({url})}} p{{font-family:x}}</style>",
    "attachment": '<link rel="attachment" href="{url}">',
    "color profile": "<style>@color-profile --x{{src:url({url});components:r,g,b}}</style>",
    "base": '<base href="{folder}"><link rel="stylesheet" href="{name}">',
}
BODIES = {
    "image": '<img alt="x" src="{url}">',
    "image set": '<img alt="x" src="" srcset="{url} 1x"><img alt="y" src="{url}">',
    "object": '<object data="{url}">x</object>',
    "embed": '<embed src="{url}">',
    "background": '<p style="background:url({url})">x</p>',
    "list": '<ul style="list-style-image:url({url})"><li>x</li></ul>',
    "content": "<style>p::before{{content:url({url})}}</style><p>x</p>",
    "border": '<p style="border:9px solid;border-image:url({url}) 1">x</p>',
    "mask": '<p style="mask-border:url({url}) 1;mask-border-source:url({url})">x</p>',
    "page": "<style>@page{{background:url({url})}}</style><p>x</p>",
    "margin box": "<style>@page{{@top-left{{content:url({url})}}}}</style><p>x</p>",
    "attached link": '<a rel="attachment" href="{url}">x</a>',
    "svg image": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>x</title>'
    '<image href="{url}" width="9" height="9"/></svg>',
    "svg xlink": '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" '
    'height="9"><title>x</title><image xlink:href="{url}" width="9" height="9"/></svg>',
    "svg style": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>x</title>'
    '<style>@import url({url});</style><rect width="9" height="9"/></svg>',
    "svg font": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>x</title>'
    "<style>@font-face{{font-family:y;src:url({url})}}</style><text font-family='y'>x</text></svg>",
    "svg use": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>x</title>'
    '<use href="{url}#a"/></svg>',
}
VECTORS = {
    **{name: document("<p>x</p>", head="HERE").replace("HERE", text) for name, text in HEADS.items()},
    **{name: document("HERE").replace("HERE", text) for name, text in BODIES.items()},
}


@dataclass
class Outside:
    """A web server and a file that no document may reach; `requests` lists what was asked of the server."""

    port: int
    folder: Path
    requests: list[str] = field(default_factory=list)

    def fill(self, html: str, scheme: str) -> str:
        folder = f"http://127.0.0.1:{self.port}/" if scheme == "http" else self.folder.as_uri() + "/"
        values = {"{url}": f"{folder}secret.svg", "{folder}": folder, "{name}": "secret.svg"}
        for placeholder, value in values.items():
            html = html.replace(placeholder, value)
        return html.replace("{{", "{").replace("}}", "}")


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Outside]:
    (tmp_path / "secret.svg").write_text(f"<svg xmlns='http://www.w3.org/2000/svg'><text>{SECRET}</text></svg>")
    requests: list[str] = []

    class Handler(http.server.SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            requests.append(self.path)
            self.send_error(404)

        def log_message(self, *_arguments: object) -> None:
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield Outside(server.server_address[1], tmp_path, requests)
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("scheme", ["http", "file"])
@pytest.mark.parametrize("name", VECTORS)
def test_no_way_leads_out(name: str, scheme: str, outside: Outside) -> None:
    try:
        content = make(outside.fill(VECTORS[name], scheme)).content
    except PdfError:
        content = b""
    assert outside.requests == []
    assert SECRET.encode() not in unpacked(content)


def unpacked(content: bytes) -> bytes:
    """Return every stream of the file, unpacked."""
    if not content:
        return b""
    streams = [entry for entry in pikepdf.open(io.BytesIO(content)).objects if isinstance(entry, pikepdf.Stream)]
    return b"".join(stream.read_bytes() for stream in streams)


@pytest.mark.slow
def test_without_the_fence_most_of_these_ways_are_open(outside: Outside) -> None:
    open_ways = set()
    for name, html in VECTORS.items():
        outside.requests.clear()
        with contextlib.suppress(OSError):
            HTML(string=outside.fill(html, "http")).write_pdf()
        if outside.requests:
            open_ways.add(name)
    assert len(open_ways) >= 15


@pytest.mark.parametrize(
    "address",
    ["data:image/svg+xml,<svg/>", "ftp://127.0.0.1/a", "asset:other.svg", "report.css", "/etc/hostname", "//e.com"],
)
def test_only_an_asset_that_was_handed_over_is_loaded(address: str) -> None:
    with pytest.raises(PdfError):
        make(document(f'<img alt="x" src="{address}">'))


def test_an_asset_cannot_reach_out_either(outside: Outside) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="http://127.0.0.1:{outside.port}/a"/></svg>'
    with pytest.raises(PdfError):
        make(document('<img alt="x" src="asset:a.svg">'), assets=[Asset("a.svg", "image/svg+xml", svg.encode())])
    assert outside.requests == []


@pytest.mark.parametrize(
    "target",
    [
        "http://e.com/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "other.html",
        "https://kund.example.com.e.com/",
        "mailto:a@b.se",
    ],
)
def test_a_link_that_leads_elsewhere_is_dropped_and_its_text_kept(target: str) -> None:
    content = make(document(f'<p><a href="{target}">text</a></p>')).content
    pdf = pikepdf.open(io.BytesIO(content))
    assert "/Annots" not in pdf.pages[0]
    assert not [e for e in pdf.objects if isinstance(e, pikepdf.Dictionary) and e.get("/S") == pikepdf.Name("/Link")]


TOO_MUCH = {
    "colspan": '<table><tr><td colspan="1000000">x</td></tr></table>',
    "rowspan": '<table><tr><td rowspan="-1">x</td></tr></table>',
    "depth": "<div>" * 2000,
    "text": "<p>" + "x" * 30_000 + "</p>",
    "elements": "<i></i>" * 250_000,
}


@pytest.mark.parametrize("bound", TOO_MUCH)
def test_what_would_stop_a_worker_is_refused(bound: str) -> None:
    with pytest.raises(PdfError, match=bound):
        make(document(TOO_MUCH[bound]))
