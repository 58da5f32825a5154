"""Parts on the editors' side: their addresses."""

from django.urls import URLResolver, include, path
from wagtail import hooks


@hooks.register("register_admin_urls")
def parts_urls() -> list[URLResolver]:
    """The pages under /admin/parts/."""
    return [path("parts/", include("partners.parts.urls"))]
