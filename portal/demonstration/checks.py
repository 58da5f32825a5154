"""The demonstration must never become a real site: its passwords are public."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def demonstration_is_not_for_production(**kwargs: Any) -> list[CheckMessage]:
    """Refuse the demonstration in a check for deployment."""
    if not getattr(settings, "DEMONSTRATION", False):
        return []
    return [
        Error(
            "The demonstration is installed: anybody can sign in with its public passwords.",
            hint="Start the site with DJANGO_SETTINGS_MODULE=portal.settings.production.",
            id="demonstration.E001",
        )
    ]
