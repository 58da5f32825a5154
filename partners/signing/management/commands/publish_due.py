from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from wagtail.models import Page

from partners.signing.clock import each_in_turn
from partners.signing.publishing import due_pages, publish_due


class Command(BaseCommand):
    """`manage.py publish_due`: run it every minute."""

    help = (
        "Puts pages on the site that every partner has signed and whose date has come. Safe to run every "
        "minute, late, twice and by two workers at once. A page that fails keeps no other from its turn; it "
        "is named, the next run tries it again, and the command ends with an error."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish, and say what is left. Raises CommandError when a page failed."""
        now = timezone.now()
        turn = each_in_turn(
            due_pages(now), lambda key: publish_due(key, now), "Going on the site", stream=self.stdout
        )
        self.stdout.write(f"{turn.done} went on the site, {len(turn.failed)} failed.")
        if turn.failed:
            titles = Page.objects.filter(pk__in=turn.failed).values_list("pk", "draft_title")
            named = ", ".join(f"“{title}” ({key})" for key, title in titles)
            raise CommandError(f"Not on the site though its date has come: {named}. The log says why.")
