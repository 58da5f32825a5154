"""The look is our own, and nothing stands inline that the content security policy would refuse."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings

FRONTEND = Path(settings.BASE_DIR) / "frontend"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
# Mail has no stylesheet to link to.
PAGES = [path for path in TEMPLATES.rglob("*.html") if "mail" not in path.relative_to(TEMPLATES).parts[:-1]]
# Grew by 500 when commitments of partners became a table that phones show as a list.
LARGEST_STYLESHEET = 64_500
LARGEST_SCRIPT = 8_000
LARGEST_START = 1_500
# Only pages with a map load these.
LARGEST_MAP_STYLESHEET = 16_000
LARGEST_MAP_LIBRARY = 150_000


def test_the_typeface_and_crown_of_the_government_are_nowhere(stylesheet):
    assert not re.search(r"gds|transport|crown", stylesheet, re.IGNORECASE)


def test_every_file_that_the_stylesheets_ask_for_is_there(built, stylesheet):
    asked = re.findall(r"url\(\"?([^\")]+)", stylesheet + (built / "css/map.css").read_text())
    assert asked
    for address in asked:
        assert (built / "css" / address).resolve().is_file(), address


def test_licences_lie_beside_what_others_made(built):
    assert "SIL Open Font License" in (built / "fonts/OFL.txt").read_text()
    assert "BSD 2-Clause License" in (built / "leaflet/LICENSE.txt").read_text()


def test_the_map_library_is_the_pinned_one_and_asks_for_no_other_file(built):
    wanted = json.loads((FRONTEND / "package.json").read_text())["devDependencies"]["leaflet"]
    library = (built / "leaflet/leaflet.js").read_text()
    assert f"Leaflet {wanted}," in library
    assert "sourceMappingURL" not in library


def test_the_files_stay_small(built, stylesheet):
    assert len(stylesheet) < LARGEST_STYLESHEET
    assert (built / "js/start.js").stat().st_size < LARGEST_START
    assert all(path.stat().st_size < LARGEST_SCRIPT for path in (built / "js").iterdir())
    assert (built / "css/map.css").stat().st_size < LARGEST_MAP_STYLESHEET
    assert (built / "leaflet/leaflet.js").stat().st_size < LARGEST_MAP_LIBRARY


def test_every_script_is_asked_for_and_there(built):
    """By the module that starts all, by another module, or by a template."""
    there = {path.name: path.read_text() for path in (built / "js").iterdir()}
    asked = {name for text in there.values() for name in re.findall(r'"\./([^"]+\.js)"', text)}
    pages = "".join(path.read_text() for path in PAGES)
    asked |= set(re.findall(r"static 'portal/js/([^']+)'", pages))
    assert asked == set(there)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_template_has_inline_style_or_script(path):
    html = path.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", html)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", html))


def test_our_classes_are_styled(built):
    """A class of ours that is in a template and in no stylesheet is a slip of the pen."""
    stylesheet = "".join(path.read_text() for path in (built / "css").iterdir())
    ours = re.compile(r"(?<![\w-])cw-[a-z]+(?:[_-]+[a-z]+)*")
    used = {name for path in PAGES for name in ours.findall(path.read_text())}
    data = {
        f"cw-{name}"
        for name in ("error-summary", "filters", "show", "hide", "once", "find", "copy", "copied", "ticks")
    }
    assert {name for name in used - data if f".{name}" not in stylesheet} == set()
