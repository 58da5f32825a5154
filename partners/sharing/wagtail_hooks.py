"""Shares on the editors' side: addresses, menu, and choosers that show no foreign drafts."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry

from partners.agencies.acting import partner_of
from partners.sharing.lists import pages_that_list
from partners.sharing.selectors import invitations_to_answer, may_answer


class InvitationsMenuItem(MenuItem):
    """Shown to people who may answer for a partner."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person could accept."""
        return may_answer(request.user)


@hooks.register("register_admin_urls")
def sharing_urls() -> list[URLResolver]:
    """The pages under /admin/sharing/."""
    return [path("sharing/", include("partners.sharing.urls"))]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """The way to what my partner is asked for."""
    return InvitationsMenuItem(
        "Invitations", reverse_lazy("sharing:invitations"), name="invitations", icon_name="group", order=260
    )


class InvitationsPanel(Component):
    """Says on the first page how many pages the partner is asked to contribute to, as long as it is asked."""

    name = "share_invitations"
    order = 20
    template_name = "sharing/admin/invitations_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the partner and how many wait; one query, none for people who may not answer."""
        user = parent_context["request"].user
        return {"partner": partner_of(user), "waiting": invitations_to_answer(user).count()}


@hooks.register("construct_homepage_panels")
def say_who_asks(request: HttpRequest, panels: list[Component]) -> None:
    """Put it below what can be written."""
    panels.append(InvitationsPanel())


@hooks.register("construct_page_chooser_queryset")
def only_what_may_be_seen(pages: Any, request: HttpRequest) -> Any:
    """Offer what everybody may read, and what this person finds in the admin anyway."""
    mine = policy_registry.get_by_type(Page).explorable_instances(request.user)
    return pages.filter(pk__in=mine.values("pk")) | (pages.live().public())


@hooks.register("before_copy_page")
def only_into_a_list(request: HttpRequest, page: Page) -> None:
    """Raises PermissionDenied for a copy to anywhere else: Wagtail would name the page that it refuses."""
    wanted = request.POST.get("new_parent_page", "")
    if request.method == "POST" and wanted not in {str(each.pk) for each in pages_that_list()}:
        raise PermissionDenied
