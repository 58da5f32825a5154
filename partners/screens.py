"""What a page on the editors' side shows around its content, in Wagtail's own frame."""

from typing import Any

from django.urls import reverse


def furniture(title: str, icon: str, *above: tuple[str, str]) -> dict[str, Any]:
    """Return title, icon and the way back; `above` are label and address of the pages in between."""
    crumbs = [("Home", reverse("wagtailadmin_home")), *above, (title, "")]
    return {
        "header_title": title,
        "header_icon": icon,
        "breadcrumbs_items": [{"url": url, "label": label} for label, url in crumbs],
    }
