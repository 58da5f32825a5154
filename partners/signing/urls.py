"""Addresses below /admin/signing/."""

from django.urls import path

from partners.signing import link_screens, screens, waiting_screens

app_name = "signing"
urlpatterns = [
    path("", waiting_screens.waiting, name="waiting"),
    path("pages/<int:page_id>/", screens.page, name="page"),
    path("pages/<int:page_id>/submit/", screens.submit, name="submit"),
    path("pages/<int:page_id>/take-back/", screens.take_back, name="take_back"),
    path("pages/<int:page_id>/sign/", screens.sign, name="sign"),
    path("pages/<int:page_id>/links/", link_screens.page_links, name="links"),
    path("pages/<int:page_id>/links/<int:link_id>/take-back/", link_screens.take_back, name="take_link_back"),
    path("pages/<int:page_id>/text/", screens.text, name="text"),
]
