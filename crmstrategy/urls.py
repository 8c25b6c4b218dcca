"""Every address of the product."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from crmstrategy import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("accounts.urls")),
    path("", include("ui.urls")),
    path("engagements/<uuid:engagement_id>/assessment/", include("assessment.urls")),
    path("respond/", include("assessment.respond_urls")),
    path("respond/", include("reports.receipt_urls")),
    path("engagements/<uuid:engagement_id>/profitability/", include("profitability.urls")),
    path("engagements/<uuid:engagement_id>/customer-base/", include("portfolio.urls")),
    path("engagements/<uuid:engagement_id>/reports/", include("reports.urls")),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("tokens/", include("accounts.token_urls")),
    path("engagements/<uuid:engagement_id>/jobs/", include("jobs.urls")),
    path("api/", include("crmstrategy.api_urls")),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]

handler400 = "crmstrategy.api.bad_request"
handler403 = "crmstrategy.api.permission_denied"
handler404 = "crmstrategy.api.not_found"
handler500 = "crmstrategy.api.server_error"
