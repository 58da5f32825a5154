"""Facts about the site that every template may show."""

from django.conf import settings
from django.http import HttpRequest


def site_facts(request: HttpRequest) -> dict[str, object]:
    """Return the site's name, and whether it is a demonstration."""
    return {
        "site_name": settings.WAGTAIL_SITE_NAME,
        "demonstration": getattr(settings, "DEMONSTRATION", False),
    }
