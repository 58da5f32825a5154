"""Places with simple outlines, and an index to compare pages with."""

import json

import pytest

from partners.places.models import PlaceOutline
from tests.outcomes.conftest import district, region, ward
from tests.search.conftest import committed, no_index, search_index

__all__ = ["committed", "district", "no_index", "region", "search_index", "ward"]


def square(west, south, side=0.1):
    """A square of so many degrees, anticlockwise."""
    east, north = round(west + side, 3), round(south + side, 3)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture
def outlined():
    """Give a place a square outline."""

    def give(place, west=-2.3, south=53.4, side=0.1):
        geometry = json.dumps(square(west, south, side), separators=(",", ":"))
        PlaceOutline.objects.create(place=place, geometry=geometry)
        return place

    return give
