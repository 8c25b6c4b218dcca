from django.urls import URLPattern, path

from assessment import api

app_name = "assessment_api"
urlpatterns: list[URLPattern] = [
    path("instruments/", api.InstrumentListView.as_view(), name="instruments"),
    path("assessments/", api.AssessmentListView.as_view(), name="assessments"),
    path("assessments/new/", api.AssessmentBeginView.as_view(), name="begin"),
    path("assessments/<uuid:assessment_id>/", api.AssessmentView.as_view(), name="assessment"),
    path("assessments/<uuid:assessment_id>/answers/", api.AnswerListView.as_view(), name="answers"),
    path("assessments/<uuid:assessment_id>/answers/<str:cell>/", api.AnswerView.as_view(), name="answer"),
    path("assessments/<uuid:assessment_id>/readiness/", api.ReadinessView.as_view(), name="readiness"),
]
