"""Addresses below /admin/freshness/."""

from django.urls import path

from partners.freshness import screens

app_name = "freshness"
urlpatterns = [
    path("", screens.index, name="index"),
    path("<int:page_id>/", screens.page, name="page"),
    path("<int:page_id>/still-right/", screens.confirm, name="confirm"),
]
