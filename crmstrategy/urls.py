"""Every address of the product."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("accounts.urls")),
    path("", include("ui.urls")),
    path("engagements/<uuid:engagement_id>/assessment/", include("assessment.urls")),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
