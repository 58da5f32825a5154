"""What the small areas of England and Wales say about their wards, districts and integrated care boards."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from partners.places.cells import read_lines

SMALL_AREAS = "geography/lsoa_england_wales_2021.csv"
COLUMNS = (
    "lsoa21_code",
    "lsoa21_name",
    "msoa21_code",
    "ward24_code",
    "ward25_code",
    "lad25_code",
    "icb24_code",
    "lat",
    "long",
)


class SmallArea(NamedTuple):
    """A few hundred households, in one census neighbourhood, ward, district and, in England, board."""

    code: str
    name: str
    neighbourhood: str
    former_ward: str
    ward: str
    district: str
    icb: str
    longitude: float
    latitude: float


def read_small_areas(directory: Path) -> list[SmallArea]:
    """Return all small areas. Raises BadTableError, OSError."""
    return [
        SmallArea(
            code=line.code("lsoa21_code"),
            name=line.name("lsoa21_name"),
            neighbourhood=line.code("msoa21_code"),
            former_ward=line.code("ward24_code"),
            ward=line.code("ward25_code"),
            district=line.code("lad25_code"),
            icb=line.code("icb24_code") if line.text("icb24_code") else "",
            longitude=line.as_number("long", line.text("long")),
            latitude=line.as_number("lat", line.text("lat")),
        )
        for line in read_lines(directory / SMALL_AREAS, COLUMNS)
    ]


def counted_shares(pairs: Iterable[tuple[str, str]]) -> dict[str, dict[str, float]]:
    """Return the share of each place in each bigger one, from what each small area lies in of both.

    Small areas that lie in no bigger place do not count.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for place, bigger in pairs:
        if bigger:
            counts[place][bigger] += 1
    return {
        place: {code: round(count / found.total(), 4) for code, count in sorted(found.items())}
        for place, found in counts.items()
    }


def same_wards(small_areas: Iterable[SmallArea], current: Mapping[str, object]) -> dict[str, str]:
    """Return the former code of each ward that had another, which named exactly the same small areas."""
    before: dict[str, set[str]] = defaultdict(set)
    now: dict[str, set[str]] = defaultdict(set)
    for area in small_areas:
        before[area.former_ward].add(area.ward)
        now[area.ward].add(area.former_ward)
    return {
        next(iter(wards)): former
        for former, wards in sorted(before.items())
        if former not in current and len(wards) == 1 and len(now[next(iter(wards))]) == 1
    }
