"""Submitting a page to its partners for signing, and taking it back."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Page

from partners.agencies.acting import partner_of
from partners.audit.services import record
from partners.people.models import User
from partners.signing import rules
from partners.signing.changes import end_round, held_for, move
from partners.signing.checks import blocking_problems
from partners.signing.machine import Event
from partners.signing.models import SigningRound
from partners.signing.publishing import publish_or_wait
from partners.signing.telling import tell_submitted
from partners.signing.words import words_now

NEVER_SAVED = "Save the page first."


@transaction.atomic
def submit(
    *,
    page: Page,
    by: User,
    at: datetime,
    due_on: date | None = None,
    go_live_at: datetime | None = None,
    message: str = "",
) -> SigningRound:
    """Ask every named partner to sign the page as it is now.

    Who has signed these very words before need not sign again; where that is everybody, the page goes on
    the site at once. Raises NotAllowed, and ValidationError with what the page still lacks.
    """
    state = held_for(page.pk, by)
    rules.check_can_submit(by, state)
    words = words_now(page.pk)
    if words is None:
        raise ValidationError(NEVER_SAVED)
    if problems := blocking_problems(page.pk):
        raise ValidationError([problem.says for problem in problems])
    state.common_digest = words.kept().digest
    move(state, Event.SUBMIT)
    submitted = SigningRound.objects.create(
        page_id=page.pk,
        submitted_by=by,
        submitted_for=partner_of(by),
        submitted_at=at,
        due_on=due_on,
        go_live_at=go_live_at,
        message=message,
    )
    record(action="page.submitted", by=by, for_partner=partner_of(by), on=page, at=at)
    tell_submitted(submitted, words, at)
    publish_or_wait(page.pk, by=by, at=at)
    return submitted


@transaction.atomic
def take_back(*, page: Page, by: User, at: datetime) -> None:
    """Take a submission back; signatures count on as long as the words stay the same. Raises NotAllowed."""
    state = held_for(page.pk, by)
    rules.check_can_take_back(by, state)
    move(state, Event.TAKE_BACK)
    end_round(page.pk, SigningRound.Outcome.TAKEN_BACK, at)
    record(action="page.submission_taken_back", by=by, for_partner=partner_of(by), on=page, at=at)
