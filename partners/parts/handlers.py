"""What happens to parts when a partner leaves a page."""

from typing import Any

from django.db.models import Q
from django.db.models.signals import post_delete
from django.utils import timezone

from partners.parts.models import PartSuggestion, PublishedPart
from partners.parts.suggestions import close
from partners.sharing.models import Share

LEFT = "A partner has no part in the page any more."


def after_share(instance: Share, **_: Any) -> None:
    """Take what the partner said off the site, and close what it suggested or was asked to change.

    Its versions stay: they are what was said and signed.
    """
    for part in PublishedPart.objects.filter(page=instance.page_id, partner=instance.partner_id):
        part.delete()
    waiting = PartSuggestion.objects.filter(page=instance.page_id, answer="")
    for suggestion in waiting.filter(Q(partner=instance.partner_id) | Q(for_partner=instance.partner_id)):
        close(suggestion, PartSuggestion.Answer.WITHDRAWN, timezone.now(), words=LEFT)


def connect() -> None:
    """Listen."""
    post_delete.connect(after_share, sender=Share, dispatch_uid="parts.after_share")
