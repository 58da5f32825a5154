"""Notices on the editors' side: addresses, the way there with the number of unread ones, and a panel."""

from typing import Any, cast

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.sidebar import LinkMenuItem

from partners.notices.selectors import number_unread
from partners.people.models import User


class NoticesMenuItem(MenuItem):
    """Says how many are unread."""

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        """Return the item as it is shown to this person; items are kept, so the number is not."""
        number = number_unread(cast(User, request.user))
        label = f"{self.label} ({number})" if number else self.label
        return LinkMenuItem(self.name, label, self.url, icon_name=self.icon_name)


class UnreadPanel(Component):
    """Leads from the first page to what is unread, also without scripts, which the menu needs."""

    name = "unread_notices"
    order = 10
    template_name = "notices/admin/panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return how many are unread."""
        return {"unread": number_unread(parent_context["request"].user)}


@hooks.register("register_admin_urls")
def notices_urls() -> list[URLResolver]:
    """The pages under /admin/notices/."""
    return [path("notices/", include("partners.notices.admin_urls"))]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """The way to what I was told."""
    return NoticesMenuItem(
        "Your notices", reverse_lazy("notices:index"), name="notices", icon_name="mail", order=250
    )


@hooks.register("construct_homepage_panels")
def say_what_is_unread(request: HttpRequest, panels: list[Component]) -> None:
    """Put what is unread on the first page."""
    panels.append(UnreadPanel())
