"""Places as they are put together from the sources, before they are written to a table."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from partners.places.closure import WHOLE
from partners.places.kinds import PlaceKind


@dataclass
class Area:
    """A place: what the table will say about it."""

    code: str
    kind: PlaceKind
    name: str
    name_cy: str = ""
    qualifier: str = ""
    latitude: float | None = None
    longitude: float | None = None
    population: int | None = None
    former_codes: list[str] = field(default_factory=list)
    former_names: list[str] = field(default_factory=list)
    ended_on: str = ""
    successors: dict[str, float] = field(default_factory=dict)
    parents: dict[str, float] = field(default_factory=dict)


class Areas(dict[str, Area]):
    """All places by code; and, for each district, the share of it that lies in each bigger place.

    Only what is made of whole districts, or of boards' shares of them, counts as bigger there.
    """

    def __init__(self) -> None:
        super().__init__()
        self.inside: dict[str, dict[str, float]] = defaultdict(dict)
        self.recoded: dict[str, str] = {}

    def current(self, code: str) -> str:
        """Return the code that a place has now, given one that it has or had; '' for no place."""
        return code if code in self else self.recoded.get(code, "")

    def of_kind(self, kind: PlaceKind) -> Iterator[Area]:
        """Yield the places of one kind."""
        return (area for area in self.values() if area.kind == kind)

    def add_former(self, code: str, former: Iterable[str]) -> None:
        """Note former codes of a place, unless they mean something else or are noted already."""
        for old in former:
            if old not in self and self.recoded.setdefault(old, code) == code:
                self[code].former_codes = sorted({*self[code].former_codes, old})

    def in_order(self) -> list[Area]:
        """Return all places, bigger kinds first, then by code."""
        return sorted(self.values(), key=lambda area: (area.kind.size, area.code))


def parents_of_several(areas: Areas, districts: dict[str, float]) -> dict[str, float]:
    """Return these districts, by the shares of a place in them, and by their sums all that they lie in.

    The closure takes the greatest of several paths: to it, a place half in each of two districts of a region
    would be half in that region.
    """
    parents: dict[str, float] = defaultdict(float, districts)
    for code, share in districts.items():
        for bigger, inside in areas.inside[code].items():
            parents[bigger] += share * inside
    return {code: 1.0 if share >= WHOLE else round(share, 4) for code, share in parents.items()}
