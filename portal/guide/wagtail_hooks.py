"""The guide's addresses and its place in the menu."""

from django.urls import URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

LAST = 9000  # after everything that people work with


@hooks.register("register_admin_urls")
def guide_urls() -> list[URLResolver]:
    """The pages under /admin/guide/."""
    return [path("guide/", include("portal.guide.urls"))]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """The way to the guide, for everybody in the admin."""
    return MenuItem("Guide", reverse_lazy("guide:contents"), name="guide", icon_name="help", order=LAST)
