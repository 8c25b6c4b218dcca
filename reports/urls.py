from django.urls import URLPattern, path

from reports import views

app_name = "reports"
urlpatterns: list[URLPattern] = [
    path("", views.reports, name="reports"),
    path("new/", views.report_new, name="report_new"),
    path("<uuid:report_id>/", views.report, name="report"),
    path("<uuid:report_id>/progress/", views.report_progress, name="report_progress"),
    path("<uuid:report_id>/cancel/", views.report_cancel, name="report_cancel"),
    path("<uuid:report_id>/file/", views.report_download, name="report_download"),
]
