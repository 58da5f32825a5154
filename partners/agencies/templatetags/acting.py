"""For which partner a page of the admin is open. Loaded in every template."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context
from django.template.base import Parser, Token
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from partners.agencies.acting import membership_of, memberships_of, standing_of
from partners.agencies.opened_for import FIELD, is_of_admin, mark_of
from partners.audit.context import current_request
from partners.policy.table import Standing

register = template.Library()


class MarkedTokenNode(CsrfTokenNode):
    """Django's token against forged requests and, in the admin, the partner for which the form is opened."""

    def render(self, context: Context) -> SafeString:
        """Return both hidden fields."""
        request = context.get("request") or current_request()
        return SafeString(super().render(context) + mark_field(request))


@register.tag("csrf_token")
def csrf_token(parser: Parser, token: Token) -> MarkedTokenNode:
    """Take the place of Django's tag, which every form needs: so no form can forget the partner."""
    return MarkedTokenNode()


def mark_field(request: HttpRequest | None) -> SafeString:
    """Return the hidden field that says for which partner a form is opened; nothing outside the admin."""
    if request is None or not hasattr(request, "user") or not is_of_admin(request):
        return SafeString("")
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, mark_of(request.user))


@register.inclusion_tag("agencies/admin/acting_bar.html", takes_context=True)
def acting_bar(context: Context) -> dict[str, Any]:
    """Say for which partner the person acts, and offer the others; no query beyond the memberships."""
    request = context["request"]
    now = membership_of(request.user)
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "now": now,
        "others": [each for each in memberships_of(request.user) if each != now],
        "is_operator": standing_of(request.user) is Standing.OPERATOR,
        "mark": mark_of(request.user),
        "here": request.get_full_path(),
    }
