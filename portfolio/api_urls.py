from django.urls import URLPattern, path

from portfolio.api import analyses, budget, cohorts, said_measured, studies, study_customers

_ANALYSES = "customer-base/analyses/"
_ANALYSIS = _ANALYSES + "<uuid:analysis_id>/"
_STUDY = "customer-base/studies/<uuid:study_id>/"

app_name = "portfolio_api"
urlpatterns: list[URLPattern] = [
    path(
        "customer-base/said-measured/<uuid:assessment_id>/",
        said_measured.SaidMeasuredView.as_view(),
        name="said_measured",
    ),
    path(_ANALYSES, analyses.AnalysisListView.as_view(), name="analyses"),
    path(_ANALYSES + "start/", analyses.AnalysisStartView.as_view(), name="start"),
    path(_ANALYSIS, analyses.AnalysisView.as_view(), name="analysis"),
    path(_ANALYSIS + "result/", analyses.AnalysisResultView.as_view(), name="result"),
    path(_ANALYSIS + "budget/", budget.BudgetView.as_view(), name="budget"),
    path(_ANALYSIS + "scenarios/", budget.BudgetScenariosView.as_view(), name="base_scenarios"),
    path(_ANALYSIS + "cohorts/", cohorts.CohortsView.as_view(), name="base_cohorts"),
    path(_ANALYSIS + "cohorts/costs/", cohorts.CohortCostsView.as_view(), name="base_cohort_costs"),
    path(_ANALYSIS + "studies/", studies.StudiesView.as_view(), name="base_studies"),
    path(_STUDY, studies.StudyView.as_view(), name="base_study"),
    path(_STUDY + "ahead/", study_customers.CustomersAheadView.as_view(), name="base_study_ahead"),
    path(_STUDY + "leaving/", study_customers.CustomersLeavingView.as_view(), name="base_study_leaving"),
    path(_STUDY + "offers/", study_customers.OffersView.as_view(), name="base_study_offers"),
    path("customer-base/scenarios/<uuid:scenario_id>/", budget.BudgetScenarioView.as_view(), name="base_scenario"),
]
