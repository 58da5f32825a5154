"""A map of a place and its parts, in a fixed number of queries."""

from collections import Counter
from dataclasses import dataclass, field, replace

from outcomes.counting import counts_inside
from partners.places import geojson
from partners.places.geojson import Shape
from partners.places.kinds import PlaceKind
from partners.places.maps import parts_of
from partners.places.models import Place
from partners.places.parts import Part
from portal.browse.map_choices import MapChoice, Shade
from portal.browse.map_notes import map_notes
from portal.browse.shading import Shading, Step

# Every spot of a place lies in one of these, where it has any.
COVERING_KINDS = {PlaceKind.REGION, PlaceKind.DISTRICT, PlaceKind.WARD, PlaceKind.MSOA, PlaceKind.LSOA}


@dataclass(frozen=True)
class MapPart:
    """A part of a place as a map shows it. When nothing is counted, there is no count and no step."""

    part: Part
    shape: Shape
    name: str
    count: int | None = None
    step: int | None = None
    words: str = ""

    @property
    def place(self) -> Place:
        """The part itself."""
        return self.part.place

    def feature(self) -> str:
        """Return the part as the text of a GeoJSON feature."""
        facts = {"role": "part", "share": round(self.part.share, 4)}
        counted = {"count": self.count, "step": self.step, "words": self.words}
        return geojson.feature(self.shape, facts if self.count is None else {**facts, **counted})


@dataclass(frozen=True)
class PlaceMap:
    """A place, its parts of one kind, and what shades them."""

    place: Place
    outline: Shape
    kind: PlaceKind | None = None
    shade: Shade | None = None
    parts: list[MapPart] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    @property
    def is_covered(self) -> bool:
        """Whether the parts make up the whole, so that its own outline need not be drawn over them."""
        areas = [part.shape.is_area for part in self.parts]
        return self.kind in COVERING_KINDS and bool(areas) and all(areas)

    @property
    def notes(self) -> list[str]:
        """What the map does not show, in sentences."""
        return map_notes(self.outline, [part.shape for part in self.parts], self.kind)

    def geojson(self) -> str:
        """Return the map as the text of a GeoJSON feature collection."""
        outline = geojson.feature(self.outline, {"role": "outline", "covered": self.is_covered})
        return geojson.collection([outline, *(part.feature() for part in self.parts)], notes=self.notes)


def place_map(place: Place, choice: MapChoice) -> PlaceMap:
    """Return the map of a place; one query for the parts and two for what is counted."""
    parts = parts_of(place, choice.parts) if choice.parts else []
    shapes = [geojson.shape(each) for each in (place, *(part.place for part in parts))]
    outline, *shapes = geojson.within_size(shapes)
    drawn = [MapPart(*facts) for facts in zip(parts, shapes, short_names(parts), strict=True)]
    plain = PlaceMap(place, outline, choice.parts, parts=drawn)
    return shaded(plain, choice.shade) if choice.shade and drawn else plain


def short_names(parts: list[Part]) -> list[str]:
    """Return a name for each part: no longer than needed to tell it from the others here."""
    often = Counter(part.place.name for part in parts)
    return [part.place.name if often[part.place.name] == 1 else part.place.label for part in parts]


def shaded(plain: PlaceMap, shade: Shade) -> PlaceMap:
    """Return a map with its parts shaded by what is published for them."""
    found = counts_inside([part.place.pk for part in plain.parts], shade.model)
    counts = [found.get(part.place.pk, 0) for part in plain.parts]
    shading = Shading(counts)
    parts = [
        replace(part, count=count, step=shading.step(count), words=shade.words(count))
        for part, count in zip(plain.parts, counts, strict=True)
    ]
    return replace(plain, shade=shade, parts=parts, steps=shading.steps)
