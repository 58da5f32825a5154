"""What the small areas of England and Wales say about their wards, districts and integrated care boards."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from partners.places.cells import read_lines

SMALL_AREAS = "geography/lsoa_england_wales_2021.csv"
COLUMNS = ("ward24_code", "ward25_code", "lad25_code", "icb24_code", "lat", "long")


class SmallArea(NamedTuple):
    """A few hundred households, in one ward, district and, in England, board."""

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
            former_ward=line.code("ward24_code"),
            ward=line.code("ward25_code"),
            district=line.code("lad25_code"),
            icb=line.code("icb24_code") if line.text("icb24_code") else "",
            longitude=line.as_number("long", line.text("long")),
            latitude=line.as_number("lat", line.text("lat")),
        )
        for line in read_lines(directory / SMALL_AREAS, COLUMNS)
    ]


def icb_shares(pairs: Iterable[tuple[str, str]]) -> dict[str, dict[str, float]]:
    """Return the share of each place in each board, from the place and board of each small area."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for place, icb in pairs:
        if icb:
            counts[place][icb] += 1
    return {
        place: {icb: round(count / boards.total(), 4) for icb, count in sorted(boards.items())}
        for place, boards in counts.items()
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
