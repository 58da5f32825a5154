"""What happens to shares when something else happens."""

from typing import Any

from wagtail.signals import init_new_page

from partners.agencies.models import Partner
from partners.sharing.models import Share, ShareRole
from partners.sharing.shared import Shared


def suggest_the_writers_partner(sender: Any, page: Any, **kwargs: Any) -> None:
    """Name the partner of the person who starts a page as its lead, when there is no doubt which it is."""
    is_shared = isinstance(page, Shared)
    if not is_shared or page.owner is None:
        return
    partners = Partner.objects.filter(memberships__user=page.owner)[:2]
    if len(partners) == 1:
        page.shares = [Share(partner=partners[0], role=ShareRole.LEAD)]


def connect() -> None:
    """Listen."""
    init_new_page.connect(suggest_the_writers_partner, dispatch_uid="sharing.suggest_the_writers_partner")
