from django.urls import URLPattern, path

from reports import api

app_name = "reports_api"
urlpatterns: list[URLPattern] = [
    path("reports/", api.ReportListView.as_view(), name="reports"),
    path("reports/<uuid:report_id>/", api.ReportView.as_view(), name="report"),
    path("reports/<uuid:report_id>/file/", api.ReportFileView.as_view(), name="file"),
]
