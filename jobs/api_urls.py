from django.urls import URLPattern, path

from jobs import api

app_name = "jobs_api"
urlpatterns: list[URLPattern] = [
    path("jobs/<uuid:job_id>/", api.JobView.as_view(), name="job"),
    path("jobs/<uuid:job_id>/cancel/", api.JobCancelView.as_view(), name="cancel"),
]
