"""Places in the admin: a chooser that copes with all of the United Kingdom's wards."""

from wagtail import hooks

from partners.choosing import WordsChooserViewSet
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
