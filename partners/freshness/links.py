"""Links by which a contact without an account says that a page is still right."""

import hashlib
from datetime import datetime, timedelta

from django.utils.crypto import constant_time_compare, salted_hmac

from partners.freshness.models import PageReview, ReviewRequest, StillRight

VALID_FOR = timedelta(days=60)


class NoSuchLinkError(LookupError):
    """A link that was made up, has ended, or was sent to somebody who is not asked any more."""


class AlreadyConfirmedError(NoSuchLinkError):
    """The check that the link is about was confirmed before."""

    def __init__(self, confirmation: StillRight) -> None:
        super().__init__("This was confirmed already.")
        self.confirmation = confirmation


def digest_of(key: str) -> str:
    """Return what we keep of a key. Keys are long and random, so that one plain hash is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


def digest_of_address(address: str) -> str:
    """Return what a link keeps of an address: keyed, because addresses can be guessed."""
    return salted_hmac("partners.freshness.links", address.lower(), algorithm="sha256").hexdigest()


def request_for(key: str, at: datetime) -> ReviewRequest:
    """Return the request that a link belongs to, if it can be answered now, with its check and page.

    Raises AlreadyConfirmedError, NoSuchLinkError.
    """
    rows = ReviewRequest.objects.select_related("review__page")
    found = rows.filter(digest=digest_of(key), expires_at__gt=at).first()
    if found is None or not PageReview.objects.of_public_pages().filter(pk=found.review_id).exists():
        raise NoSuchLinkError
    review = found.review
    confirmation = StillRight.objects.filter(page=review.page_id, round=found.round).first()
    if confirmation:
        raise AlreadyConfirmedError(confirmation)
    is_theirs = constant_time_compare(found.address_digest, digest_of_address(review.contact_email))
    if found.round != review.round or not review.contact_email or not is_theirs:
        raise NoSuchLinkError
    return found
