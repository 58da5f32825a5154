from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from partners.signing.clock import each_in_turn
from partners.signing.links.services import end_expired
from partners.signing.reminders import STEPS, STEPS_WITHOUT_A_DATE, open_rounds, remind

BEFORE = " and ".join(str(-step) for step in STEPS if step < 0)
UNDATED = ", ".join(map(str, STEPS_WITHOUT_A_DATE))


class Command(BaseCommand):
    """`manage.py send_reminders`: run it once a day."""

    help = (
        f"Reminds approvers of partners that have not decided about a page: {BEFORE} days before the day by "
        f"which they were asked to, on it, and then weekly four times; {UNDATED} days after the submission "
        "where no day was named. Each reminder goes out once, however often and late this runs. Also ends "
        "links for signing that are too old, so that their addresses go."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Remind, and say how many. Raises CommandError when a page failed."""
        now = timezone.now()
        ended = end_expired(at=now)
        turn = each_in_turn(
            open_rounds(),
            lambda key: remind(round_id=key, at=now),
            "Reminding",
            stream=self.stdout,
        )
        self.stdout.write(
            f"{turn.done} pages wait for partners that should be reminded, {len(turn.failed)} failed; "
            f"{ended} links for signing expired."
        )
        if turn.failed:
            raise CommandError(f"{len(turn.failed)} pages failed. The log says why.")
