"""Signatures of the fictional partners under the pages of the demonstration."""

from datetime import datetime

from wagtail.models import Page

from partners.signing.changes import move, state_of
from partners.signing.machine import Event
from partners.signing.models import Decision, SigningRound, SignOff
from partners.signing.publishing import publish
from partners.signing.words import standings, words_now

SIGNATORY = "Made for the demonstration"


def sign_by_all(page: Page, at: datetime) -> None:
    """Let every named partner sign a page, which puts it on the site; nobody is told."""
    state, words = state_of(page.pk), words_now(page.pk)
    assert words is not None  # noqa: S101  # the page was just saved
    move(state, Event.SUBMIT)
    submitted = SigningRound.objects.create(page=page, submitted_at=at)
    for share in words.shares:
        SignOff.objects.create(
            page=page,
            round=submitted,
            partner=share.partner,
            decision=Decision.APPROVED,
            text=words.kept(),
            part=words.parts.get(share.partner_id),
            part_digest=words.part_digest(share.partner_id),
            signatory=SIGNATORY,
            at=at,
        )
    publish(state, words, standings(words), submitted, None, None, at)
