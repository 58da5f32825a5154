"""Addresses below /admin/acting/."""

from django.urls import path

from partners.agencies import screens

app_name = "agencies"
urlpatterns = [path("", screens.act, name="act")]
