"""Addresses for contacts: /still-right/…"""

from django.urls import path

from partners.freshness import views

app_name = "still_right"
urlpatterns = [
    path("<str:key>/", views.ask, name="ask"),
    path("<str:key>/confirm/", views.confirm, name="confirm"),
    path("<str:key>/wrong/", views.wrong, name="wrong"),
]
