"""The areas of the census of 2021: small areas (LSOA), and neighbourhoods made of them (MSOA)."""

from collections.abc import Iterable
from pathlib import Path

from partners.places.building.areas import Area, Areas
from partners.places.building.places import with_point
from partners.places.building.small_areas import SmallArea, counted_shares
from partners.places.cells import read_lines
from partners.places.closure import WHOLE
from partners.places.kinds import PlaceKind

NEIGHBOURHOODS = "geography/neighbourhoods_msoa_2021.csv"
COLUMNS = (
    "msoa21_code",
    "msoa21_name",
    "neighbourhood_name",
    "neighbourhood_name_welsh",
    "lad25_code",
    "lat",
    "long",
)


def add_census_areas(areas: Areas, directory: Path, small_areas: list[SmallArea]) -> None:
    """Add neighbourhoods and small areas with their links. Raises BadTableError, OSError."""
    add_neighbourhoods(areas, directory)
    link_neighbourhoods(areas, small_areas)
    for small_area in small_areas:
        areas[small_area.code] = as_area(areas, small_area)


def add_neighbourhoods(areas: Areas, directory: Path) -> None:
    """Add the neighbourhoods by the names that people use; the names of the census are kept beside them."""
    for line in read_lines(directory / NEIGHBOURHOODS, COLUMNS):
        district = line.code("lad25_code")
        if district not in areas:
            raise line.bad("lad25_code", f"{district} is not in the list of districts. Correct it.")
        # Those of Northern Ireland are written with an underscore, 'Dunsilly_A'.
        name, welsh = line.name("neighbourhood_name").replace("_", " "), line.text("neighbourhood_name_welsh")
        area = with_point(line, Area(line.code("msoa21_code"), PlaceKind.MSOA, name))
        area.name_cy = welsh if welsh != name else ""
        official = line.name("msoa21_name").replace("_", " ")
        area.former_names = [official] if official != name else []
        area.parents = {district: 1.0}
        areas[area.code] = area


def link_neighbourhoods(areas: Areas, small_areas: Iterable[SmallArea]) -> None:
    """Count the boards of neighbourhoods whose district has several, by their small areas."""
    boards = counted_shares((area.neighbourhood, area.icb) for area in small_areas)
    for code, shares in boards.items():
        if any(has_several_boards(areas, district) for district in tuple(areas[code].parents)):
            areas[code].parents.update(shares)


def has_several_boards(areas: Areas, district: str) -> bool:
    """Return whether a district is shared between integrated care boards."""
    return sum(areas[code].kind == PlaceKind.ICB for code in areas.inside[district]) > 1


def as_area(areas: Areas, small_area: SmallArea) -> Area:
    """Return a small area as a place: in its neighbourhood and ward, and in what these do not tell."""
    area = Area(small_area.code, PlaceKind.LSOA, small_area.name)
    area.latitude, area.longitude = small_area.latitude, small_area.longitude
    area.parents = {small_area.neighbourhood: 1.0, small_area.ward: 1.0}
    if small_area.district not in areas[small_area.neighbourhood].parents:
        # Redrawn since the census: what lies above is told by the district of today alone.
        bigger = areas.inside[small_area.district]
        area.parents |= {code: 1.0 for code in bigger if areas[code].kind != PlaceKind.ICB}
        area.parents |= {small_area.district: 1.0, small_area.icb: 1.0}
    elif needs_its_board(areas, small_area):
        area.parents[small_area.icb] = 1.0
    return area


def needs_its_board(areas: Areas, small_area: SmallArea) -> bool:
    """Return whether neither district nor ward of a small area lies wholly in its integrated care board."""
    whole = areas[small_area.ward].parents.get(small_area.icb, 0) >= WHOLE
    return has_several_boards(areas, small_area.district) and not whole
