"""Places: what they are, how they lie, what they were, and where postcodes are."""

from partners.places.models.areas import Place, PlaceCode, PlaceOutline, valid_code
from partners.places.models.figures import PlaceFigure
from partners.places.models.links import PlaceClosure, PlaceLink, PlaceSuccessor
from partners.places.models.postcodes import PostcodeDistrict, PostcodeLoad, PostcodePoint

__all__ = [
    "Place",
    "PlaceClosure",
    "PlaceCode",
    "PlaceFigure",
    "PlaceLink",
    "PlaceOutline",
    "PlaceSuccessor",
    "PostcodeDistrict",
    "PostcodeLoad",
    "PostcodePoint",
    "valid_code",
]
