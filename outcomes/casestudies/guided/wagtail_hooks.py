"""The guided form on the editors' side: addresses, the first page, and the page editor."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from outcomes.casestudies.guided.selectors import unfinished
from outcomes.casestudies.models import CaseStudy
from partners.agencies.acting import partner_of, standing_of
from partners.people.models import User
from partners.policy.table import Action, Thing, allows

LABEL, ICON = "Continue in the guided form", "form"
FEW = 3


class GuidedPanel(Component):
    """The way into the guided form, and what was begun in it or in the editor."""

    name = "guided_form"
    order = 30
    template_name = "casestudies/guided/admin/panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the latest unfinished case studies; one query."""
        return {"unfinished": list(unfinished(parent_context["request"].user)[:FEW])}


@hooks.register("register_admin_urls")
def guided_urls() -> list[URLResolver]:
    """The pages under /admin/case-studies/write/."""
    return [path("case-studies/write/", include("outcomes.casestudies.guided.urls"))]


@hooks.register("construct_homepage_panels")
def offer_the_guided_form(request: HttpRequest, panels: list[Component]) -> None:
    """Offer it to those who write for a partner."""
    if partner_of(request.user) and allows(standing_of(request.user), Thing.PAGE_LIST, Action.ADD):
        panels.append(GuidedPanel())


@hooks.register("register_page_header_buttons")
def header_button(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """In the menu of the page's heading."""
    yield from button(page, user)


@hooks.register("register_page_listing_more_buttons")
def listing_button(page: Page, user: User, next_url: str | None = None) -> Iterator[Button]:
    """In the menu of the page's row in a list."""
    yield from button(page, user)


def button(page: Page, user: User) -> Iterator[Button]:
    """Yield the way to the guided form, for who may edit the case study."""
    if page.specific_class is CaseStudy and page.permissions_for_user(user).can_edit():
        yield Button(LABEL, url=reverse("guided:tasks", args=[page.pk]), icon_name=ICON, priority=6)
