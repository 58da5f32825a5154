"""Community safety partnerships: what lies in which.

A partnership of whole districts holds them. Any other lies in its districts: councils were merged, their
partnerships go on, each a part of the new district. So no partnership holds a part of a district.
"""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from partners.places.building.areas import Area, Areas, parents_of_several
from partners.places.building.small_areas import SmallArea, counted_shares
from partners.places.cells import read_lines
from partners.places.kinds import PlaceKind
from partners.places.names import plain_name

PARTNERSHIPS = "geography/lookup_lad2024_community_safety_partnership_police_2024.csv"
COLUMNS = ("lad24_code", "csp24_code", "csp24_name")
SUFFIX = "Community Safety Partnership"
BLOCK = 6  # the first characters of the code of a census neighbourhood that its neighbours of 2001 share

UNKNOWN = "unknown"

Members = dict[str, list[str]]


def add_partnerships(areas: Areas, directory: Path) -> Members:
    """Add the partnerships, those of whole districts as what these lie in.

    Return the others, which lie in districts. Raises BadTableError, OSError.
    """
    districts: Members = defaultdict(list)
    partnerships: Members = defaultdict(list)
    for line in read_lines(directory / PARTNERSHIPS, COLUMNS):
        district, code = areas.current(line.code("lad24_code")), line.code("csp24_code")
        if not district:
            raise line.bad("lad24_code", "this is in no list of districts. Correct it.")
        areas[code] = Area(
            code, PlaceKind.SAFETY_PARTNERSHIP, f"{plain_name(line.name('csp24_name'))} {SUFFIX}"
        )
        districts[code].append(district)
        partnerships[district].append(code)
    parts = {}
    for code, members in districts.items():
        if all(len(partnerships[district]) == 1 for district in members):
            for district in members:
                areas.inside[district][code] = 1.0
        else:
            parts[code] = members
    return parts


def link_parts(areas: Areas, parts: Members, small_areas: list[SmallArea]) -> None:
    """Link partnerships of parts of districts to these, and wards and neighbourhoods to them where known."""
    known = known_partnerships(areas, parts, small_areas)
    shares = counted_shares((code, area.district) for area, code in known.items())
    for code, members in parts.items():
        alone = len(members) == 1
        areas[code].parents = {members[0]: 1.0} if alone else parents_of_several(areas, shares[code])
    found = {area: known.get(area, UNKNOWN) for area in small_areas}
    wards = counted_shares((area.ward, code) for area, code in found.items())
    neighbourhoods = counted_shares(
        (area.neighbourhood, code)
        for area, code in found.items()
        if area.district in areas[area.neighbourhood].parents  # not redrawn since the census
    )
    for place, partnerships in (*wards.items(), *neighbourhoods.items()):
        partnerships.pop(UNKNOWN, None)
        areas[place].parents.update(partnerships)


def known_partnerships(areas: Areas, parts: Members, small_areas: list[SmallArea]) -> dict[SmallArea, str]:
    """Return the partnership of each small area in districts that have several, where the sources tell it.

    The census goes on naming small areas after councils that are no more: 'Allerdale 001A'.
    """
    named = {(district, areas[code].name): code for code, members in parts.items() for district in members}
    across = {code: members for code, members in parts.items() if len(members) > 1}
    known = {}
    for area in small_areas:
        council = area.name.rpartition(" ")[0]
        code = named.get((area.district, f"{council} {SUFFIX}"))
        if code and code not in across:
            known[area] = code
    for code, members in across.items():
        known.update((area, code) for area in reached(members, parts, small_areas))
    return known


def reached(
    members: list[str], parts: Mapping[str, list[str]], small_areas: list[SmallArea]
) -> list[SmallArea]:
    """Return the small areas of a partnership that is one district and a part of another.

    The part was a district of the same county in 2001, when census neighbourhoods got their codes county by
    county: it is told by codes that start like those of the whole district.
    """
    several = {district for districts in parts.values() if len(districts) == 1 for district in districts}
    whole = [area for area in small_areas if area.district in set(members) - several]
    blocks = {area.neighbourhood[:BLOCK] for area in whole}
    part = [area for area in small_areas if area.district in several.intersection(members)]
    return [*whole, *(area for area in part if area.neighbourhood[:BLOCK] in blocks)]
