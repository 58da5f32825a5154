"""Puts neighbourhoods into the editors' side, for people who write for a partner."""

from typing import Any, cast

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from partners.neighbourhoods.rules import draws_something
from partners.people.models import User

ACTIONS = {
    "create": ("Make neighbourhood", "Neighbourhood made"),
    "change": ("Change neighbourhood", "Neighbourhood changed"),
    "archive": ("Archive neighbourhood", "Neighbourhood archived"),
    "bring_back": ("Bring neighbourhood back", "Neighbourhood brought back"),
}


class NeighbourhoodsMenuItem(MenuItem):
    """Shown to people who may make neighbourhoods."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether there is a partner for which this person makes neighbourhoods."""
        return draws_something(cast(User, request.user))


@hooks.register("register_admin_urls")
def neighbourhood_urls() -> list[URLResolver]:
    """The pages under /admin/neighbourhoods/."""
    return [path("neighbourhoods/", include("partners.neighbourhoods.urls"))]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """The way there."""
    return NeighbourhoodsMenuItem(
        "Neighbourhoods",
        reverse_lazy("neighbourhoods:index"),
        name="neighbourhoods",
        icon_name="site",
        order=260,
    )


@hooks.register("register_log_actions")
def register_actions(actions: Any) -> None:
    """Name what the history of a neighbourhood shows."""
    for name, (label, message) in ACTIONS.items():
        actions.register_action(f"neighbourhoods.{name}", label, message)
