"""Puts registrations into the editors' side, for people who answer them."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse, reverse_lazy
from wagtail import hooks
from wagtail.admin.admin_url_finder import ModelAdminURLFinder, register_admin_url_finder
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from partners.registrations.models import Registration
from partners.registrations.moderation import ICON, WaitingPanel
from partners.registrations.rules import answers_something


class RegistrationURLFinder(ModelAdminURLFinder):
    """Lets other screens of the editors' side link to a registration. The page itself checks who reads it."""

    def construct_edit_url(self, instance: Registration) -> str:
        """Return where a registration is answered."""
        return reverse("registrations_moderation:registration", args=[instance.reference])


register_admin_url_finder(Registration, RegistrationURLFinder)


class RegistrationsMenuItem(MenuItem):
    """Shown to those who answer."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether there is a place for which this person answers registrations."""
        return answers_something(request.user)


@hooks.register("register_admin_urls")
def moderation_urls() -> list[URLResolver]:
    """The pages under /admin/registrations/."""
    return [path("registrations/", include("partners.registrations.moderation_urls"))]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """The way there."""
    url = reverse_lazy("registrations_moderation:index")
    return RegistrationsMenuItem("Registrations", url, name="registrations", icon_name=ICON, order=260)


@hooks.register("construct_homepage_panels")
def say_who_waits(request: HttpRequest, panels: list[Component]) -> None:
    """Say on the first page how many groups wait."""
    if answers_something(request.user):
        panels.append(WaitingPanel())
