"""Signing on the editors' side: addresses, and what the page editor offers."""

from django.urls import URLResolver, include, path
from wagtail import hooks


@hooks.register("register_admin_urls")
def signing_urls() -> list[URLResolver]:
    """The pages under /admin/signing/."""
    return [path("signing/", include("partners.signing.urls"))]
