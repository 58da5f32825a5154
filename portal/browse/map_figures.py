"""What the component of a map needs: a drawing, and where a script finds the same to be moved about."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from partners.places import geojson
from partners.places.models import Place
from portal.browse.drawings import Drawing, drawing
from portal.browse.maps import PlaceMap


@dataclass(frozen=True)
class MapFigure:
    """A map on a page. It becomes movable by itself, or `on_request`, when somebody presses a button."""

    label: str
    geojson_url: str
    drawing: Drawing
    on_request: bool = False
    more_url: str = ""

    @property
    def tiles(self) -> str:
        """The address of the site's own background, if it has any."""
        return settings.MAP_TILE_URL

    @property
    def attribution(self) -> str:
        """Whom to thank for the background."""
        return settings.MAP_TILE_ATTRIBUTION


def figure_of(place_map: PlaceMap) -> MapFigure | None:
    """Return the figure of a map with its parts, or None when nothing can be drawn."""
    drawn = drawing(place_map)
    if drawn is None:
        return None
    asked = {"parts": place_map.kind, "shade": place_map.shade}
    query = {name: choice.value for name, choice in asked.items() if choice}
    return MapFigure(f"Map of {place_map.place.label}", geojson_url(place_map.place, **query), drawn)


def outline_figure(place: Place, *, has_parts: bool) -> MapFigure | None:
    """Return the figure of a place alone, or None when its boundary is not known; at most one query."""
    shape = geojson.shape(place)
    drawn = drawing(PlaceMap(place, shape)) if shape.is_area else None
    if drawn is None:
        return None
    more = reverse("browse:place_map", args=[place.code]) if has_parts else ""
    return MapFigure(f"{place.label}, outline", geojson_url(place), drawn, on_request=True, more_url=more)


def geojson_url(place: Place, **query: str) -> str:
    """Return the address of a map as GeoJSON."""
    address = reverse("browse:map_geojson", args=[place.code])
    return f"{address}?{urlencode(query)}" if query else address
