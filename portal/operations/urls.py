"""Addresses that machines ask whether the site is well."""

from django.urls import path

from portal.operations import views

app_name = "operations"
urlpatterns = [
    path("live", views.live, name="live"),
    path("ready", views.ready, name="ready"),
]
