"""Addresses of the report of editions, under /admin/reports/editions/."""

from django.urls import path

from partners.places.editions import views

app_name = "place_editions"
urlpatterns = [
    path("", views.index, name="index"),
    path("places/<str:code>/", views.ended_place, name="place"),
    path("<str:name>/", views.edition, name="edition"),
]
