"""Places: what they are, how they lie, what they were, and where postcodes are."""

from partners.places.models.areas import Place, PlaceCode, PlaceOutline, valid_code
from partners.places.models.editions import (
    ChangeKind,
    PlaceChange,
    PlaceEdition,
    PlaceQuestion,
    QuestionState,
)
from partners.places.models.figures import PlaceFigure
from partners.places.models.links import PlaceClosure, PlaceLink, PlaceSuccessor
from partners.places.models.postcodes import PostcodeDistrict, PostcodeLoad, PostcodePoint

__all__ = [
    "ChangeKind",
    "Place",
    "PlaceChange",
    "PlaceClosure",
    "PlaceCode",
    "PlaceEdition",
    "PlaceFigure",
    "PlaceLink",
    "PlaceOutline",
    "PlaceQuestion",
    "PlaceSuccessor",
    "PostcodeDistrict",
    "PostcodeLoad",
    "PostcodePoint",
    "QuestionState",
    "valid_code",
]
