"""The shades of maps can be told apart, in the light and in the dark, and not by colour alone."""

import re
from itertools import pairwise

import pytest
from django.template.loader import render_to_string

SHADES = [f"shade-{number}" for number in range(5)]


def luminance(colour):
    """WCAG's relative luminance of '#rgb' or '#rrggbb'."""
    digits = colour if len(colour) == 6 else "".join(digit * 2 for digit in colour)
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture(params=["light", "dark"])
def colours(request, stylesheet):
    """The colours of our tokens in one scheme. The dark ones stand after the light ones."""
    found = re.findall(r"--cw-(ink|shade-\d):\s?#([0-9a-f]{3,6})", stylesheet)
    assert len(found) == 12
    return dict(found[:6] if request.param == "light" else found[6:])


def test_each_shade_stands_out_from_the_line_around_it(colours):
    assert [name for name in SHADES if contrast(colours["ink"], colours[name]) < 3] == []


def test_each_shade_differs_from_the_next(colours):
    assert all(contrast(colours[one], colours[other]) > 1.25 for one, other in pairwise(SHADES))


def test_each_shade_has_a_pattern_of_its_own():
    html = render_to_string("components/shade_patterns.html")
    patterns = re.findall(r'<pattern id="cw-shade-\d".*?</pattern>', html)
    plain = [re.sub(r'<rect[^>]*>|(id|width|height)="[^"]*"', "", pattern) for pattern in patterns]
    assert len(patterns) == len(set(plain)) == 5
