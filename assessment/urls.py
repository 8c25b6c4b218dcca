from django.urls import URLPattern, path

from assessment import (
    authoring_views,
    comparison_views,
    live_views,
    participant_views,
    plan_views,
    remark_views,
    reminder_views,
    target_views,
    views,
    workshop_views,
)

app_name = "assessment"
_AUTHORING: list[URLPattern] = [
    path("instruments/", authoring_views.instruments, name="instruments"),
    path("instruments/drafts/<uuid:draft_id>/", authoring_views.draft, name="instrument_draft"),
    path("instruments/drafts/<uuid:draft_id>/decide/", authoring_views.draft_decide, name="instrument_decide"),
    path("instruments/translations/", authoring_views.translations, name="instrument_translations"),
    path("instruments/export/", authoring_views.export, name="instrument_export"),
    path("<uuid:assessment_id>/version/", authoring_views.upgrade, name="upgrade"),
]

urlpatterns: list[URLPattern] = [
    *_AUTHORING,
    path("", views.index, name="list"),
    path("new/", views.begin, name="begin"),
    path("readiness/", views.latest_readiness, name="latest_readiness"),
    path("<uuid:assessment_id>/", views.overview, name="overview"),
    path("<uuid:assessment_id>/sections/<slug:section_key>/", views.section, name="section"),
    path("<uuid:assessment_id>/cell/", views.cell, name="cell"),
    path("<uuid:assessment_id>/answers/", views.answers, name="answers"),
    path("<uuid:assessment_id>/history/<slug:item_key>/", views.history, name="history"),
    path("<uuid:assessment_id>/readiness/", views.readiness, name="readiness"),
    path("<uuid:assessment_id>/targets/", target_views.targets, name="targets"),
    path("<uuid:assessment_id>/comparison/", comparison_views.comparison, name="comparison"),
    path("<uuid:assessment_id>/readiness/opening/", participant_views.readiness_opening, name="readiness_opening"),
    path("<uuid:assessment_id>/items/<slug:item_key>/", workshop_views.item, name="item"),
    path("<uuid:assessment_id>/items/<slug:item_key>/decide/", workshop_views.decide, name="decide"),
    path("<uuid:assessment_id>/together/<slug:section_key>/", workshop_views.together, name="together"),
    path("<uuid:assessment_id>/plan/", plan_views.plan, name="plan"),
    path("<uuid:assessment_id>/plan/actions.<slug:file_format>", plan_views.download, name="plan_file"),
    path("<uuid:assessment_id>/plan/add/", plan_views.add, name="plan_add"),
    path("<uuid:assessment_id>/plan/new/", plan_views.new, name="action_new"),
    path("<uuid:assessment_id>/plan/<uuid:action_id>/", plan_views.action, name="action"),
    path("<uuid:assessment_id>/plan/<uuid:action_id>/remove/", plan_views.remove, name="action_remove"),
    path("<uuid:assessment_id>/perception/", workshop_views.perception, name="perception"),
    path("<uuid:assessment_id>/live/", live_views.live, name="live"),
    path("<uuid:assessment_id>/evidence/<uuid:evidence_id>/", remark_views.evidence, name="evidence"),
    path("<uuid:assessment_id>/comments/<uuid:comment_id>/", remark_views.comment, name="comment"),
    path("<uuid:assessment_id>/remind/", reminder_views.remind, name="remind"),
    path("<uuid:assessment_id>/reminding/", reminder_views.reminding, name="reminding"),
    path("<uuid:assessment_id>/participants/", participant_views.participants, name="participants"),
    path("<uuid:assessment_id>/participants/<uuid:participant_id>/", participant_views.participant, name="participant"),
    path("<uuid:assessment_id>/participants/<uuid:participant_id>/link/", participant_views.link, name="link"),
    path(
        "<uuid:assessment_id>/participants/<uuid:participant_id>/<slug:deed>/",
        participant_views.act,
        name="participant_act",
    ),
    path("<uuid:assessment_id>/sections/<slug:section_key>/opening/", participant_views.opening, name="opening"),
]
