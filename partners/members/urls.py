"""Addresses for people who are asked, or who ask: /invitations/… and /account/memberships/…"""

from django.urls import path

from partners.members import views

app_name = "members"
urlpatterns = [
    path("invitations/<str:key>/", views.invitation, name="invitation"),
    path("invitations/<str:key>/accept/", views.accept, name="accept"),
    path("invitations/<str:key>/decline/", views.decline, name="decline"),
    path("invitations/<str:key>/account/", views.open_account, name="open_account"),
    path("account/memberships/<int:membership_id>/leave/", views.leave, name="leave"),
    path("account/join/<int:partner_id>/", views.ask, name="ask"),
    path("account/join/requests/<int:join_id>/take-back/", views.take_request_back, name="take_request_back"),
]
