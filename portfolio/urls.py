from django.urls import URLPattern, path

from portfolio.segment_urls import segment_patterns
from portfolio.views import analyses, budget, results, said_measured, studies

_ANALYSIS = "analyses/<uuid:analysis_id>/"

app_name = "portfolio"
urlpatterns: list[URLPattern] = [
    *segment_patterns,
    path("", results.latest, name="latest"),
    path("said-measured/", said_measured.latest_said_measured, name="latest_said_measured"),
    path("said-measured/<uuid:assessment_id>/", said_measured.said_measured, name="said_measured"),
    path("definition/", analyses.definition, name="definition"),
    path("analyses/", analyses.analyses, name="analyses"),
    path(_ANALYSIS, analyses.analysis, name="analysis"),
    path(_ANALYSIS + "flows/", results.flows, name="flows"),
    path(_ANALYSIS + "migration/", results.migration, name="migration"),
    path(_ANALYSIS + "value/", results.value, name="value"),
    path(_ANALYSIS + "cohorts/", results.cohorts, name="cohorts"),
    path(_ANALYSIS + "cohorts/costs/", results.cohort_costs, name="cohort_costs"),
    path(_ANALYSIS + "holdings/", results.holdings, name="holdings"),
    path(_ANALYSIS + "wallet/", results.wallet, name="wallet"),
    path(_ANALYSIS + "budget/", budget.budget, name="budget"),
    path(_ANALYSIS + "scenarios/", budget.scenario_new, name="scenario_new"),
    path("scenarios/<uuid:scenario_id>/remove/", budget.scenario_remove, name="scenario_remove"),
    path(_ANALYSIS + "customers/", results.customers, name="customers"),
    path(_ANALYSIS + "customers.csv", results.customers_export, {"file_format": "csv"}, name="customers_csv"),
    path(_ANALYSIS + "customers.xlsx", results.customers_export, {"file_format": "xlsx"}, name="customers_xlsx"),
    path(_ANALYSIS + "studies/<slug:kind>/", studies.study_new, name="study_new"),
    path(_ANALYSIS + "ahead/", studies.ahead, name="ahead"),
    path(_ANALYSIS + "ahead/customers.csv", studies.ahead_export, {"file_format": "csv"}, name="ahead_csv"),
    path(_ANALYSIS + "ahead/customers.xlsx", studies.ahead_export, {"file_format": "xlsx"}, name="ahead_xlsx"),
    path(_ANALYSIS + "leaving/", studies.leaving, name="leaving"),
    path(_ANALYSIS + "leaving/customers.csv", studies.leaving_export, {"file_format": "csv"}, name="leaving_csv"),
    path(_ANALYSIS + "leaving/customers.xlsx", studies.leaving_export, {"file_format": "xlsx"}, name="leaving_xlsx"),
]
