from django.urls import URLPattern, path

from accounts import token_views

app_name = "tokens"
urlpatterns: list[URLPattern] = [
    path("", token_views.tokens, name="list"),
    path("<str:start>/revoke/", token_views.revoke, name="revoke"),
]
