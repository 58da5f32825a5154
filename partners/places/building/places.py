"""The places of the United Kingdom with their codes, names, links and points, from the official lists."""

import json
import re
from pathlib import Path

from partners.places.building.areas import Area, Areas
from partners.places.building.councils import COUNCILS, add_former_councils, add_other_names
from partners.places.building.small_areas import SmallArea, counted_shares, same_wards
from partners.places.cells import Line, read_lines
from partners.places.kinds import PlaceKind
from partners.places.names import plain_name

DISTRICTS = "geography/local_authority_districts_uk_hierarchy_2025.csv"
WARDS = "geography/wards_uk_2025.csv"
ICBS = "geography/integrated_care_boards_2024.csv"
FORCES = "organisations/police_forces_uk.csv"
ICB_SHAPES = "boundaries/integrated_care_boards_england_2022.geojson"

# Where the list of districts names the bigger places that a district lies wholly inside of.
NAMED_WITH_DISTRICTS = {
    PlaceKind.COUNTRY: ("country_code", "country_name"),
    PlaceKind.REGION: ("region_code", "region_name"),
    PlaceKind.COMBINED_AUTHORITY: ("combined_authority_2025_code", "combined_authority_2025_name"),
    PlaceKind.COUNTY: ("county_code", "county_name"),
    PlaceKind.HEALTH_BOARD: ("health_board_code", "health_board_name"),
    PlaceKind.POLICE_FORCE_AREA: ("police_force_area_code", "police_force_area_name"),
}
# The health and social care trusts of Northern Ireland stand in the list without a code of their own.
UNCODED_TRUST = re.compile(r"[A-Z]+HSCT")
DISTRICT_COLUMNS = ("lad25_code", "lad24_code", "lad_name", "lat", "long", "population_2020")
WARD_COLUMNS = ("ward25_code", "ward25_name", "ward25_name_welsh", "lad25_code", "lat", "long")


def read_areas(directory: Path, small_areas: list[SmallArea]) -> Areas:
    """Return all places but those of the census, without links and the points of bigger ones.

    Raises BadTableError, OSError.
    """
    areas = Areas()
    add_boards(areas, directory)
    add_districts(areas, directory, counted_shares((area.district, area.icb) for area in small_areas))
    add_national_forces(areas, directory)
    add_wards(areas, directory)
    add_former_councils(areas, directory)
    add_former_codes(areas, directory, same_wards(small_areas, areas))
    add_other_names(areas, directory)
    return areas


def add_boards(areas: Areas, directory: Path) -> None:
    """Add the integrated care boards."""
    for line in read_lines(directory / ICBS, ("icb24_code", "icb24_name")):
        code = line.code("icb24_code")
        areas[code] = Area(code, PlaceKind.ICB, line.name("icb24_name"))


def add_districts(areas: Areas, directory: Path, boards: dict[str, dict[str, float]]) -> None:
    """Add the districts, what they lie in, and the bigger places that are named beside them."""
    bigger = [column for columns in NAMED_WITH_DISTRICTS.values() for column in columns]
    for line in read_lines(directory / DISTRICTS, [*DISTRICT_COLUMNS, *bigger]):
        district = with_point(
            line, Area(line.code("lad25_code"), PlaceKind.DISTRICT, plain_name(line.name("lad_name")))
        )
        district.population = line.people("population_2020")
        areas[district.code] = district
        for kind, (code, name) in NAMED_WITH_DISTRICTS.items():
            if line.text(code) and not UNCODED_TRUST.fullmatch(line.text(code)):
                areas.setdefault(line.code(code), Area(line.code(code), kind, plain_name(line.name(name))))
                areas.inside[district.code][line.code(code)] = 1.0
        areas.inside[district.code].update(boards.get(district.code, {}))
        areas.add_former(district.code, {line.code("lad24_code")} - {district.code})


def with_point(line: Line, area: Area) -> Area:
    """Return the area, with the point that its line gives."""
    area.latitude, area.longitude = (
        rounded(line.degrees(*limits)) for limits in (("lat", 90), ("long", 180))
    )
    return area


def rounded(degrees: float | None) -> float | None:
    """Return an angle to five decimals, about a metre."""
    return None if degrees is None else round(degrees, 5)


def add_national_forces(areas: Areas, directory: Path) -> None:
    """Add police force areas that the list of districts leaves out because they are a whole nation."""
    for line in read_lines(
        directory / FORCES, ("police_force_area_code", "police_force_area_name", "nation")
    ):
        if not line.text("police_force_area_code") or line.code("police_force_area_code") in areas:
            continue
        code = line.code("police_force_area_code")
        areas[code] = Area(code, PlaceKind.POLICE_FORCE_AREA, line.name("police_force_area_name"))
        for district, bigger in areas.inside.items():
            if district.startswith(line.name("nation")):
                bigger[code] = 1.0


def add_wards(areas: Areas, directory: Path) -> None:
    """Add the wards, told apart by the names of their districts."""
    for line in read_lines(directory / WARDS, WARD_COLUMNS):
        district = line.code("lad25_code")
        if district not in areas:
            raise line.bad("lad25_code", f"{district} is not in the list of districts. Correct it.")
        name, welsh = line.name("ward25_name"), line.text("ward25_name_welsh")
        ward = with_point(line, Area(line.code("ward25_code"), PlaceKind.WARD, name))
        ward.name_cy = welsh if welsh != name else ""
        ward.qualifier = areas[district].name
        ward.parents = {district: 1.0}
        areas[ward.code] = ward


def add_former_codes(areas: Areas, directory: Path, wards: dict[str, str]) -> None:
    """Add the codes that councils, boards and wards had before."""
    for line in read_lines(directory / COUNCILS, ("gss-code", "former-gss-codes")):
        if code := areas.current(line.text("gss-code")):
            areas.add_former(code, filter(None, line.text("former-gss-codes").split(",")))
    for shape in json.loads((directory / ICB_SHAPES).read_text(encoding="utf-8"))["features"]:
        board = shape["properties"]
        if board["icb24_code"] in areas:
            areas.add_former(board["icb24_code"], [board["code"]])
    for ward, former in wards.items():
        areas.add_former(ward, [former])
