"""Forgetting the addresses of contacts whom nobody will ask any more."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import F
from wagtail.models import Page

from partners.freshness.models import PageReview, ReviewRequest
from partners.sharing.stale import locked


@transaction.atomic
def forget_contact(*, page_id: int) -> bool:
    """Empty the contact's address of a page that left the site, and end the links sent to it.

    Returns whether there was one. The name stays: it is that of a team, and was public.
    """
    locked(page_id)
    kept = PageReview.objects.filter(page=page_id).exclude(contact_email="")
    return bool(kept.update(contact_email="", round=F("round") + 1, version=F("version") + 1))


def forget_contacts(*, at: datetime) -> int:
    """Empty what should be empty: addresses of pages that left the site by any way, and of ended links.

    Returns how many addresses there were. `send_review_requests` calls it every day.
    """
    ReviewRequest.objects.filter(expires_at__lte=at).exclude(address_digest="").update(address_digest="")
    gone = Page.objects.filter(live=False, first_published_at__isnull=False).exclude(review__contact_email="")
    keys = list(gone.filter(review__isnull=False).values_list("pk", flat=True))
    forgotten = 0
    for key in keys:
        # Whoever deleted the page meanwhile has deleted the address, too.
        with suppress(Page.DoesNotExist):
            forgotten += forget_contact(page_id=key)
    return forgotten
