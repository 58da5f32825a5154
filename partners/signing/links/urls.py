"""Addresses below /sign/, for people without an account."""

from django.urls import path

from partners.signing.links import views as link_views

app_name = "signature_links"
urlpatterns = [
    path("<str:token>/", link_views.link, name="link"),
    path("<str:token>/code/", link_views.code, name="code"),
    path("<str:token>/enter/", link_views.enter, name="enter"),
    path("<str:token>/text/", link_views.text, name="text"),
    path("<str:token>/decide/", link_views.decide, name="decide"),
]
