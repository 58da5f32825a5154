"""What pages show of others like them."""

from typing import Any

from django import template
from django.template import RequestContext

from search.related.shown import Related, related_to

register = template.Library()


@register.simple_tag(takes_context=True)
def related_pages(context: RequestContext, page: Any) -> Related:
    """Return a few public pages like this one. A preview has none."""
    asked = context.get("request")
    return Related() if getattr(asked, "is_preview", False) else related_to(page, asked)
