"""The gate: a shared page goes on the site only by hand of the signing service, whatever else asks.

Wagtail publishes in many places (the editor, bulk actions, copies, schedules, its API, code). All of them
save the page as live, and there the gate stands.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.exceptions import PermissionDenied
from wagtail.models import Page

PERMITTED: ContextVar[int | None] = ContextVar("page_that_may_go_live", default=None)
UNSIGNED = "“{title}” goes on the site when every partner that it names has signed it. Submit it for signing."


class UnsignedPublicationError(PermissionDenied):
    """Something tried to put a page on the site that its partners have not signed."""


@contextmanager
def permit(page_id: int) -> Iterator[None]:
    """Let this page, and no other, go on the site; for the signing service alone."""
    token = PERMITTED.set(page_id)
    try:
        yield
    finally:
        PERMITTED.reset(token)


def check_may_be_live(page: Page) -> None:
    """Raises UnsignedPublicationError if saving the page would put it, or another version, on the site.

    One query for a page that is live, none for others.
    """
    if not page.live or (page.pk is not None and PERMITTED.get() == page.pk):
        return
    now = Page.objects.filter(pk=page.pk).values_list("live", "live_revision_id").first()
    if now != (True, page.live_revision_id):
        raise UnsignedPublicationError(UNSIGNED.format(title=page.title))
