"""The tables of postcodes, from lists that may be passed on."""

from collections.abc import Iterator
from pathlib import Path

from partners.places.building.areas import Areas
from partners.places.building.writing import write_table
from partners.places.cells import read_lines
from partners.places.postcode_files import NORTHERN_IRELAND

DISTRICTS = "geography/postcode_districts_uk_2017.csv"
POSTCODES = "geography/postcodes_trafford_feb2025.csv"
DISTRICT_COLUMNS = ("outcode", "lat", "long", "lad25_code_at_centroid")
POSTCODE_COLUMNS = ("postcode", "ward_code", "lat", "lon")

District = tuple[str, str, str, str]
Point = tuple[str, str, str, str]


def read_districts(directory: Path, areas: Areas) -> list[District]:
    """Return code, point and place of each postcode district in the United Kingdom. Raises BadTableError."""
    return sorted(districts(directory, areas))


def districts(directory: Path, areas: Areas) -> Iterator[District]:
    """Yield postcode districts, without the points in Northern Ireland, whose licence is narrower."""
    for line in read_lines(directory / DISTRICTS, DISTRICT_COLUMNS):
        if not line.text("lad25_code_at_centroid"):
            continue  # Jersey, Guernsey and the Isle of Man
        place = areas.current(line.code("lad25_code_at_centroid"))
        if not place:
            raise line.bad("lad25_code_at_centroid", "this is in no list of districts. Correct it.")
        district = line.name("outcode", 4)
        hidden = NORTHERN_IRELAND.match(district)
        point = (
            ("", "") if hidden else (decimals(line.degrees("lat", 90)), decimals(line.degrees("long", 180)))
        )
        yield district, *point, place


def read_points(directory: Path, areas: Areas) -> list[Point]:
    """Return postcode, ward and point of each postcode of Trafford. Raises BadTableError."""
    points = []
    for line in read_lines(directory / POSTCODES, POSTCODE_COLUMNS):
        ward = areas.current(line.code("ward_code"))
        if not ward:
            raise line.bad("ward_code", "this is in no list of wards. Correct it.")
        point = decimals(line.degrees("lat", 90)), decimals(line.degrees("lon", 180))
        points.append((line.name("postcode", 8), ward, *point))
    return sorted(points)


def decimals(degrees: float | None) -> str:
    """Return an angle to four decimals, some ten metres: as near as a postcode is."""
    return "" if degrees is None else f"{degrees:.4f}"


def write_postcodes(directory: Path, points: list[Point]) -> None:
    """Write the postcodes of Trafford."""
    write_table(directory, ("postcode", "ward", "latitude", "longitude"), points)


def write_districts(file: Path, rows: list[District]) -> None:
    """Write the postcode districts."""
    write_table(file, ("district", "latitude", "longitude", "place"), rows)
