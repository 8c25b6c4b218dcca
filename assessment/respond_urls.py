from django.urls import URLPattern, path

from assessment import remark_views, respond_views

app_name = "respond"
urlpatterns: list[URLPattern] = [
    path("link/<str:token>/", respond_views.link, name="link"),
    path("<uuid:assessment_id>/", respond_views.home, name="home"),
    path("<uuid:assessment_id>/sections/<slug:section_key>/", respond_views.section, name="section"),
    path("<uuid:assessment_id>/cell/", respond_views.cell, name="cell"),
    path("<uuid:assessment_id>/items/<slug:item_key>/", remark_views.own_item, name="item"),
    path("<uuid:assessment_id>/evidence/<uuid:evidence_id>/", remark_views.own_evidence, name="evidence"),
    path(
        "<uuid:assessment_id>/evidence/<uuid:evidence_id>/remove/",
        remark_views.own_evidence_remove,
        name="evidence_remove",
    ),
]
