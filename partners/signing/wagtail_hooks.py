"""Signing on the editors' side: addresses, what the page editor offers, and what it no longer does."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import URLResolver, include, path, reverse
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.pages.bulk_actions import PublishBulkAction, UnpublishBulkAction
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from partners.agencies.acting import standing_of
from partners.people.models import User
from partners.policy.table import Standing
from partners.signing.editor import editing
from partners.signing.home.panels import WaitsForOthersPanel, WaitsForUsPanel
from partners.signing.home.review_panel import ReviewPanel
from partners.signing.signed import Signed

LABEL, ICON = "Signatures", "check"

# Pages are not published, or taken off the site, many at once: those that partners sign never are, and for
# the few others one at a time will do.
PublishBulkAction.models = []
UnpublishBulkAction.models = []


def is_signed(page: Page) -> bool:
    """Whether this is a page that partners sign; no query."""
    return issubclass(page.specific_class or Page, Signed)


class SignaturesItem(ActionMenuItem):
    """The way from the editor to the signatures, among the things to do with the page."""

    name = "action-signatures"
    label = "Signatures…"
    icon_name = ICON

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Whether there is a page that partners sign."""
        return context["view"] != "create" and is_signed(context["page"])

    def get_url(self, parent_context: dict[str, Any]) -> str:
        """Return where the signatures are."""
        return reverse("signing:page", args=[parent_context["page"].pk])


@hooks.register("register_admin_urls")
def signing_urls() -> list[URLResolver]:
    """The pages under /admin/signing/."""
    return [path("signing/", include("partners.signing.urls"))]


@hooks.register("construct_homepage_panels")
def say_what_waits(request: HttpRequest, panels: list[Component]) -> None:
    """Put what waits for signatures on the first page of those who may read it."""
    if Standing.EDITOR <= standing_of(request.user) < Standing.OPERATOR:
        panels += [WaitsForUsPanel(), WaitsForOthersPanel()]


@hooks.register("register_page_action_menu_item")
def signatures_item() -> ActionMenuItem:
    """Beside 'Save draft'."""
    return SignaturesItem(order=10)


@hooks.register("register_page_header_buttons")
def header_button(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """In the menu of the page's heading."""
    yield from button(page, user)


@hooks.register("register_page_listing_more_buttons")
def listing_button(page: Page, user: User, next_url: str | None = None) -> Iterator[Button]:
    """In the menu of the page's row in a list."""
    yield from button(page, user)


def button(page: Page, user: User) -> Iterator[Button]:
    """Yield the way to the signatures, for who may read the draft."""
    if is_signed(page) and page.permissions_for_user(user).can_edit():
        yield Button(LABEL, url=reverse("signing:page", args=[page.pk]), icon_name=ICON, priority=5)


@hooks.register("before_edit_page", order=10)
def nothing_by_itself(request: HttpRequest, page: Page) -> JsonResponse | None:
    """After the page is locked, so that nobody submits it in between."""
    if request.method != "POST" or not is_signed(page):
        return None
    editing.count_decisions(request, page)
    return editing.refuse_autosave(request, page)


@hooks.register("after_edit_page")
def say_what_ended(request: HttpRequest, page: Page) -> None:
    """After a person saved."""
    if is_signed(page) and request.accepts("text/html"):
        editing.say_what_ended(request, page)


@hooks.register("construct_homepage_panels")
def show_what_to_review(request: HttpRequest, panels: list[Component]) -> None:
    """Show what others published without every signature."""
    panels.append(ReviewPanel())
