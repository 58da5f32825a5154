"""Recognising postcodes in what people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.places.postcodes import Level, parse_postcode

UNIT = "ABDEFGHJLNPQRSTUWXYZ"
districts = st.from_regex(r"\A[A-Z]{1,2}[0-9][A-Z0-9]?\Z").map(str)
units = st.tuples(st.sampled_from("0123456789"), st.text(UNIT, min_size=2, max_size=2)).map("".join)
spaces = st.text(" \t\xa0", max_size=3)


@pytest.mark.parametrize(
    ("typed", "written", "level"),
    [
        ("M33 7PF", "M33 7PF", Level.FULL),
        ("m337pf", "M33 7PF", Level.FULL),
        (" M33  7pf ", "M33 7PF", Level.FULL),
        ("sw1a\t1aa", "SW1A 1AA", Level.FULL),
        ("M33", "M33", Level.DISTRICT),
        (" m 33 ", "M33", Level.DISTRICT),
        ("M33 7", "M33 7", Level.SECTOR),
        ("m337", "M33 7", Level.SECTOR),
        ("M3 3", "M3 3", Level.SECTOR),
        ("SW1A1", "SW1A 1", Level.SECTOR),
    ],
)
def test_forms_that_people_type(typed, written, level):
    postcode = parse_postcode(typed)
    assert (str(postcode), postcode.level) == (written, level)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Sale",
        "M33 7CF",  # C is never in the second half
        "M33 7P",
        "M33 7PFF",
        "M",
        "33 7PF",
        "MMM3 7PF",
        "E08000009",
        "M33 \uff17PF",  # a wide figure
        "\u017f33 7PF",  # a long s, whose capital is S
        "M33-7PF",
    ],
)
def test_what_is_no_postcode(typed):
    assert parse_postcode(typed) is None


@given(districts, units, spaces, spaces, spaces, st.booleans())
def test_any_case_and_spacing_means_the_same(district, unit, before, between, after, small):
    typed = f"{before}{district}{between}{unit}{after}"
    found = parse_postcode(typed.lower() if small else typed)
    assert str(found) == f"{district} {unit}"
    assert str(found.sector) == f"{district} {unit[0]}"


@given(st.text(max_size=40))
def test_any_text_is_a_postcode_that_reads_back_or_none(text):
    found = parse_postcode(text)
    assert found is None or parse_postcode(str(found)) == found
