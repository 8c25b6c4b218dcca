from django.urls import URLPattern, path

from reports import receipt_views

app_name = "receipts"
urlpatterns: list[URLPattern] = [
    path("<uuid:assessment_id>/receipt/", receipt_views.receipt, name="receipt"),
    path("<uuid:assessment_id>/receipt/answers.pdf", receipt_views.file, name="file"),
]
