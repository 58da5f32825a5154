"""The first page that editors see: what they can write."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from outcomes.casestudies.models import CaseStudy
from outcomes.pages import IndexPage

SHEET = {"label": "Case studies in a sheet", "url": reverse_lazy("case_study_sheets:index")}


class WriteSomething(Component):
    """Links that open an empty page of each kind that this person may write."""

    name = "write_something"
    order = 50
    template_name = "home/admin/write_something.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Return the links, each with what it writes."""
        return {"links": links_to_write(parent_context["request"])}


def links_to_write(request: HttpRequest) -> list[dict[str, Any]]:
    """Return a link for each list that this person may add to."""
    lists = Page.objects.type(IndexPage).specific()
    mine = [page for page in lists if page.permissions_for_user(request.user).can_add_subpage()]
    links = [link_to_write(page) for page in sorted(mine, key=lambda page: page.listed_model.kind_order)]
    return [*links, SHEET] if any(page.listed_model is CaseStudy for page in mine) else links


def link_to_write(page: IndexPage) -> dict[str, str]:
    """Return the link that opens an empty page in this list."""
    model = page.listed_model
    article = "an" if model.kind_label[0] in "AEIOU" else "a"
    where = [model._meta.app_label, model._meta.model_name, page.pk]
    return {
        "label": f"Write {article} {model.kind_label.lower()}",
        "url": reverse("wagtailadmin_pages:add", args=where),
    }


@hooks.register("construct_homepage_panels")
def offer_to_write(request: HttpRequest, panels: list[Component]) -> None:
    """Put the links at the top of the first page."""
    panels.append(WriteSomething())
