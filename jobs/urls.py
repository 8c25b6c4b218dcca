from django.urls import URLPattern, path

from jobs import views

app_name = "jobs"
urlpatterns: list[URLPattern] = [
    path("", views.job_list, name="list"),
    path("<uuid:job_id>/progress/", views.progress, name="progress"),
    path("<uuid:job_id>/cancel/", views.cancel, name="cancel"),
]
