"""A background of other people's pictures is complete or refused."""

import pytest
from django.test import override_settings

from portal.browse.checks import map_tiles_are_complete

GOOD = "https://tiles.example.org/{z}/{x}/{y}.png"


@pytest.mark.parametrize(
    ("url", "attribution", "found"),
    [
        ("", "", []),
        (GOOD, "© Somebody", []),
        (GOOD, "", ["browse.E002"]),
        ("https://tiles.example.org/", "© Somebody", ["browse.E001"]),
        (GOOD.replace("https", "http"), "© Somebody", ["browse.E001"]),
        ("nonsense", "", ["browse.E001", "browse.E002"]),
    ],
)
def test_tiles_are_complete_or_refused(url, attribution, found):
    with override_settings(MAP_TILE_URL=url, MAP_TILE_ATTRIBUTION=attribution):
        assert [problem.id for problem in map_tiles_are_complete()] == found
