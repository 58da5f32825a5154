"""Addresses below /admin/members/. Each names the partner, so that a form is never sent for another one."""

from django.urls import path

from partners.members.screens import invitations, members, requests

app_name = "members_admin"
urlpatterns = [
    path("", members.index, name="index"),
    path("<int:partner_id>/", members.members, name="members"),
    path("<int:partner_id>/member/<int:membership_id>/", members.member, name="member"),
    path("<int:partner_id>/member/<int:membership_id>/end/", members.end, name="end"),
    path("<int:partner_id>/invitations/", invitations.invitations, name="invitations"),
    path("<int:partner_id>/invitations/new/", invitations.invite, name="invite"),
    path("<int:partner_id>/invitations/<int:letter_id>/again/", invitations.again, name="again"),
    path("<int:partner_id>/invitations/<int:letter_id>/take-back/", invitations.take_back, name="take_back"),
    path("<int:partner_id>/requests/", requests.requests, name="requests"),
    path("<int:partner_id>/requests/<int:join_id>/", requests.answer, name="answer"),
    path("<int:partner_id>/mail-domains/", requests.domains, name="domains"),
    path(
        "<int:partner_id>/mail-domains/<int:domain_id>/remove/", requests.remove_domain, name="remove_domain"
    ),
]
