"""Addresses under /partners/register/."""

from django.urls import path

from partners.registrations import views

app_name = "registrations"
urlpatterns = [
    path("", views.new, name="new"),
    path("<slug:reference>/", views.registration, name="detail"),
    path("<slug:reference>/withdraw/", views.withdraw, name="withdraw"),
]
