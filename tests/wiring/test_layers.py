"""Inside an app imports go downwards only, and every module has its place.

urls > views | api | admin | management | tasks > pages | forms > services > selectors | readers > models > domain
(import-linter holds the layers between the apps and keeps Django out of every domain.)
"""

import re

import grimp
import pytest

APPS = ("accounts", "jobs", "profitability", "portfolio", "assessment", "reports")

# From the top: the first pattern that matches a module's path inside its app gives its layer.
LAYERS: tuple[tuple[str, str], ...] = (
    ("wiring", r"apps|checks"),
    ("urls", r"(\w+_)?urls"),
    ("entry", r"(views|api|management|tasks|admin)(\..+)?|(\w+_)?(views|api|tasks)|panels?|adapter|authentication"),
    ("pages", r"(pages|forms|templatetags)(\..+)?|(\w+_)?forms|(\w+_)?serializers"),
    (
        "composition",
        r"compose|(\w+_)?(words|figures|tables|cells|sections)|\w+_report|chapters|frame|printing|customer_statement|subjects",
    ),
    ("services", r"services(\..+)?|\w+_services"),
    (
        "selectors",
        r"(selectors|readers|intake|imports)(\..+)?|intake_texts|\w+_template|access|tokens|pdf(_layout)?|structure|xmp|assets|files",
    ),
    ("texts", r"(\w+_)?texts|naming|limits"),
    ("models", r"(\w+_)?models(\..+)?|registry|chores|secrets|fence|row_security"),
    ("domain", r"domain(\..+)?"),
)


def layer_of(module: str) -> int | None:
    """Return the layer's number of a module of an app, 0 at the top; None when it has no place."""
    inner = module.split(".", 1)[1]
    return next((n for n, (_name, pattern) in enumerate(LAYERS) if re.fullmatch(pattern, inner)), None)


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(*APPS, cache_dir=None)


def _modules(graph: grimp.ImportGraph, app: str) -> list[str]:
    return sorted(
        module
        for module in graph.modules
        if module.startswith(f"{app}.") and not module.startswith(f"{app}.migrations")
    )


@pytest.mark.parametrize("app", APPS)
def test_every_module_has_its_place(graph: grimp.ImportGraph, app: str) -> None:
    assert [module for module in _modules(graph, app) if layer_of(module) is None] == []


@pytest.mark.parametrize("app", APPS)
def test_imports_inside_an_app_go_downwards(graph: grimp.ImportGraph, app: str) -> None:
    upwards = [
        f"{importer} imports {imported}"
        for importer in _modules(graph, app)
        for imported in graph.find_modules_directly_imported_by(importer)
        if imported.startswith(f"{app}.") and not imported.startswith(f"{app}.migrations")
        if (layer_of(importer) or 0) > (layer_of(imported) or 0)
    ]
    assert upwards == []


def test_an_upward_import_is_seen() -> None:
    below, above = layer_of("profitability.domain.money"), layer_of("profitability.views.runs")
    assert below is not None
    assert above is not None
    assert below > above
