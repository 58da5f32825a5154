"""Signing in and out. The form is the only one on the site."""

from django.urls import include, path

urlpatterns = [path("", include("allauth.account.urls"))]
