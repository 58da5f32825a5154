"""Addresses below /admin/partner/."""

from django.urls import path

from partners.agencies import details_screens

app_name = "partner_details"
urlpatterns = [
    path("", details_screens.own, name="own"),
    path("<int:partner_id>/", details_screens.of_partner, name="of_partner"),
]
