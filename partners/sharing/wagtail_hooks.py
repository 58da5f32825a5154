"""Shares on the editors' side: addresses, menu, and choosers that show no foreign drafts."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.components import Component
from wagtail.models import Page, PageViewRestriction
from wagtail.rich_text.feature_registry import FeatureRegistry

from partners.sharing import links
from partners.sharing.home_panels import InvitationsPanel, in_place_of, summary_in_place_of
from partners.sharing.lists import pages_that_list
from partners.sharing.page_forms import claimed
from partners.sharing.relations import pages_found_by
from partners.sharing.selectors import may_answer
from partners.sharing.sent_once import note_what_was_made
from partners.sharing.stale import Versioned, locked


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
        "Asked to join in",
        reverse_lazy("sharing:invitations"),
        name="invitations",
        icon_name="group",
        order=260,
    )


@hooks.register("construct_homepage_panels")
def show_what_is_ours(request: HttpRequest, panels: list[Component]) -> None:
    """Show only pages of the partner that the person acts for, and who asks it."""
    panels[:] = [*map(in_place_of, panels), InvitationsPanel()]


@hooks.register("construct_homepage_summary_items", order=100)
def count_what_is_ours(request: HttpRequest, items: list[SummaryItem]) -> None:
    """Count only pages of the partner that the person acts for."""
    items[:] = map(summary_in_place_of, items)


@hooks.register("construct_page_chooser_queryset")
def only_what_may_be_seen(pages: Any, request: HttpRequest) -> Any:
    """Offer what everybody may read, and what this person finds in the admin anyway."""
    return pages.filter(pk__in=pages_found_by(request.user).values("pk")) | (pages.live().public())


@hooks.register("before_copy_page")
def only_into_a_list(request: HttpRequest, page: Page) -> None:
    """Raises PermissionDenied for a copy to anywhere else: Wagtail would name the page that it refuses."""
    wanted = request.POST.get("new_parent_page", "")
    if request.method == "POST" and wanted not in {str(each.pk) for each in pages_that_list()}:
        raise PermissionDenied


@hooks.register("after_copy_page")
def close_what_was_closed(request: HttpRequest, page: Page, new_page: Page) -> None:
    """Close a copy to the public as its original is, also in a list that is closed for now."""
    for restriction in page.view_restrictions.all():
        if not new_page.view_restrictions.exists():
            kind = restriction.restriction_type
            PageViewRestriction(page=new_page, restriction_type=kind, password=restriction.password).save()


@hooks.register("after_create_page")
def note_the_new_page(request: HttpRequest, page: Page) -> None:
    """Remember what a form made, should it be sent again."""
    note_what_was_made(request, page)


@hooks.register("after_copy_page")
def note_the_copy(request: HttpRequest, page: Page, new_page: Page) -> None:
    """Remember what a form made, should it be sent again."""
    note_what_was_made(request, new_page)


@hooks.register("register_rich_text_features", order=100)
def links_to_public_pages(features: FeatureRegistry) -> None:
    """Let links in texts tell nothing about pages that are not public."""
    links.register(features)


@hooks.register("before_edit_page")
def refuse_what_is_stale(request: HttpRequest, page: Page) -> None:
    """Hold the page until the form is saved, and refuse a form of an older version. Raises StaleSaveError.

    Here, and not only when saving: a form that is shown again for a mistake in it claims the latest version,
    and a page that was never published is written before its new version is.
    """
    if request.method != "POST":
        return
    now = locked(page.pk)
    if isinstance(page, Versioned):
        page.check_is_latest(now)
        page.based_on = claimed(request)
        page.check_is_latest(now)
