"""What happens to shares when something else happens."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import Signal

from partners.agencies.acting import partner_of
from partners.sharing.models import Share, ShareRole
from partners.sharing.relations import forget_relations
from partners.sharing.shared import Shared


def name_the_lead(instance: Any, created: bool, **kwargs: Any) -> None:
    """Make the partner that the writer acts for lead a page that is new."""
    if not (created and isinstance(instance, Shared)) or kwargs.get("raw"):
        return
    writer = instance.owner  # type: ignore[attr-defined]  # mixed into pages
    partner = partner_of(writer) if writer else None
    if partner:
        Share.objects.create(page_id=instance.pk, partner=partner, role=ShareRole.LEAD)
        forget_relations(writer)


def connect(saved: Signal = post_save) -> None:
    """Listen."""
    saved.connect(name_the_lead, dispatch_uid="sharing.name_the_lead")
