from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from partners.mail.models import Letter
from partners.mail.sending import KEPT, LONGEST, forget_old, send_due

AFRESH = {"begun_at": None, "set_aside_at": None, "tries": 0, "problem": ""}


class Command(BaseCommand):
    """`manage.py send_letters`: run it every minute."""

    help = (
        "Sends letters that wait, also those that failed before and are due again. Safe to run every minute. "
        "Names the letters that were set aside, and those of which nobody knows whether they arrived; "
        f"after {KEPT.days} days it empties them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer to send one again."""
        parser.add_argument(
            "--again", metavar="KEY", help="Send this letter again, which was set aside or broken off."
        )

    def handle(self, *args: Any, again: str | None, **options: Any) -> None:
        """Send, and say what is left."""
        now = timezone.now()
        if again:
            self.send_again(again, now)
        forget_old(at=now)
        outcome = send_due(Letter.objects.all(), at=now)
        waiting = Letter.objects.filter(begun_at=None, set_aside_at=None).count()
        self.stdout.write(f"{outcome.sent} sent, {outcome.failed} failed, {waiting} wait.")
        if outcome.problem:
            self.stderr.write(outcome.problem)
        for letter in Letter.objects.given_up().exclude(to=""):
            self.stdout.write(f"Set aside: {letter.key} ({letter.problem})")
        for letter in Letter.objects.unfinished(before=now - LONGEST).exclude(to=""):
            self.stdout.write(f"Broken off, perhaps sent: {letter.key} ({letter.problem})")

    def send_again(self, key: str, at: datetime) -> None:
        """Let a letter that was given up be sent. Raises CommandError when there is none of this key."""
        given_up = Letter.objects.filter(key=key, sent_at=None).exclude(to="")
        if not given_up.update(**AFRESH, due_at=at):
            raise CommandError(f"No letter with the key “{key}” is set aside or broken off.")
