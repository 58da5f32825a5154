"""Addresses below /admin/notices/."""

from django.urls import path

from partners.notices import screens

app_name = "notices"
urlpatterns = [
    path("", screens.index, name="index"),
    path("read/", screens.read_all, name="read_all"),
    path("preferences/", screens.preferences, name="preferences"),
    path("<int:notice_id>/", screens.open_notice, name="open"),
    path("<int:notice_id>/read/", screens.read, name="read"),
]
