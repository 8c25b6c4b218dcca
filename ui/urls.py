from django.urls import URLPattern, path

from ui import views

app_name = "ui"
urlpatterns: list[URLPattern] = [
    path("theme/", views.choose_theme, name="theme"),
    path("language/", views.choose_language, name="language"),
    path("styleguide/", views.styleguide, name="styleguide"),
]
