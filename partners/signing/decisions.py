"""A partner decides about the words of a page: it signs, signs with a note, or declines."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Page

from partners.agencies.acting import partner_of
from partners.agencies.models import Partner
from partners.audit.services import record
from partners.people.models import User
from partners.policy.refusals import NotAllowed
from partners.signing import rules
from partners.signing.changes import held_for, move, the_open_round
from partners.signing.machine import Event
from partners.signing.models import Decision, PageState, SignOff
from partners.signing.publishing import publish_or_wait
from partners.signing.telling import tell_decided
from partners.signing.words import Words, words_now

WORDS_MISSING = {
    Decision.WITH_NOTE: "Write the note, or sign without one.",
    Decision.DECLINED: "Say why. The reason is public.",
}
CHANGED = "The text was changed since you opened it. Nothing was signed. Read the new text first."


class WordsChangedError(NotAllowed):
    """The words are not the ones that the signatory had before their eyes."""


@dataclass(frozen=True)
class Seen:
    """The digests of what a signatory read: the common text, and the own part of the partner."""

    common: str
    part: str

    def is_still_so(self, words: Words, partner: Partner) -> bool:
        """Whether the page still says that."""
        return (self.common, self.part) == (words.digest, words.part_digest(partner.pk))


@dataclass(frozen=True)
class Answer:
    """What a partner decides, with the note or the public reason."""

    decision: Decision
    words: str = ""

    @property
    def event(self) -> Event:
        """What this is to the page's state."""
        return Event.DECLINE if self.decision == Decision.DECLINED else Event.SIGN


@transaction.atomic
def decide(*, page: Page, by: User, at: datetime, answer: Answer, seen: Seen) -> SignOff:
    """Decide for the partner that somebody acts for. The last signature puts the page on the site.

    The same decision sent twice counts once. Raises NotAllowed, WordsChangedError, ValidationError.
    """
    state, words = held_for(page.pk, by), words_now(page.pk)
    partner = partner_of(by)
    if words is None or partner is None or not rules.may_sign(by, page.pk):
        raise NotAllowed(rules.NOT_APPROVERS)
    if (same := same_decision(words, partner, answer, seen)) and same.by_id == by.pk:
        return same
    rules.check_can_decide(by, state, words, answer.event)
    made = written(state, words, partner, answer, seen, at)
    made.by, made.wrote_it_too = by, answer.event is Event.SIGN and rules.wrote(by, state, words)
    made.save()
    record(
        action="page.declined" if answer.event is Event.DECLINE else "page.signed",
        by=by,
        for_partner=partner,
        on=page,
        changed={"decision": answer.decision.value},
        at=at,
    )
    tell_decided(made, at)
    publish_or_wait(page.pk, by=by, at=at)
    return made


def same_decision(words: Words, partner: Partner, answer: Answer, seen: Seen) -> SignOff | None:
    """Return the decision that counts already, if it is this very one about these very words."""
    found = SignOff.objects.filter(page=words.page_id, partner=partner, lapsed_at__isnull=True)
    sign_off = found.select_related("text").first()
    if sign_off is None or (sign_off.decision, sign_off.words) != (answer.decision, answer.words):
        return None
    return sign_off if (sign_off.text.digest, sign_off.part_digest) == (seen.common, seen.part) else None


def written(
    state: PageState, words: Words, partner: Partner, answer: Answer, seen: Seen, at: datetime
) -> SignOff:
    """Return the new decision, not saved yet; the one that it replaces has lapsed.

    Raises WordsChangedError, and ValidationError when a note or reason is missing.
    """
    if not seen.is_still_so(words, partner):
        raise WordsChangedError(CHANGED)
    if answer.decision in WORDS_MISSING and not answer.words.strip():
        raise ValidationError({"words": WORDS_MISSING[answer.decision]})
    move(state, answer.event)
    before = SignOff.objects.filter(page=words.page_id, partner=partner, lapsed_at__isnull=True)
    before.update(lapsed_at=at, lapsed_because=SignOff.Lapse.ANEW)
    return SignOff(
        page_id=words.page_id,
        round=the_open_round(words.page_id),
        partner=partner,
        decision=answer.decision,
        words=answer.words,
        text=words.kept(),
        part=words.parts.get(partner.pk),
        part_digest=words.part_digest(partner.pk),
        at=at,
    )
