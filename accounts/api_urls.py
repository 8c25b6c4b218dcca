from django.urls import URLPattern, path

from accounts import api

app_name = "accounts_api"
urlpatterns: list[URLPattern] = [
    path("", api.EngagementListView.as_view(), name="engagements"),
    path("<uuid:engagement_id>/", api.EngagementView.as_view(), name="engagement"),
]
