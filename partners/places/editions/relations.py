"""What becomes of the relations of this room when a place ends."""

from partners.places.editions import moving, pages
from partners.places.models import (
    PlaceChange,
    PlaceClosure,
    PlaceCode,
    PlaceFigure,
    PlaceLink,
    PlaceOutline,
    PlaceQuestion,
    PlaceSuccessor,
    PostcodeDistrict,
    PostcodePoint,
)


def declare() -> None:
    """Declare the rules. What says what a place was stays with it; `links.py` sees to links."""
    for model in (PlaceCode, PlaceOutline, PlaceFigure, PlaceChange, PlaceQuestion):
        moving.stays(model, "place")
    moving.stays(PlaceSuccessor, "place", "successor")
    moving.stays(PlaceLink, "child", "parent")
    moving.stays(PlaceClosure, "ancestor", "descendant")
    moving.moves(PostcodePoint, "place", label="Postcodes", together=True)
    moving.moves(PostcodeDistrict, "place", label="Postcode districts", together=True)
    pages.declare()
