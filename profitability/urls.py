from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from profitability.import_urls import urlpatterns as import_routes
from profitability.views import certainty, labels, methods, results, runs, tiers, uploads, what_if


class FileFormatConverter(StringConverter):
    """The kinds of file that a list can be had as."""

    regex = "csv|xlsx"


register_converter(FileFormatConverter, "file_format")

_RUN = "runs/<uuid:run_id>/"
_UPLOAD = "uploads/<uuid:upload_id>/"

app_name = "profitability"
urlpatterns: list[URLPattern] = [
    *import_routes,
    path("", results.overview, name="overview"),
    path("uploads/", uploads.uploads, name="uploads"),
    path("uploads/template/", uploads.upload_template, name="upload_template"),
    path(_UPLOAD, uploads.upload, name="upload"),
    path(_UPLOAD + "read/", uploads.upload_read, name="upload_read"),
    path(_UPLOAD + "remove/", uploads.upload_remove, name="upload_remove"),
    path(_UPLOAD + "problems.<file_format:file_format>", uploads.upload_problems, name="upload_problems"),
    path("runs/", runs.runs, name="runs"),
    path("runs/new/", runs.run_new, name="run_new"),
    path(_RUN, runs.run, name="run"),
    path(_RUN + "problems.<file_format:file_format>", runs.run_problems, name="run_problems"),
    path(_RUN + "overview/", results.run_overview, name="run_overview"),
    path(_RUN + "customers/", results.customers, name="customers"),
    path(_RUN + "customers.<file_format:file_format>", results.customers_export, name="customers_export"),
    path(_RUN + "customers/<path:customer_id>/", results.customer, name="customer"),
    path(_RUN + "costs/", results.costs, name="costs"),
    path(_RUN + "pools/<int:position>/", results.pool, name="pool"),
    path(_RUN + "pools/<int:position>/<path:customer_id>/", results.trace, name="trace"),
    path(_RUN + "capacity/", results.capacity, name="capacity"),
    path(_RUN + "costing/", results.costing, name="costing"),
    path(_RUN + "methods/", methods.methods, name="methods"),
    path(_RUN + "methods/compare/", methods.methods_compare, name="methods_compare"),
    path(_RUN + "what-if/", what_if.what_if, name="what_if"),
    path(_RUN + "what-if/save/", what_if.scenario_new, name="scenario_new"),
    path("scenarios/<uuid:scenario_id>/remove/", what_if.scenario_remove, name="scenario_remove"),
    path(_RUN + "tiers/", results.tiers, name="tiers"),
    path(_RUN + "tier-moves.<file_format:file_format>", tiers.tier_moves_export, name="tier_moves_export"),
    path(_RUN + "certainty/", certainty.certainty, name="certainty"),
    path(_RUN + "certainty/ask/", certainty.certainty_ask, name="certainty_ask"),
    path(_RUN + "tiers/rules/", tiers.tier_rules, name="tier_rules"),
    path("labels/", labels.labels, name="labels"),
    path("comparison/", results.comparison, name="comparison"),
    path("comparison/tiers/", tiers.tier_moves, name="tier_moves"),
]
