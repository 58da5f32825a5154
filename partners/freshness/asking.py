"""Asking whether pages are still right: four weeks before the date, on it, and four weeks after."""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

from partners.freshness import letters
from partners.freshness.dates import Stage, stage_of
from partners.freshness.links import VALID_FOR, digest_of, digest_of_address
from partners.freshness.models import PageReview, ReviewRequest
from partners.freshness.services import give_date
from partners.sharing.stale import locked

STAGES = list(Stage)


def to_ask(at: datetime) -> list[int]:
    """Return the keys of the pages of which the request that fits today was not sent yet; three queries."""
    today = timezone.localdate(at)
    due = PageReview.objects.of_public_pages().due_soon(today).values_list("pk", "page", "round", "review_on")
    sent: dict[tuple[int, int], list[str]] = {}
    current = ReviewRequest.objects.filter(round=F("review__round"))
    for review, number, stage in current.values_list("review", "round", "stage"):
        sent.setdefault((review, number), []).append(stage)
    return [
        page
        for review, page, number, review_on in due
        if is_new(stage_of(review_on, today), sent.get((review, number), []))
    ]


@transaction.atomic
def ask(*, page_id: int, at: datetime) -> Stage | None:
    """Ask contact and partner about a page, if it is time and they were not asked yet.

    Returns which of the three requests it was. Whoever comes late sends the last that is due and no other.
    Raises Page.DoesNotExist.
    """
    locked(page_id)
    reviews = PageReview.objects.of_public_pages().select_related("page").filter(page=page_id)
    review = reviews.first()
    stage = stage_of(review.review_on, timezone.localdate(at)) if review else None
    if review is None or stage is None:
        return None
    sent = ReviewRequest.objects.filter(review=review, round=review.round).values_list("stage", flat=True)
    if not is_new(stage, list(sent)):
        return None
    key = secrets.token_urlsafe(32) if review.contact_email else ""
    request = ReviewRequest.objects.create(
        review=review, round=review.round, stage=stage, **times(at), **bound_to(key, review.contact_email)
    )
    if key:
        letters.to_contact(request, key)
    letters.to_lead(request)
    PageReview.objects.filter(pk=review.pk).update(asked_at=at)
    return stage


def is_new(stage: Stage | None, sent: list[str]) -> bool:
    """Whether neither this nor a later request was sent. A clock may have gone backwards."""
    if stage is None:
        return False
    return not any(Stage(each) in STAGES[STAGES.index(stage) :] for each in sent)


def times(at: datetime) -> dict[str, datetime]:
    """Return when a request is sent and ends."""
    return {"sent_at": at, "expires_at": at + VALID_FOR}


def bound_to(key: str, address: str) -> dict[str, Any]:
    """Return what a request keeps of its link: nothing where there is no contact."""
    if not key:
        return {"digest": None, "address_digest": ""}
    return {"digest": digest_of(key), "address_digest": digest_of_address(address)}


def give_missing_dates(*, at: datetime) -> int:
    """Give pages that were published before checks were kept the date of theirs. Returns how many."""
    without = Page.objects.live().filter(review=None, shares__isnull=False).distinct().order_by("pk")
    pages = list(without)
    for page in pages:
        give_date(page=page, at=at)
    return len(pages)
