"""Places in the admin: a chooser that copes with all of them, and the report of editions."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from partners.choosing import WordsChooseResultsView, WordsChooserViewSet, WordsChooseView
from partners.places.editions.views import may_decide
from partners.places.models import Place
from partners.places.querysets import PlaceQuerySet


class CurrentPlacesMixin:
    """A list without the places that ended: nothing new is filed there."""

    def get_object_list(self) -> PlaceQuerySet:
        """Return the places to choose from."""
        places: PlaceQuerySet = super().get_object_list()  # type: ignore[misc]
        return places.current()


class PlaceChooseView(CurrentPlacesMixin, WordsChooseView):
    """The chooser as it opens."""


class PlaceChooseResultsView(CurrentPlacesMixin, WordsChooseResultsView):
    """The chooser's list as the words change."""


class PlaceChooserViewSet(WordsChooserViewSet):
    """Choose places by name or code."""

    choose_view_class = PlaceChooseView
    choose_results_view_class = PlaceChooseResultsView

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
