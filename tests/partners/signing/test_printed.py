"""docs/signing.md and its picture say what the table of states and events says."""

from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

from django.conf import settings
from django.core.management import call_command

from partners.signing.machine import Event, Public, Text, transitions
from partners.signing.picture import labelled, lanes, signing_picture, span
from partners.signing.printed import signing_page

DOCS = Path(settings.BASE_DIR) / "docs"
SVG = "{http://www.w3.org/2000/svg}"


def test_the_page_and_the_picture_are_the_printed_ones():
    again = "Print them again: manage.py print_signing --write"
    assert (DOCS / "signing.md").read_text(encoding="utf-8") == signing_page(), again
    assert (DOCS / "signing.svg").read_text(encoding="utf-8") == signing_picture(), again


def test_the_command_prints_either():
    for option, expected in (({}, signing_page()), ({"picture": True}, signing_picture())):
        out = StringIO()
        call_command("print_signing", stdout=out, **option)
        assert out.getvalue() == expected


def test_the_page_names_every_state_and_event():
    page = signing_page()
    assert all(each.label in page for each in (*Text, *Public, *Event))


def test_the_picture_is_whole_and_names_every_state_and_way():
    drawn = ElementTree.fromstring(signing_picture())  # noqa: S314  # our own picture
    said = " ".join(each.text for each in drawn.iter(f"{SVG}text"))
    assert all(part in said for state in Text for part in state.label.split(", "))
    ways = {(before, after) for _, before, after, _ in transitions() if before is not after}
    assert len(list(drawn.iter(f"{SVG}path"))) == len(ways) + 1  # and the tip of the arrows
    assert drawn.find(f"{SVG}title").text.count(" to ") >= len(ways)


def test_no_two_arrows_run_over_one_another():
    for forward in (True, False):
        found = lanes(labelled(), forward=forward)
        for one in found:
            for other in found:
                (a, b), (c, d) = span(one), span(other)
                assert one == other or found[one] != found[other] or b <= c or d <= a
