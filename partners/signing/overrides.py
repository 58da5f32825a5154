"""A convening partner lets a page go live without signatures that are missing; others review that."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Page

from partners.agencies.acting import partner_of
from partners.audit.services import record
from partners.people.models import User
from partners.policy.refusals import NotAllowed
from partners.signing import rules
from partners.signing.changes import held_for, move, the_open_round
from partners.signing.decisions import CHANGED, Seen, WordsChangedError
from partners.signing.machine import Event
from partners.signing.models import Override
from partners.signing.publishing import missing_from, publish_or_wait
from partners.signing.telling import tell_overridden
from partners.signing.words import standings, words_now

NO_REASON = "Say why it cannot wait for the missing signatures. The reason is public."
NO_REVIEW = "Say what you found. It is public."


@transaction.atomic
def override(*, page: Page, by: User, at: datetime, reason: str, seen: Seen) -> Override:
    """Let the text go live without the signatures that are missing now, with a public reason.

    The partner that overrides must have signed itself. Raises NotAllowed, WordsChangedError,
    ValidationError.
    """
    state, words, partner = held_for(page.pk, by), words_now(page.pk), partner_of(by)
    if words is None or partner is None:
        raise NotAllowed(rules.NOT_CONVENING)
    rules.check_can_override(by, state, words)
    if not seen.is_still_so(words, partner):
        raise WordsChangedError(CHANGED)
    if not reason.strip():
        raise ValidationError({"reason": NO_REASON})
    missing = missing_from(standings(words), None)
    rules.check_something_is_missing(missing, partner)
    move(state, Event.OVERRIDE)
    Override.objects.filter(page=page.pk, lapsed_at__isnull=True).update(lapsed_at=at)
    made = Override.objects.create(
        page_id=page.pk,
        round=the_open_round(page.pk),
        text=words.kept(),
        reason=reason,
        by=by,
        for_partner=partner,
        at=at,
    )
    made.missing.set([each.share.partner_id for each in missing])
    record(
        action="page.overridden",
        by=by,
        for_partner=partner,
        on=page,
        changed={"missing": [str(each.share.partner) for each in missing]},
        at=at,
    )
    tell_overridden(made, at)
    publish_or_wait(page.pk, by=by, at=at)
    return made


@transaction.atomic
def review(*, override: Override, by: User, at: datetime, words: str) -> None:
    """Say what somebody else found who looked at an override; then it is flagged no more.

    Raises NotAllowed, ValidationError.
    """
    held_for(override.page_id, by)
    override = Override.objects.select_related("page", "for_partner").get(pk=override.pk)
    rules.check_can_review(by, override)
    if not words.strip():
        raise ValidationError({"words": NO_REVIEW})
    override.reviewed_by, override.reviewed_for = by, partner_of(by)
    override.reviewed_at, override.review = at, words
    override.save(update_fields=["reviewed_by", "reviewed_for", "reviewed_at", "review"])
    record(action="page.override_reviewed", by=by, for_partner=partner_of(by), on=override.page, at=at)
