"""Addresses of proposals, under /proposals/."""

from django.urls import path

from outcomes.proposals import views

app_name = "proposals"
urlpatterns = [
    path("", views.proposal_list, name="list"),
    path("new/", views.new, name="new"),
    path("sent/", views.sent, name="sent"),
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("own/<str:token>/", views.own, name="own"),
    path("<slug:reference>/", views.proposal, name="detail"),
]
