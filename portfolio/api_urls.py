from django.urls import URLPattern, path

from portfolio import api, budget_api, said_measured_api

_ANALYSES = "customer-base/analyses/"

app_name = "portfolio_api"
urlpatterns: list[URLPattern] = [
    path(
        "customer-base/said-measured/<uuid:assessment_id>/",
        said_measured_api.SaidMeasuredView.as_view(),
        name="said_measured",
    ),
    path(_ANALYSES, api.AnalysisListView.as_view(), name="analyses"),
    path(_ANALYSES + "start/", api.AnalysisStartView.as_view(), name="start"),
    path(_ANALYSES + "<uuid:analysis_id>/", api.AnalysisView.as_view(), name="analysis"),
    path(_ANALYSES + "<uuid:analysis_id>/result/", api.AnalysisResultView.as_view(), name="result"),
    path(_ANALYSES + "<uuid:analysis_id>/budget/", budget_api.BudgetView.as_view(), name="budget"),
    path(_ANALYSES + "<uuid:analysis_id>/scenarios/", budget_api.BudgetScenariosView.as_view(), name="base_scenarios"),
    path("customer-base/scenarios/<uuid:scenario_id>/", budget_api.BudgetScenarioView.as_view(), name="base_scenario"),
]
