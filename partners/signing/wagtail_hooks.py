"""Signing on the editors' side: addresses, and what the page editor offers."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path
from wagtail import hooks
from wagtail.admin.ui.components import Component

from partners.agencies.acting import standing_of
from partners.policy.table import Standing
from partners.signing.home_panels import WaitsForOthersPanel, WaitsForUsPanel


@hooks.register("register_admin_urls")
def signing_urls() -> list[URLResolver]:
    """The pages under /admin/signing/."""
    return [path("signing/", include("partners.signing.urls"))]


@hooks.register("construct_homepage_panels")
def say_what_waits(request: HttpRequest, panels: list[Component]) -> None:
    """Put what waits for signatures on the first page of those who may read it."""
    if Standing.EDITOR <= standing_of(request.user) < Standing.OPERATOR:
        panels += [WaitsForUsPanel(), WaitsForOthersPanel()]
