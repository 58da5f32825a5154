"""Places in the admin: a chooser that copes with all of them, and the report of editions."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from partners.choosing import WordsChooserViewSet
from partners.places.editions.views import may_decide
from partners.places.models import Place


class PlaceChooserViewSet(WordsChooserViewSet):
    """Choose places by name or code."""

    model = Place
    icon = "site"
    choose_one_text = "Choose a place"
    choose_another_text = "Choose another place"
    page_title = "Choose places"


@hooks.register("register_admin_viewset")
def register_place_chooser() -> PlaceChooserViewSet:
    """Give every form a place chooser instead of a list of nine thousand."""
    return PlaceChooserViewSet("place_chooser", url_prefix="places/choose")


class EditionsMenuItem(MenuItem):
    """Shown to those who may decide."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may see the report."""
        return may_decide(request.user)


@hooks.register("register_admin_urls")
def edition_urls() -> list[URLResolver]:
    """The pages under /admin/reports/editions/."""
    return [path("reports/editions/", include("partners.places.editions.urls"))]


@hooks.register("register_reports_menu_item")
def editions_menu_item() -> MenuItem:
    """The way there."""
    return EditionsMenuItem(
        "Editions of places",
        reverse_lazy("place_editions:index"),
        name="place-editions",
        icon_name="site",
        order=1200,
    )
