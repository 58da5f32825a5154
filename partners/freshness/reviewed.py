"""What a shared page says about when it was checked."""

from datetime import date
from typing import ClassVar

from django.db import models

from partners.freshness.dates import months_later
from partners.freshness.models import PageReview
from partners.freshness.panels import ReviewPanel


class Reviewed(models.Model):
    """Mixin of pages that somebody checks from time to time."""

    # How long what such a page says can be trusted to stay right.
    review_months: ClassVar[int] = 12
    review_panels = [ReviewPanel(heading="Still right?")]

    class Meta:
        abstract = True

    @property
    def page_review(self) -> PageReview | None:
        """The next check of the page, None before it was first published."""
        found: PageReview | None = getattr(self, "review", None)
        return found

    @classmethod
    def next_check(cls, today: date) -> date:
        """Return when a page that is right today should be checked again."""
        return months_later(today, cls.review_months)
