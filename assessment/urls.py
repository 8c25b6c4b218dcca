from django.urls import URLPattern, path

from assessment import views

app_name = "assessment"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="list"),
    path("new/", views.begin, name="begin"),
    path("readiness/", views.latest_readiness, name="latest_readiness"),
    path("<uuid:assessment_id>/", views.overview, name="overview"),
    path("<uuid:assessment_id>/sections/<slug:section_key>/", views.section, name="section"),
    path("<uuid:assessment_id>/cell/", views.cell, name="cell"),
    path("<uuid:assessment_id>/answers/", views.answers, name="answers"),
    path("<uuid:assessment_id>/history/<slug:item_key>/", views.history, name="history"),
    path("<uuid:assessment_id>/readiness/", views.readiness, name="readiness"),
]
