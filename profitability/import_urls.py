from django.urls import URLPattern, path

from profitability.views import import_edits, import_files, import_typed, imports

_IMPORT = "imports/<uuid:import_id>/"
_FILE = "imports/files/<uuid:file_id>/"

urlpatterns: list[URLPattern] = [
    path("imports/", imports.imports, name="imports"),
    path(_IMPORT, imports.ledger_import, name="import"),
    path(_IMPORT + "frame/", imports.import_frame, name="import_frame"),
    path(_IMPORT + "read/", imports.import_read, name="import_read"),
    path(_IMPORT + "discard/", imports.import_discard, name="import_discard"),
    path(_IMPORT + "check/", imports.import_check, name="import_check"),
    path(_IMPORT + "confirm/", imports.import_confirm, name="import_confirm"),
    path(_IMPORT + "data.zip", imports.import_export, name="import_export"),
    path(_IMPORT + "undo/", imports.import_undo, name="import_undo"),
    path(_IMPORT + "aliases/forget/", import_edits.import_alias_forget, name="import_alias_forget"),
    path(_IMPORT + "sheets/<str:sheet_name>/", import_typed.import_typed, name="import_typed"),
    path(_FILE, import_files.import_file, name="import_file"),
    path(_FILE + "remove/", import_files.import_file_remove, name="import_file_remove"),
    path(_FILE + "part/", import_files.import_file_part, name="import_file_part"),
    path(_FILE + "mend/", import_edits.import_mend, name="import_mend"),
    path(_FILE + "edits/", import_edits.import_edit, name="import_edit"),
    path(_FILE + "edits/undo/", import_edits.import_edit_undo, name="import_edit_undo"),
    path(_FILE + "rows.xlsx", import_edits.import_error_rows, name="import_error_rows"),
    path(_FILE + "rows/", import_edits.import_mended_rows, name="import_mended_rows"),
]
