from contextlib import suppress
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from wagtail.models import Page

from partners.freshness.asking import ask, give_missing_dates, to_ask
from partners.freshness.dates import NOTICE
from partners.freshness.retention import forget_contacts
from partners.progress import progress


class Command(BaseCommand):
    """`manage.py send_review_requests`: run it once a day."""

    help = (
        "Asks contacts and partners whether pages are still right: "
        f"{NOTICE.days} days before the date of the check, on it, and {NOTICE.days} days after. Safe to run "
        "twice, late, or by two at once: everybody is asked once each time, late the last time only. "
        "Also gives dates to published pages without one, and forgets the addresses of contacts whom nobody "
        "will ask any more. Run it once a day."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, forget, and say how many."""
        now = timezone.now()
        forgotten, dated = forget_contacts(at=now), give_missing_dates(at=now)
        asked = 0
        for page_id in progress(to_ask(now), "Pages asked about", stream=self.stderr):
            with suppress(Page.DoesNotExist):
                asked += ask(page_id=page_id, at=now) is not None
        self.stdout.write(
            f"{asked} pages asked about, {dated} given a date, {forgotten} addresses forgotten."
        )
