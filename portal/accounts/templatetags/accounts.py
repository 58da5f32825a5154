"""What the pages about signing in need that is not in their views."""

import json
from typing import Any

from django import template
from django.db.models import QuerySet

from portal.accounts.models import SignOnService

register = template.Library()


@register.filter
def as_json(value: Any) -> str:
    """Return a value as JSON, for an attribute of an element."""
    return json.dumps(value)


@register.simple_tag
def sign_on_services() -> QuerySet[SignOnService]:
    """The partners' own ways to sign in."""
    return SignOnService.objects.select_related("partner", "app")
