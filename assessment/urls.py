from django.urls import URLPattern, path

from assessment import views

app_name = "assessment"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="list"),
    path("new/", views.begin, name="begin"),
    path("<uuid:assessment_id>/", views.overview, name="overview"),
    path("<uuid:assessment_id>/sections/<slug:section_key>/", views.section, name="section"),
    path("<uuid:assessment_id>/cell/", views.cell, name="cell"),
]
