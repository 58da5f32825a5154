"""What happens to the checks of a page when it is published or taken off the site."""

from typing import Any

from django.utils import timezone
from wagtail.signals import page_published, page_unpublished

from partners.freshness import services
from partners.freshness.retention import forget_contact
from partners.freshness.reviewed import Reviewed


def published(instance: Any, **_: Any) -> None:
    """A page went live, perhaps with a new text: that was a check."""
    if isinstance(instance, Reviewed):
        services.note_published(page=instance, at=timezone.now())


def unpublished(instance: Any, **_: Any) -> None:
    """A page was taken off the site: nobody is asked about it any more."""
    if isinstance(instance, Reviewed):
        forget_contact(page_id=instance.pk)


def connect() -> None:
    """Listen."""
    page_published.connect(published, dispatch_uid="freshness.published")
    page_unpublished.connect(unpublished, dispatch_uid="freshness.unpublished")
