"""Addresses of the editors' side, under /admin/proposals/."""

from django.urls import path, re_path

from outcomes.proposals import moderation

app_name = "proposals_moderation"
urlpatterns = [
    path("", moderation.index, name="index"),
    path("<slug:reference>/", moderation.proposal, name="proposal"),
    re_path(r"^(?P<reference>[-\w]+)/(?P<name>accept|adopt|decline)/$", moderation.answer, name="answer"),
]
