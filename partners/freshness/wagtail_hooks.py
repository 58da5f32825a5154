"""Checks on the editors' side: addresses, and the panel of the first page."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path
from wagtail import hooks
from wagtail.admin.ui.components import Component

from partners.freshness.home_panels import OutOfDatePanel


@hooks.register("register_admin_urls")
def freshness_urls() -> list[URLResolver]:
    """The pages under /admin/freshness/."""
    return [path("freshness/", include("partners.freshness.admin_urls"))]


@hooks.register("construct_homepage_panels")
def show_what_is_due(request: HttpRequest, panels: list[Component]) -> None:
    """Show which pages of the partner are due to be checked."""
    panels.append(OutOfDatePanel())
