"""What somebody wants a neighbourhood to be, checked and worked out, before anything is stored."""

from collections.abc import Sequence
from dataclasses import dataclass

from partners.agencies.models import Partner
from partners.neighbourhoods.drawings import read_drawing
from partners.neighbourhoods.models import Neighbourhood, Way
from partners.neighbourhoods.reckoning import from_drawing, from_parts
from partners.neighbourhoods.situations import Situation
from partners.places.models import Place
from partners.places.names import folded

NAME_TAKEN = "{district} already has a neighbourhood called {name}. Choose a name that tells them apart."


class NameTakenError(ValueError):
    """The district has a neighbourhood of this name. The message says so."""


@dataclass(frozen=True)
class Plan:
    """Names, owner, and what it is made of: chosen parts, or a drawing as text."""

    owner: Partner
    name: str
    name_cy: str = ""
    parts: Sequence[Place] = ()
    drawing: str = ""

    @property
    def way(self) -> Way:
        """How it is made."""
        return Way.DRAWING if self.drawing else Way.PARTS

    def situation(self) -> Situation:
        """Work out where it lies and what it holds. Raises DrawingError, NowhereError."""
        return from_drawing(read_drawing(self.drawing)) if self.drawing else from_parts(self.parts)


def check_name_is_free(name: str, district: Place, besides: Neighbourhood | None = None) -> None:
    """Raise NameTakenError when the district has another neighbourhood in use that is called so."""
    others = Neighbourhood.objects.current().filter(district=district).select_related("place")
    for other in others:
        if other != besides and folded(other.place.name) == folded(name):
            raise NameTakenError(NAME_TAKEN.format(district=district.name, name=other.place.name))
