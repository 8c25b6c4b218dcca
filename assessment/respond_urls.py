from django.urls import URLPattern, path

from assessment import respond_views

app_name = "respond"
urlpatterns: list[URLPattern] = [
    path("link/<str:token>/", respond_views.link, name="link"),
    path("<uuid:assessment_id>/", respond_views.home, name="home"),
    path("<uuid:assessment_id>/sections/<slug:section_key>/", respond_views.section, name="section"),
    path("<uuid:assessment_id>/cell/", respond_views.cell, name="cell"),
]
