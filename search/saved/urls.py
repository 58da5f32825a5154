"""Addresses of alerts for everybody, under /search/alerts/. Those with a token come from letters."""

from django.urls import path

from search.saved import views

app_name = "saved_searches"
urlpatterns = [
    path("", views.ask, name="ask"),
    path("sent/", views.sent, name="sent"),
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("manage/<str:token>/", views.manage, name="manage"),
    path("stop/<str:token>/", views.stop, name="stop"),
]
