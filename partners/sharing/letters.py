"""Letters about comments reach only people whose partner has a part in the page.

Wagtail writes to whoever once asked for such letters or took part in a discussion, also after their partner
has left the page or they have left the partner. The letters quote what others wrote.
"""

from collections.abc import Iterable
from typing import Any

from wagtail.admin import mail
from wagtail.admin.views.pages import edit
from wagtail.models import Page
from wagtail.permissions import policy_registry

from partners.people.models import User


def send_to_those_with_a_part(users: Iterable[User], notification: str, context: dict[str, Any]) -> bool:
    """Send what Wagtail would send, to those of its readers who may edit the page, for whichever partner."""
    policy = policy_registry.get_by_type(Page)
    may_edit = policy.users_with_any_permission_for_instance({"change"}, context["page"])
    keys = set(may_edit.values_list("pk", flat=True))
    allowed = [user for user in users if user.pk in keys]
    return bool(mail.send_notification(allowed, notification, context))


def connect() -> None:
    """Stand between the page editor and its letters; Wagtail offers no other place to choose the readers."""
    edit.send_notification = send_to_those_with_a_part
