from django.urls import URLPattern, path

from profitability.api import (
    certainty,
    costs,
    import_files,
    import_sheets,
    imports,
    results,
    runs,
    tiers,
    uploads,
    what_if,
)

_IMPORT = "imports/<uuid:import_id>/"
_IMPORT_FILE = "imports/files/<uuid:file_id>/"
_RUN = "runs/<uuid:run_id>/"

app_name = "profitability_api"
urlpatterns: list[URLPattern] = [
    path("uploads/", uploads.UploadListView.as_view(), name="uploads"),
    path("uploads/<uuid:upload_id>/", uploads.UploadView.as_view(), name="upload"),
    path("imports/", imports.ImportListView.as_view(), name="imports"),
    path(_IMPORT, imports.ImportView.as_view(), name="import"),
    path(_IMPORT + "files/", imports.ImportFilesView.as_view(), name="import_files"),
    path(_IMPORT + "frame/", imports.ImportFrameView.as_view(), name="import_frame"),
    path(_IMPORT + "confirm/", imports.ImportConfirmView.as_view(), name="import_confirm"),
    path(_IMPORT + "undo/", imports.ImportUndoView.as_view(), name="import_undo"),
    path(_IMPORT + "discard/", imports.ImportDiscardView.as_view(), name="import_discard"),
    path(_IMPORT + "sheets/<str:sheet_name>/", import_sheets.ImportSheetView.as_view(), name="import_sheet"),
    path(_IMPORT_FILE, import_files.ImportFileView.as_view(), name="import_file"),
    path(_IMPORT_FILE + "remove/", import_files.ImportFileRemoveView.as_view(), name="import_file_remove"),
    path(_IMPORT_FILE + "answers/", import_files.ImportAnswersView.as_view(), name="import_answers"),
    path(_IMPORT_FILE + "edits/", import_files.ImportEditsView.as_view(), name="import_edits"),
    path(_IMPORT_FILE + "edits/undo/", import_files.ImportEditUndoView.as_view(), name="import_edit_undo"),
    path("runs/", runs.RunListView.as_view(), name="runs"),
    path(_RUN, runs.RunView.as_view(), name="run"),
    path(_RUN + "cancel/", runs.RunCancelView.as_view(), name="run_cancel"),
    path(_RUN + "statements/", results.StatementListView.as_view(), name="statements"),
    path(_RUN + "statements/<path:customer_id>/", results.StatementView.as_view(), name="statement"),
    path(_RUN + "tiers/", results.TierListView.as_view(), name="tiers"),
    path(_RUN + "whale-curve/", results.WhaleCurveView.as_view(), name="whale_curve"),
    path(_RUN + "costing/", results.CostingView.as_view(), name="costing"),
    path(_RUN + "certainty/", certainty.CertaintyView.as_view(), name="certainty"),
    path(_RUN + "tier-moves/", tiers.TierMovesView.as_view(), name="tier_moves"),
    path(_RUN + "what-if/", what_if.WhatIfView.as_view(), name="what_if"),
    path(_RUN + "scenarios/", what_if.ScenarioListView.as_view(), name="scenarios"),
    path("scenarios/<uuid:scenario_id>/", what_if.ScenarioView.as_view(), name="scenario"),
    path(_RUN + "pools/", costs.PoolListView.as_view(), name="pools"),
    path(_RUN + "pools/<int:position>/<path:customer_id>/", costs.TraceView.as_view(), name="trace"),
    path(_RUN + "money-map/", costs.MoneyMapView.as_view(), name="money_map"),
    path(_RUN + "capacity/", costs.CapacityView.as_view(), name="capacity"),
    path(_RUN + "methods/", costs.MethodsView.as_view(), name="methods"),
    path(_RUN + "tier-rules/", tiers.TierRulesView.as_view(), name="tier_rules"),
    path(_RUN + "proof/", results.ProofView.as_view(), name="proof"),
]
