"""Addresses below /admin/guide/."""

from django.urls import path

from portal.guide import screens

app_name = "guide"
urlpatterns = [
    path("", screens.contents, name="contents"),
    path("<slug:chapter>/", screens.page, name="page"),
]
