"""Checks of the demonstration's pages: some due soon, one overdue, with contacts whom nobody reaches."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from partners.freshness.models import PageReview
from portal.demonstration.content import entries


@transaction.atomic
def make_checks() -> None:
    """Choose date and contact of some checks. Days count from today, so that something is always due."""
    today = timezone.localdate()
    for facts in entries("check"):
        for page in Page.objects.live().filter(slug=facts["slug"]):
            PageReview.objects.update_or_create(
                page=page,
                defaults={
                    "review_on": today + timedelta(days=facts["due_in"]),
                    "is_chosen": True,
                    "contact_name": facts["contact"],
                    "contact_email": facts["mail"],
                },
            )
