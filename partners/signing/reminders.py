"""Reminding partners that have not decided, before the day by which they were asked to, and after it.

A day's run sends what that day calls for, however late it comes and however often: of the reminders that
were missed only the fitting one, and each to each person once, because its key names the day.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from partners.notices.models import Category
from partners.policy.table import Standing
from partners.sharing.stale import locked
from partners.signing.models import SigningRound
from partners.signing.telling import tell_partner
from partners.signing.words import Standing as Stand
from partners.signing.words import standings, words_now

# Days from the due date on which partners are reminded: before it, on it, then weekly.
STEPS = (-7, -2, 0, 7, 14, 21, 28)
# Where no date was named, days from the submission.
STEPS_WITHOUT_A_DATE = (14, 28, 42)


def open_rounds() -> list[int]:
    """Return the keys of the rounds in which partners have still to decide, the oldest first."""
    found = SigningRound.objects.filter(outcome="")
    return list(found.order_by("submitted_at", "pk").values_list("pk", flat=True))


def fitting_step(due_on: date | None, submitted_on: date, today: date) -> int | None:
    """Return the latest step that has come; None before the first one after the submission."""
    start, steps = (due_on, STEPS) if due_on else (submitted_on, STEPS_WITHOUT_A_DATE)
    come = [step for step in steps if submitted_on < start + timedelta(days=step) <= today]
    return come[-1] if come else None


@transaction.atomic
def remind(*, round_id: int, at: datetime) -> int:
    """Remind the partners that have not decided, if the day calls for it. Return how many partners.

    Those who were told already are told nothing. The page is held, so that nobody is reminded of what they
    just did.
    """
    page_id = SigningRound.objects.values_list("page_id", flat=True).get(pk=round_id)
    page = locked(page_id)
    round_, words = SigningRound.objects.get(pk=round_id), words_now(page_id)
    if round_.outcome or words is None:
        return 0
    today = timezone.localdate(at)
    step = fitting_step(round_.due_on, timezone.localdate(round_.submitted_at), today)
    undecided = [each for each in standings(words) if each.sign_off is None] if step is not None else []
    for each in undecided:
        tell_reminded(round_, page, each, f"{step:+}", today, at)
    return len(undecided)


def tell_reminded(
    round_: SigningRound, page: Page, undecided: Stand, step: str, today: date, at: datetime
) -> None:
    """Tell a partner's approvers that the page waits for them."""
    partner = undecided.share.partner
    days_left = (round_.due_on - today).days if round_.due_on else None
    tell_partner(
        f"round-{round_.pk}-remind-{partner.pk}-{step}",
        Category.SIGNING,
        "“{title}” waits for your signature",
        "remind",
        {"round": round_, "partner": partner, "days_left": days_left},
        page,
        partner,
        at,
        least=Standing.APPROVER,
    )
