"""The demonstration must never become a real site: its passwords are public, and one press signs in."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured


def refuse_production() -> None:
    """Stop the start of any process. Raises ImproperlyConfigured outside a demonstration."""
    if getattr(settings, "PRODUCTION", False) or not getattr(settings, "DEMONSTRATION", False):
        raise ImproperlyConfigured(
            "portal.demonstration lets anybody sign in as anybody. Take it out of INSTALLED_APPS."
        )


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


@register(Tags.security)
def demonstration_is_not_in_production(**kwargs: Any) -> list[CheckMessage]:
    """Refuse the demonstration's settings together with production's, in every check."""
    if not (getattr(settings, "PRODUCTION", False) and getattr(settings, "DEMONSTRATION", False)):
        return []
    return [
        Error(
            "DEMONSTRATION is set in production: anybody could sign in as anybody.",
            hint="Take DEMONSTRATION and portal.demonstration out of the production settings.",
            id="demonstration.E002",
        )
    ]
