from django.urls import URLPattern, path

from assessment import live_views, own_reminder_views, remark_views, respond_views, workshop_views

app_name = "respond"
urlpatterns: list[URLPattern] = [
    path("link/<str:token>/", respond_views.link, name="link"),
    path("reminders/<str:token>/", own_reminder_views.stop, name="stop_reminders"),
    path("<uuid:assessment_id>/", respond_views.home, name="home"),
    path("<uuid:assessment_id>/reminders/", own_reminder_views.choose, name="reminders"),
    path("<uuid:assessment_id>/sections/<slug:section_key>/", respond_views.section, name="section"),
    path("<uuid:assessment_id>/cell/", respond_views.cell, name="cell"),
    path("<uuid:assessment_id>/together/<slug:section_key>/", workshop_views.own_together, name="together"),
    path("<uuid:assessment_id>/live/", live_views.own_live, name="live"),
    path("<uuid:assessment_id>/items/<slug:item_key>/", remark_views.own_item, name="item"),
    path("<uuid:assessment_id>/evidence/<uuid:evidence_id>/", remark_views.own_evidence, name="evidence"),
    path(
        "<uuid:assessment_id>/evidence/<uuid:evidence_id>/remove/",
        remark_views.own_evidence_remove,
        name="evidence_remove",
    ),
]
