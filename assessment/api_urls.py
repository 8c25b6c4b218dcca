from django.urls import URLPattern, path

from assessment import api, comparison_api, participant_api, target_api

ONE = "assessments/<uuid:assessment_id>/"

app_name = "assessment_api"
urlpatterns: list[URLPattern] = [
    path("instruments/", api.InstrumentListView.as_view(), name="instruments"),
    path("assessments/", api.AssessmentListView.as_view(), name="assessments"),
    path("assessments/new/", api.AssessmentBeginView.as_view(), name="begin"),
    path("assessments/<uuid:assessment_id>/", api.AssessmentView.as_view(), name="assessment"),
    path("assessments/<uuid:assessment_id>/answers/", api.AnswerListView.as_view(), name="answers"),
    path("assessments/<uuid:assessment_id>/answers/<str:cell>/", api.AnswerView.as_view(), name="answer"),
    path(f"{ONE}participants/", participant_api.ParticipantListView.as_view(), name="participants"),
    path(f"{ONE}participants/<uuid:participant_id>/", participant_api.ParticipantView.as_view(), name="participant"),
    path(
        f"{ONE}participants/<uuid:participant_id>/answers/",
        participant_api.ParticipantAnswersView.as_view(),
        name="participant_answers",
    ),
    path(f"{ONE}comments/", participant_api.CommentListView.as_view(), name="comments"),
    path(f"{ONE}comments/<uuid:comment_id>/", participant_api.CommentView.as_view(), name="comment"),
    path(f"{ONE}actions/", participant_api.ActionListView.as_view(), name="actions"),
    path(f"{ONE}actions/<uuid:action_id>/", participant_api.ActionView.as_view(), name="action"),
    path(f"{ONE}comparison/", comparison_api.ComparisonView.as_view(), name="comparison"),
    path(f"{ONE}targets/", target_api.TargetsView.as_view(), name="targets"),
    path("assessments/<uuid:assessment_id>/readiness/", api.ReadinessView.as_view(), name="readiness"),
]
