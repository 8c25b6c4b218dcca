from django.urls import URLPattern, path

from reports import document_views, views

app_name = "reports"
urlpatterns: list[URLPattern] = [
    path("", views.reports, name="reports"),
    path("new/", views.report_new, name="report_new"),
    path("documents/", document_views.documents, name="documents"),
    path("documents/example.docx", document_views.example, name="document_example"),
    path("documents/templates/<uuid:template_id>/remove/", document_views.remove, name="document_remove"),
    path("documents/<uuid:assessment_id>/report.docx", document_views.word, name="document_word"),
    path("documents/<uuid:assessment_id>/answers.xlsx", document_views.answers, name="document_answers"),
    path("<uuid:report_id>/", views.report, name="report"),
    path("<uuid:report_id>/progress/", views.report_progress, name="report_progress"),
    path("<uuid:report_id>/cancel/", views.report_cancel, name="report_cancel"),
    path("<uuid:report_id>/file/", views.report_download, name="report_download"),
]
