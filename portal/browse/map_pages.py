"""What the page of a map shows beside the map: the choices, the legend and the equal table."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from partners.places.kinds import PlaceKind
from partners.places.maps import drawable
from partners.places.selectors import breadcrumb
from portal.browse.links import search_url
from portal.browse.map_choices import Shade
from portal.browse.map_figures import figure_of
from portal.browse.map_notes import kind_words
from portal.browse.maps import MapPart, PlaceMap

SORTS = {"name": "ascending", "number": "descending"}


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    part: MapPart
    pages_url: str

    @property
    def is_on_map(self) -> bool:
        """Whether the map can show the part."""
        return self.part.shape.is_somewhere


@dataclass(frozen=True)
class Heading:
    """The heading of a column that the table can be sorted by."""

    label: str
    url: str
    order: str  # 'ascending' or 'descending' when the table is sorted by it, else empty


def page_facts(place_map: PlaceMap, kinds: dict[PlaceKind, int], sort: str) -> dict[str, Any]:
    """Return everything on the page of a map; one query more than the map took."""
    sort = sort if sort in SORTS else "name"
    place, parts = place_map.place, place_map.parts
    crumbs = [{"name": each.name, "url": each.get_absolute_url()} for each in breadcrumb(place)]
    return {
        "place": place,
        "crumbs": [*crumbs, {"name": "Map", "url": ""}],
        "map": place_map,
        "figure": figure_of(place_map),
        "kind_words": kind_words(place_map.kind, len(parts)) if place_map.kind else "",
        "kinds": kind_choices(kinds, place_map.kind),
        "too_many": [f"{total:,} {kind_words(kind, total)}" for kind, total in unshown(kinds)],
        "shades": [(shade.value, shade.label, shade == place_map.shade) for shade in Shade],
        "rows": [row_of(part, place_map.shade) for part in sorted_parts(parts, sort)],
        "headings": headings(place_map, sort),
        "sort": sort,
        "has_shares": not all(part.part.is_whole for part in parts),
    }


def kind_choices(kinds: dict[PlaceKind, int], chosen: PlaceKind | None) -> list[tuple[str, str, bool]]:
    """Return value, words and whether it is chosen, for each kind that a map can show."""
    return [
        (kind.value, f"{kind.label if kinds[kind] == 1 else kind.plural} ({kinds[kind]})", kind == chosen)
        for kind in drawable(kinds)
    ]


def unshown(kinds: dict[PlaceKind, int]) -> list[tuple[PlaceKind, int]]:
    """Return the kinds of which there are too many for a map, with how many."""
    fitting = drawable(kinds)
    return [(kind, total) for kind, total in kinds.items() if kind not in fitting]


def sorted_parts(parts: list[MapPart], sort: str) -> list[MapPart]:
    """Return the parts by name, as they come, or with the greatest numbers first."""
    return sorted(parts, key=lambda part: -(part.count or 0)) if sort == "number" else parts


def row_of(part: MapPart, shade: Shade | None) -> Row:
    """Return the line of a part, with where to read what is counted."""
    pages = search_url(place=part.place.code, kind=shade.model.kind) if shade and part.count else ""
    return Row(part, pages)


def headings(place_map: PlaceMap, sort: str) -> list[Heading]:
    """Return the two columns that sort the table."""
    if place_map.kind is None or place_map.shade is None:
        return []
    labels = {"name": str(place_map.kind.label), "number": str(place_map.shade.label)}
    address = reverse("browse:place_map", args=[place_map.place.code])
    chosen = {"parts": place_map.kind, "shade": place_map.shade}
    return [
        Heading(
            label, f"{address}?{urlencode({**chosen, 'sort': key})}#table", SORTS[key] if key == sort else ""
        )
        for key, label in labels.items()
    ]
