from django.urls import URLPattern, path

from portfolio.views import segments, twins

_ANALYSIS = "analyses/<uuid:analysis_id>/"

segment_patterns: list[URLPattern] = [
    path(_ANALYSIS + "segments/", segments.segments, name="segments"),
    path(_ANALYSIS + "segments/rules/", segments.segment_rules, name="segment_rules"),
    path(_ANALYSIS + "segments.csv", segments.segments_export, {"file_format": "csv"}, name="segments_csv"),
    path(_ANALYSIS + "segments.xlsx", segments.segments_export, {"file_format": "xlsx"}, name="segments_xlsx"),
    path(_ANALYSIS + "classes/", segments.classes, name="classes"),
    path(_ANALYSIS + "classes/new/", segments.classes_new, name="classes_new"),
    path(_ANALYSIS + "classes.csv", segments.classes_export, {"file_format": "csv"}, name="classes_csv"),
    path(_ANALYSIS + "classes.xlsx", segments.classes_export, {"file_format": "xlsx"}, name="classes_xlsx"),
    path(_ANALYSIS + "twins/", twins.twins, name="twins"),
    path(_ANALYSIS + "twins/customers.csv", twins.twins_export, {"file_format": "csv"}, name="twins_csv"),
    path(_ANALYSIS + "twins/customers.xlsx", twins.twins_export, {"file_format": "xlsx"}, name="twins_xlsx"),
    path("segmentations/<uuid:segmentation_id>/choose/", segments.classes_choose, name="classes_choose"),
]
