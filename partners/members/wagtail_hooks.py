"""Members on the editors' side: addresses, and a menu item for those who manage some."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from partners.agencies.acting import standing_of
from partners.policy.table import Standing


class MembersMenuItem(MenuItem):
    """Shown to people who manage a partner's members."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person is a partner admin or an operator."""
        return standing_of(request.user) >= Standing.ADMIN


@hooks.register("register_admin_urls")
def members_urls() -> list[URLResolver]:
    """The pages under /admin/members/."""
    return [path("members/", include("partners.members.admin_urls"))]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """The way to the members of my partner."""
    return MembersMenuItem(
        "Members", reverse_lazy("members_admin:index"), name="members", icon_name="user", order=270
    )
