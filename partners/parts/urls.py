"""Addresses below /admin/parts/."""

from django.urls import path

from partners.parts import screens

app_name = "parts"
urlpatterns = [
    path("<int:page_id>/", screens.parts, name="page"),
    path("<int:page_id>/<int:partner_id>/save/", screens.save, name="save"),
    path("<int:page_id>/<int:partner_id>/suggest/", screens.suggest, name="suggest"),
    path("suggestions/<int:suggestion_id>/<slug:verb>/", screens.answer, name="answer"),
]
