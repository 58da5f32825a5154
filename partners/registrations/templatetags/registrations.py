"""What the page of an account shows of registrations."""

from typing import Any

from django import template
from django.template import RequestContext

from partners.registrations import drafts
from partners.registrations.models import Registration

register = template.Library()


@register.inclusion_tag("registrations/own.html", takes_context=True)
def own_registrations(context: RequestContext) -> dict[str, Any]:
    """Show the registrations of the person who is signed in, and one that was begun and not sent."""
    request = context["request"]
    return {
        "registrations": list(Registration.objects.of(request.user)),
        "draft": drafts.kept(request).get("name", ""),
    }
