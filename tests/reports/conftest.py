"""What the tests of the PDF module lay out: the smallest whole document, and one with everything in it."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from reports.assets import base_assets
from reports.pdf import Asset, Figures, Pdf, render

MADE_AT = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
CHART = Asset(
    "chart.svg",
    "image/svg+xml",
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 80" width="200" height="80">'
    b'<rect x="10" y="20" width="60" height="50" fill="#1d5f9e"/>'
    b'<text x="10" y="14" font-family="Kundverk Sans" font-size="9">31\xc2\xa0250\xc2\xa0tkr</text></svg>',
)
FIGURES = (
    Figures("tiers.csv", "Nivåer", "nivå;kunder\nGuld;12\n".encode()),
    Figures("whale_curve.csv", "Valkurvan", b"rank,cumulative\n1,100.00\n"),
)
EVERYTHING = """
<h1>Kundlönsamhetsanalys</h1>
<p lang="sv">Orderhanteringskostnaderna varierar: −31\u00a0250\u00a0kr, 25,7\u202f%.</p>
<p><a href="#table">Tabellen</a> · <a href="https://kund.example.com/reports/1/">Öppna</a></p>
<img src="asset:chart.svg" alt="En stapel: 31 250 tkr">
<table id="table"><thead><tr><th scope="col">Kund</th><th scope="col">Resultat</th></tr></thead>
<tbody><tr><th scope="row">Åkeri &amp; Öl</th><td>−470</td></tr>
<tr><th scope="row">Smørrebrød</th><td>12</td></tr></tbody>
</table>
"""


def document(body: str, *, head: str = "", lang: str = ' lang="sv"', title: str = "<title>Prov</title>") -> str:
    """Return a whole HTML document around `body`."""
    return (
        f'<!doctype html><html{lang}><head><meta charset="utf-8">{title}<meta name="author" content="Nordanvind">'
        f'<meta name="description" content="Ett prov"><meta name="dcterms.created" content="2026-03-02T08:30:00Z">'
        f'<link rel="stylesheet" href="asset:report.css">{head}</head><body>{body}</body></html>'
    )


def make(html: str, *, assets: Sequence[Asset] = (CHART,), figures: Sequence[Figures] = ()) -> Pdf:
    """Lay a test document out with the project's own style and fonts."""
    return render(
        html,
        assets=(*base_assets(), *assets),
        figures=figures,
        created_at=MADE_AT,
        link_prefix="https://kund.example.com",
    )


@pytest.fixture(scope="session")
def everything() -> Pdf:
    return make(document(EVERYTHING), figures=FIGURES)
