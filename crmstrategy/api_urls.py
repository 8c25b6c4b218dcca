"""Every address of the API."""

from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.permissions import IsAuthenticated

from crmstrategy import api

BELOW_ENGAGEMENT = "v1/engagements/<uuid:engagement_id>/"

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", SpectacularAPIView.as_view(permission_classes=[IsAuthenticated]), name="schema"),
    path("docs/", api.docs, name="docs"),
    path("v1/engagements/", include("accounts.api_urls")),
    path(BELOW_ENGAGEMENT, include("jobs.api_urls")),
    path(BELOW_ENGAGEMENT, include("portfolio.api_urls")),
    path(BELOW_ENGAGEMENT, include("assessment.api_urls")),
    path(BELOW_ENGAGEMENT, include("reports.api_urls")),
    path(BELOW_ENGAGEMENT, include("profitability.api_urls")),
]
