"""What a map does not show, in sentences."""

from collections.abc import Sequence

from partners.places.geojson import Shape
from partners.places.kinds import PlaceKind

# What happened to a part, for one and for several.
POINT = (
    "drawn as a point, because we have no boundary of it",
    "drawn as points, because we have no boundaries of them",
)
LEFT_OUT = ("drawn as a point to keep the map small", "drawn as points to keep the map small")
NOWHERE = (
    "only in the table, because we do not know where it lies",
    "only in the table, because we do not know where they lie",
)


def map_notes(outline: Shape, shapes: Sequence[Shape], kind: PlaceKind | None) -> list[str]:
    """Return a sentence for whatever is missing on a map of a place and its parts of one kind."""
    said = []
    if not outline.is_area and not outline.left_out:
        said.append(f"We have no boundary of {outline.place.label}.")
    if kind is None:
        return said
    fates = [fate(each) for each in shapes]
    for words in (POINT, LEFT_OUT, NOWHERE):
        if some := fates.count(words):
            said.append(f"{counted(some, len(shapes), kind)} {words[some > 1]}.")
    return said


def fate(shape: Shape) -> tuple[str, str] | None:
    """Return why a part is not drawn with its boundary, or None when it is."""
    if shape.left_out:
        return LEFT_OUT
    if shape.is_area:
        return None
    return POINT if shape.is_somewhere else NOWHERE


def counted(some: int, total: int, kind: PlaceKind) -> str:
    """Return the beginning of a sentence about some of the parts: '3 of the 20 wards are'."""
    if some == total:
        return f"The {kind_words(kind, 1)} is" if total == 1 else f"All {total} {kind_words(kind, total)} are"
    return f"{some} of the {total} {kind_words(kind, total)} {'is' if some == 1 else 'are'}"


def kind_words(kind: PlaceKind, total: int) -> str:
    """Return a kind in the middle of a sentence: 'wards', but 'census neighbourhoods (MSOA)'."""
    label = str(kind.label) if total == 1 else kind.plural
    return label[0].lower() + label[1:]
