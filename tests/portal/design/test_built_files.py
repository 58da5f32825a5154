"""The look is our own, and nothing stands inline that the content security policy would refuse."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"
# Mail has no stylesheet to link to.
PAGES = [path for path in TEMPLATES.rglob("*.html") if "mail" not in path.relative_to(TEMPLATES).parts[:-1]]
LARGEST_STYLESHEET = 64_000
LARGEST_SCRIPT = 10_000


def test_the_typeface_and_crown_of_the_government_are_nowhere(stylesheet):
    assert not re.search(r"gds|transport|crown", stylesheet, re.IGNORECASE)


def test_every_file_that_the_stylesheet_asks_for_is_there(built, stylesheet):
    asked = re.findall(r"url\(\"?([^\")]+)", stylesheet)
    assert asked
    for address in asked:
        assert (built / "css" / address).resolve().is_file(), address


def test_the_licence_of_the_typeface_lies_beside_it(built):
    assert "SIL Open Font License" in (built / "fonts/OFL.txt").read_text()


def test_the_files_stay_small(built, stylesheet):
    assert len(stylesheet) < LARGEST_STYLESHEET
    assert sum(path.stat().st_size for path in (built / "js").iterdir()) < LARGEST_SCRIPT


def test_every_component_that_is_started_is_there(built):
    modules = re.findall(r'import\("\./([^"]+)"\)', (built / "js/start.js").read_text())
    assert sorted([*modules, "start.js"]) == sorted(path.name for path in (built / "js").iterdir())


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_template_has_inline_style_or_script(path):
    html = path.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", html)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", html))


def test_our_classes_are_styled(stylesheet):
    """A class of ours that is in a template and not in the stylesheet is a slip of the pen."""
    ours = re.compile(r"(?<![\w-])cw-[a-z]+(?:[_-]+[a-z]+)*")
    used = {name for path in PAGES for name in ours.findall(path.read_text())}
    data = {f"cw-{name}" for name in ("error-summary", "filters", "show", "hide", "once")}
    assert {name for name in used - data if f".{name}" not in stylesheet} == set()
