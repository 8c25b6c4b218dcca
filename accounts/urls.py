from django.urls import URLPattern, path

from accounts import people_views, views

app_name = "accounts"
urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("clients/new/", views.client_new, name="client_new"),
    path("clients/<uuid:client_id>/engagements/new/", views.engagement_new, name="engagement_new"),
    path("engagements/<uuid:engagement_id>/", views.engagement, name="engagement"),
    path("engagements/<uuid:engagement_id>/edit/", views.engagement_edit, name="engagement_edit"),
    path("engagements/<uuid:engagement_id>/events/", views.events, name="events"),
    path("engagements/<uuid:engagement_id>/people/", people_views.people, name="people"),
    path("engagements/<uuid:engagement_id>/people/invite/", people_views.invite_person, name="invite"),
    path(
        "engagements/<uuid:engagement_id>/people/invitations/<uuid:invitation_id>/withdraw/",
        people_views.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path(
        "engagements/<uuid:engagement_id>/people/<uuid:membership_id>/end/",
        people_views.membership_end,
        name="membership_end",
    ),
    path("invitation/<str:token>/", people_views.invitation, name="invitation"),
]
