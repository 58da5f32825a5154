"""Addresses of the editors' side, under /admin/registrations/."""

from django.urls import path

from partners.registrations import moderation

app_name = "registrations_moderation"
urlpatterns = [
    path("", moderation.index, name="index"),
    path("<slug:reference>/", moderation.registration, name="registration"),
    path("<slug:reference>/approve/", moderation.approve, name="approve"),
    path("<slug:reference>/decline/", moderation.decline, name="decline"),
]
