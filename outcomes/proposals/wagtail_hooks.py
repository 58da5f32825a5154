"""Puts proposals into the editors' side, for people who answer them."""

from typing import cast

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse, reverse_lazy
from wagtail import hooks
from wagtail.admin.admin_url_finder import ModelAdminURLFinder, register_admin_url_finder
from wagtail.admin.menu import MenuItem

from outcomes.proposals.models import Proposal
from outcomes.proposals.rules import moderates_something
from partners.people.models import User


class ProposalURLFinder(ModelAdminURLFinder):
    """Lets other screens of the editors' side link to a proposal. The page itself checks who may read it."""

    def construct_edit_url(self, instance: Proposal) -> str:
        """Return where a proposal is answered."""
        return reverse("proposals_moderation:proposal", args=[instance.reference])


register_admin_url_finder(Proposal, ProposalURLFinder)


class ProposalsMenuItem(MenuItem):
    """Shown to moderators only."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether there is a place for which this person answers proposals."""
        return moderates_something(cast(User, request.user))


@hooks.register("register_admin_urls")
def moderation_urls() -> list[URLResolver]:
    """The pages under /admin/proposals/."""
    return [path("proposals/", include("outcomes.proposals.moderation_urls"))]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """The way there."""
    return ProposalsMenuItem(
        "Proposals", reverse_lazy("proposals_moderation:index"), name="proposals", icon_name="mail", order=250
    )
