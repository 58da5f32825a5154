"""Places by name, out of the names in memory, for a box that suggests other things, too."""

from collections.abc import Sequence
from functools import cache
from itertools import islice

from django.urls import get_script_prefix, reverse

from partners.places.finding import Named
from partners.places.kinds import PlaceKind
from partners.places.names import folded
from partners.places.vocabulary import keeper
from search.suggestions.found import Suggestion

KIND_LABELS = {str(kind): str(kind.label).lower() for kind in PlaceKind}


def places_called(words: Sequence[str], limit: int) -> tuple[list[Suggestion], list[Suggestion]]:
    """Return places called so, best first: those that somebody may well mean, and wards and the like."""
    found = list(islice(keeper.vocabulary().current.called(words), 2 * limit))
    typed = " ".join(words)
    meant = [place for place in found if not place.is_small or f"| {typed}|" in place.text]
    small = [place for place in found if place not in meant]
    return shown(meant[:limit], typed), shown(small[:limit], typed)


def places_nearly_called(words: Sequence[str], limit: int) -> list[Suggestion]:
    """Return bigger places with a name spelt nearly so."""
    found = keeper.vocabulary().current.nearly_called(words)
    return shown([place for place in found if not place.is_small][:limit], " ".join(words))


def shown(places: Sequence[Named], typed: str) -> list[Suggestion]:
    """Return places with the addresses of their pages."""
    above = address_of_places(get_script_prefix())
    return [
        Suggestion(
            place.label,
            f"Place · {KIND_LABELS.get(place.kind, place.kind)}",
            f"{above}{place.code}/",
            other_name(place, typed),
        )
        for place in places
    ]


def other_name(place: Named, typed: str) -> str:
    """Return the name by which a place was found if its label does not show it, or ''."""
    if f" {typed}" in f" {folded(place.label)}":
        return ""
    return next((name for name in place.other_names if f" {typed}" in f" {folded(name)}"), "")


@cache
def address_of_places(prefix: str) -> str:
    """Return the address below which every place has its own; worked out once, because it takes its time."""
    return reverse("browse:places")
