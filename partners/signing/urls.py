"""Addresses below /admin/signing/."""

from django.urls import path

from partners.signing.home import screens as waiting_screens
from partners.signing.links import screens as link_screens
from partners.signing.screens import deciding, overriding, overview, submitting, taking_off

app_name = "signing"
urlpatterns = [
    path("", waiting_screens.waiting, name="waiting"),
    path("pages/<int:page_id>/", overview.page, name="page"),
    path("pages/<int:page_id>/text/", overview.text, name="text"),
    path("pages/<int:page_id>/look/", overview.look, name="look"),
    path("pages/<int:page_id>/look-away/", overview.look_away, name="look_away"),
    path("pages/<int:page_id>/submit/", submitting.submit, name="submit"),
    path("pages/<int:page_id>/take-back/", overview.take_back, name="take_back"),
    path("pages/<int:page_id>/sign/", deciding.sign, name="sign"),
    path("pages/<int:page_id>/override/", overriding.override, name="override"),
    path("overrides/<int:override_id>/review/", overriding.review, name="review"),
    path("pages/<int:page_id>/withdraw/", taking_off.withdraw, name="withdraw"),
    path("pages/<int:page_id>/take-down/", taking_off.take_down, name="take_down"),
    path("pages/<int:page_id>/links/", link_screens.page_links, name="links"),
    path("pages/<int:page_id>/links/<int:link_id>/take-back/", link_screens.take_back, name="take_link_back"),
]
