"""Which place is linked to which bigger one, and by what share."""

from collections import defaultdict

from partners.places.building.areas import Areas
from partners.places.building.small_areas import SmallArea, counted_shares
from partners.places.closure import WHOLE
from partners.places.kinds import PlaceKind

LEAST = 0.0001  # shares are written to four decimals

# A district is linked to the smallest of these that it lies in; the others follow from that one's links.
ONE_INSIDE_THE_OTHER = (PlaceKind.COUNTY, PlaceKind.REGION, PlaceKind.COUNTRY)

# Bigger places cross each other's borders. These are linked by the share of people, counted by district. The
# order says which is linked to which: two that cover the same area must not each lie in the other.
CROSSING = {
    PlaceKind.COUNTY: (
        PlaceKind.REGION,
        PlaceKind.COMBINED_AUTHORITY,
        PlaceKind.ICB,
        PlaceKind.POLICE_FORCE_AREA,
    ),
    PlaceKind.COMBINED_AUTHORITY: (PlaceKind.REGION, PlaceKind.ICB, PlaceKind.POLICE_FORCE_AREA),
    PlaceKind.ICB: (PlaceKind.REGION,),
    PlaceKind.POLICE_FORCE_AREA: (PlaceKind.REGION,),
    PlaceKind.HEALTH_BOARD: (PlaceKind.POLICE_FORCE_AREA,),
    PlaceKind.SAFETY_PARTNERSHIP: (
        PlaceKind.REGION,
        PlaceKind.COMBINED_AUTHORITY,
        PlaceKind.COUNTY,
        PlaceKind.ICB,
        PlaceKind.HEALTH_BOARD,
        PlaceKind.POLICE_FORCE_AREA,
    ),
    PlaceKind.REGION: (),
}


def link(areas: Areas, small_areas: list[SmallArea]) -> None:
    """Give every place its parents, and the bigger ones the number of people who live there."""
    for code, bigger in areas.inside.items():
        areas[code].parents = district_parents(areas, bigger)
    add_boards_of_split_districts(areas, small_areas)
    for kind, crossed in CROSSING.items():
        for area in areas.of_kind(kind):
            if not area.ended_on:
                area.parents = crossed_parents(areas, area.code, crossed)
    for kind in (PlaceKind.COUNTRY, *CROSSING):
        for area in areas.of_kind(kind):
            area.population = population(areas, area.code)


def district_parents(areas: Areas, bigger: dict[str, float]) -> dict[str, float]:
    """Return what a district is linked to, of all that it lies in."""
    kinds = {areas[code].kind for code in bigger}
    implied = [kind for kind in ONE_INSIDE_THE_OTHER if kind in kinds][1:]
    return {code: share for code, share in bigger.items() if areas[code].kind not in implied}


def add_boards_of_split_districts(areas: Areas, small_areas: list[SmallArea]) -> None:
    """Link the wards of districts that have several boards to their own, counted by small areas."""
    boards = counted_shares((area.ward, area.icb) for area in small_areas)
    for ward in areas.of_kind(PlaceKind.WARD):
        district = areas[next(iter(ward.parents))]
        if sum(areas[code].kind == PlaceKind.ICB for code in district.parents) > 1:
            ward.parents.update(boards.get(ward.code, {}))


def crossed_parents(areas: Areas, code: str, kinds: tuple[PlaceKind, ...]) -> dict[str, float]:
    """Return places of these kinds that hold some of it; the country too if no region holds all of it."""
    shares = shares_of_people(areas, code)
    parents = {other: share for other, share in shares.items() if areas[other].kind in kinds}
    in_one_region = any(
        areas[other].kind == PlaceKind.REGION and share >= WHOLE for other, share in parents.items()
    )
    countries = {other: share for other, share in shares.items() if areas[other].kind == PlaceKind.COUNTRY}
    return parents if in_one_region else {**parents, **countries}


def shares_of_people(areas: Areas, code: str) -> dict[str, float]:
    """Return the share of the people of a bigger place that live in each other bigger place."""
    total = 0.0
    people: dict[str, float] = defaultdict(float)
    for district, bigger in areas.inside.items():
        here = (areas[district].population or 0) * bigger.get(code, 0.0)
        total += here
        for other in bigger.keys() - {code}:
            people[other] += here * bigger[other]
    return {other: round(count / total, 4) for other, count in people.items() if count >= LEAST * total > 0}


def population(areas: Areas, code: str) -> int | None:
    """Return how many people live in a bigger place; None if it is not made of whole, counted districts."""
    parts = [
        (areas[district].population, bigger[code])
        for district, bigger in areas.inside.items()
        if code in bigger
    ]
    if not parts or any(people is None or share < 1 for people, share in parts):
        return None
    return sum(people for people, _ in parts if people is not None)
