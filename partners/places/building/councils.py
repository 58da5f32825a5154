"""What the list of councils knows beyond those of today: councils that are no more, and other names."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from partners.places.building.areas import Area, Areas, parents_of_several
from partners.places.cells import Line, read_lines
from partners.places.kinds import PlaceKind
from partners.places.names import folded, plain_name

COUNCILS = "organisations/councils_uk_current_and_former_mysociety.csv"
COLUMNS = (
    "local-authority-code",
    "nice-name",
    "gss-code",
    "end-date",
    "replaced-by",
    "nation",
    "local-authority-type",
    "alt-names",
    "lat",
    "long",
)
COUNTY = "CTY"
# A name that itself has a comma, 'Bristol, City of', is told by the space after it.
BETWEEN_NAMES = re.compile(r",(?! )")
OFFICE = re.compile(r"( (UA|CA|CCA|MCA|CC|Council|District|Mayoral|Combined|Authority))+$")
# The list has lost its accents twice over.
REPAIRED = {"Sir Ynys M\u00ef\u00bf\u00bdn": "Sir Ynys M\u00f4n"}
DAMAGED = re.compile(r"[\u00ef\u00bf\u00bd\u00c3\ufffd\uff61-\uffdc]")
ENGLISH = re.compile(r"\b(The|City|Council|County)\b")
ONE_OF_THREE_KINDS = (PlaceKind.DISTRICT, PlaceKind.COUNTY, PlaceKind.COMBINED_AUTHORITY)


def add_former_councils(areas: Areas, directory: Path) -> None:
    """Add the areas of councils that are no more, with what they became. Raises BadTableError, OSError.

    Those of Northern Ireland of before 2015 have no code in the list, and no successor: they are left out.
    """
    lines = list(read_lines(directory / COUNCILS, COLUMNS))
    codes = {line.text("local-authority-code"): line.text("gss-code") for line in lines}
    ended = [line for line in lines if line.text("end-date") and line.text("gss-code")]
    for line in ended:
        area = former_council(line)
        areas.setdefault(area.code, area)
    for line in ended:
        area = areas[line.code("gss-code")]
        if area.ended_on:
            names = line.text("replaced-by").split(",")
            area.successors = shares_by_people(areas, [successor(line, areas, codes, name) for name in names])
    for line in ended:
        area = areas[line.code("gss-code")]
        if area.ended_on:
            area.parents = former_parents(areas, area.successors)


def successor(line: Line, areas: Areas, codes: dict[str, str], name: str) -> str:
    """Return the code of the area of a council that followed another. Raises BadTableError."""
    code = areas.current(codes.get(name, ""))
    if not code:
        raise line.bad("replaced-by", f"'{name}' is no council of this list with a known area. Correct it.")
    return code


def former_council(line: Line) -> Area:
    """Return the area of a council that is no more. Raises BadTableError."""
    kind = PlaceKind.COUNTY if line.text("local-authority-type") == COUNTY else PlaceKind.DISTRICT
    area = Area(line.code("gss-code"), kind, line.name("nice-name"))
    area.ended_on = last_day(line).isoformat()
    latitude, longitude = line.degrees("lat", 90), line.degrees("long", 180)
    if latitude is not None and longitude is not None:
        area.latitude, area.longitude = round(latitude, 5), round(longitude, 5)
    return area


def last_day(line: Line) -> date:
    """Return the last day of a council. Raises BadTableError.

    Councils end on 31 March. The list gives that day for some, and for others the first of their successors.
    """
    day = line.day("end-date")
    return day - timedelta(days=1) if (day.month, day.day) == (4, 1) else day


def shares_by_people(areas: Areas, successors: list[str]) -> dict[str, float]:
    """Return what share of an ended place went to each successor, counted by their people of today."""
    people = {code: areas[code].population or 0 for code in successors}
    total = sum(people.values())
    if len(successors) == 1 or not total:
        return {code: round(1 / len(successors), 4) for code in successors}
    return {code: round(count / total, 4) for code, count in people.items()}


def former_parents(areas: Areas, successors: dict[str, float]) -> dict[str, float]:
    """Return what an ended place lies in: what it became, and what that became in turn.

    So what is filed there is still found in the wider place.
    """
    if len(successors) > 1:
        return parents_of_several(areas, successors)
    parents = dict(successors)
    for code in successors:
        parents |= former_parents(areas, areas[code].successors)
    return parents


def add_other_names(areas: Areas, directory: Path) -> None:
    """Add what else districts, counties and combined authorities are called.

    Raises BadTableError, OSError.
    """
    regions = {folded(area.name) for area in areas.of_kind(PlaceKind.REGION)}
    for line in read_lines(directory / COUNCILS, COLUMNS):
        code = areas.current(line.text("gss-code"))
        if not code or areas[code].kind not in ONE_OF_THREE_KINDS:
            continue
        area = areas[code]
        for name in other_names(line.text("alt-names")):
            if line.text("nation") == "Wales" and not ENGLISH.search(name) and is_new(name, area):
                area.name_cy = area.name_cy or name
        for name in other_names(f"{line.name('nice-name')},{line.text('alt-names')}"):
            if is_new(name, area) and folded(name) not in regions:
                area.former_names.append(name)


def other_names(written: str) -> Iterator[str]:
    """Yield the names that a cell gives, without those that are only there to catch slips of the keyboard.

    These are written without capitals.
    """
    for text in BETWEEN_NAMES.split(written):
        name = plain_name(OFFICE.sub("", REPAIRED.get(text.strip(), text.strip())))
        if name[:1].isupper() and not DAMAGED.search(name):
            yield name


def is_new(name: str, area: Area) -> bool:
    """Return whether a place is not found by this name yet: none of its names starts with these letters."""
    known = (area.name, area.name_cy, *area.former_names)
    return not any(letters(other).startswith(letters(name)) for other in known)


def letters(name: str) -> str:
    """Return a name without what people write differently: spaces, hyphens, capitals and accents."""
    return folded(name).replace(" ", "")
