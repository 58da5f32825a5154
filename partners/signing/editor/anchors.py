"""Where in the page editor a field stands: the address that leads right to it."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel, PanelGroup
from wagtail.models import Page

TOP = "panel"
TABS = 1  # how deep the tabs of the editor lie; their children have a heading of their own


def edit_address(page: Page, field: str = "") -> str:
    """Return where a page is edited, at this field; at its top where the editor does not show it."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    anchor = anchors_of(page.specific_class).get(field)
    return f"{address}#{anchor}" if anchor else address


@cache
def anchors_of(model: Any) -> dict[str, str]:
    """Return the anchor of each field and relation that the editor of this kind of page shows."""
    return dict(found(model.get_edit_handler(), TOP, 0))


def found(group: PanelGroup, prefix: str, depth: int) -> Iterator[tuple[str, str]]:
    """Yield the fields below a group of panels with their anchors, as Wagtail's templates write them."""
    for panel, name in zip(group.children, group.child_identifiers, strict=True):
        if isinstance(panel, PanelGroup):
            yield from found(panel, f"{prefix}-child-{name}", depth + 1)
        elif field := field_of(panel):
            yield field, f"{prefix}-{name}-section" if depth == TABS else f"{prefix}-child-{name}-wrapper"


def field_of(panel: Panel) -> str:
    """Return the field or relation that a panel edits; empty for panels that edit none."""
    return getattr(panel, "field_name", None) or getattr(panel, "relation_name", None) or ""
