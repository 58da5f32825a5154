"""What must hold for the code as a whole."""

import re
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).parents[1]
STACK = ["portal", "search", "outcomes", "partners"]
ROOMS = {
    "partners": [
        "parts",
        "freshness",
        "sharing",
        "neighbourhoods",
        "following",
        "registrations",
        "members",
        "notices",
        "agencies",
        "media",
        "places",
        "audit",
        "mail",
        "people",
    ],
    "outcomes": ["collections", "proposals", "casestudies", "plans", "objectives", "themes"],
}
SETTINGS_PAGE = ROOT / "docs" / "settings.md"
ENVIRONMENT = re.compile(r"env(?:\.\w+)?\(\s*\"([A-Z_]+)\"")


def height(model):
    """How high up the stack a model lives: its package, then its room. None for other people's models."""
    package, _, rest = model.__module__.partition(".")
    if package not in STACK:
        return None
    rooms = ROOMS.get(package, [])
    room = rest.partition(".")[0]
    return -STACK.index(package), -rooms.index(room) if room in rooms else 1


def upward_relations():
    """The relations of our models that point to a higher room."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if not field.is_relation or field.auto_created or field.related_model is None:
                continue
            here, there = height(model), height(field.related_model)
            if here and there and there > here:
                yield f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"


def test_relations_only_point_down_the_stack():
    assert list(upward_relations()) == []


def environment_names():
    """Every name that the settings read from the environment."""
    text = "".join(file.read_text() for file in (ROOT / "portal" / "settings").glob("*.py"))
    return sorted(set(ENVIRONMENT.findall(text)))


@pytest.mark.parametrize("name", environment_names())
def test_setting_is_documented(name):
    assert f"`{name}`" in SETTINGS_PAGE.read_text()


def test_the_built_styles_name_no_typeface_that_is_not_ours():
    css = (ROOT / "portal" / "static" / "portal" / "css" / "portal.css").read_text()
    assert "GDS Transport" not in css
    assert "crown" not in css.lower()
