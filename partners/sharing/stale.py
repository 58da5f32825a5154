"""Refusing to save over what somebody else saved meanwhile, by whatever way the save comes in.

A page knows the version that it was read as. Saving a new version locks the page and compares; where another
version came in between, StaleSaveError is raised and the transaction undone.
"""

from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from wagtail.models import Page, Revision

FACTS_OF_THE_PAGE = ("live_revision_id", "first_published_at", "last_published_at")


class Version(NamedTuple):
    """Which version of a page this is. Saving itself again, it keeps its key, and only its time moves on."""

    revision_id: int | None
    saved_at: datetime | None

    def is_of(self, now: "Version") -> bool:
        """Whether this is the version of now. One without a time is compared by its key alone."""
        return self.revision_id == now.revision_id and self.saved_at in (None, now.saved_at)


class StaleSaveError(Exception):
    """Somebody else saved a page since the version that this save is based on."""

    def __init__(self, page: Page) -> None:
        super().__init__(f"“{page.title}” was changed by somebody else in the meantime. Nothing was saved.")
        self.page_id = page.pk


class Versioned:
    """Mixin of pages that are never saved over a version that the writer has not seen.

    What is on the site, and since when, are facts of the page and not of a version. Wagtail reads them from
    the version, so a page that went back to one from before its first day would be taken off the site by a
    schedule, and the copy of a page would claim the days of the first one.
    """

    based_on: Version | None = None

    def check_is_latest(self, now: Page) -> None:
        """Raises StaleSaveError unless this is based on the latest version of the page as it is now."""
        seen = self.based_on or version_of(self)
        # A page that has no version yet, such as one that is being copied, has none to save over.
        if now.latest_revision_id and not seen.is_of(version_of(now)):
            raise StaleSaveError(now)

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """Return the page with the content of a version."""
        page = super().with_content_json(content)  # type: ignore[misc]  # mixed into pages
        for fact in FACTS_OF_THE_PAGE:
            setattr(page, fact, getattr(self, fact))
        return page

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Save a version. Raises StaleSaveError when it is not based on the latest one."""
        with transaction.atomic():
            self.check_is_latest(locked(self.pk))  # type: ignore[attr-defined]  # mixed into pages
            revision: Revision = super().save_revision(*args, **kwargs)  # type: ignore[misc]  # mixed into pages
        self.based_on = None
        return revision


def version_of(page: Any) -> Version:
    """Return the version that a page was read as."""
    return Version(page.latest_revision_id, page.latest_revision_created_at)


def locked(page_id: int) -> Page:
    """Return the page as it is now, held until the transaction ends, so that two saves queue."""
    return Page.objects.select_for_update().get(pk=page_id)
