"""Somebody without an account decides for a partner, by a link and the code that came with it."""

from datetime import datetime

from django.db import transaction

from partners.audit.services import record
from partners.sharing.stale import locked
from partners.signing.changes import state_of
from partners.signing.decisions import Answer, Seen, WordsChangedError, written
from partners.signing.links import rules as link_rules
from partners.signing.links.models import SignatureLink
from partners.signing.links.services import (
    LinkRefusedError,
    Outcome,
    end,
    found,
    is_open_in,
    note_refusal,
    why_not,
)
from partners.signing.machine import Event
from partners.signing.models import SignOff
from partners.signing.publishing import publish_or_wait
from partners.signing.telling import tell_decided, tell_signed_by_link
from partners.signing.words import words_now


class NoCodeError(Exception):
    """In this browser nobody typed the code of the link."""


def decide_by_link(*, token: str, browser: str, answer: Answer, signatory: str, at: datetime) -> SignOff:
    """Decide for the partner for which a link was sent, in the browser where its code was typed.

    The link works once: the same decision sent twice counts once. `signatory` is a name and an office. Raises
    LinkRefusedError and NoCodeError, which leave an audit row, and ValidationError where a note or a reason
    is missing.
    """
    try:
        return decided(token, browser, answer, signatory, at)
    except NoCodeError:
        refused(token, "no code", at)
        raise
    except LinkRefusedError as refusal:
        if refusal.why:
            refused(token, refusal.why.value, at)
        raise


@transaction.atomic
def decided(token: str, browser: str, answer: Answer, signatory: str, at: datetime) -> SignOff:
    """Check and decide, the page held."""
    locked(found(token).page_id)
    link = found(token)
    if not is_open_in(link, browser):
        raise NoCodeError
    if link.sign_off and is_same(link.sign_off, answer, signatory):
        return link.sign_off
    if why := why_not(link, at):
        raise LinkRefusedError(why)
    made = signed(link, answer, signatory, at)
    end_as_used(link, made, at)
    tell_decided(made, at)
    tell_signed_by_link(made, at)
    publish_or_wait(link.page_id, by=None, at=at)
    return made


def is_same(sign_off: SignOff, answer: Answer, signatory: str) -> bool:
    """Whether this very decision was taken already: a double click."""
    return (sign_off.decision, sign_off.words, sign_off.signatory) == (
        answer.decision,
        answer.words,
        signatory,
    )


def signed(link: SignatureLink, answer: Answer, signatory: str, at: datetime) -> SignOff:
    """Keep the decision, with who made it."""
    state, words = state_of(link.page_id), words_now(link.page_id)
    if words is None:
        raise LinkRefusedError(Outcome.CHANGED)
    seen = Seen(link.common_digest, link.part_digest)
    try:
        made = written(state, words, link.partner, answer, seen, at)
    except WordsChangedError as changed:
        raise LinkRefusedError(Outcome.CHANGED) from changed
    is_signature = answer.event is Event.SIGN
    made.signatory = signatory
    made.wrote_it_too = is_signature and link_rules.wrote_it(link.address, state, words, link.partner)
    made.save()
    record(
        action="page.signed" if is_signature else "page.declined",
        by=None,
        for_partner=link.partner,
        on=link.page,
        changed={"decision": answer.decision.value, "by_link": True},
        at=at,
    )
    return made


def end_as_used(link: SignatureLink, made: SignOff, at: datetime) -> None:
    """The link is used, and no other one for the same partner is needed."""
    SignatureLink.objects.filter(pk=link.pk).update(
        outcome=Outcome.USED, ended_at=at, sign_off=made, address="", code_digest=""
    )
    others = SignatureLink.objects.filter(page=link.page_id, partner=link.partner_id)
    end(others, Outcome.DECIDED, at)


@transaction.atomic
def refused(token: str, why: str, at: datetime) -> None:
    """Record a refusal, and end a link that works no more; by itself, because the decision is undone."""
    locked(found(token).page_id)
    link = found(token)
    if ended := why_not(link, at):
        end(SignatureLink.objects.filter(pk=link.pk), ended, at)
    note_refusal(link, why, at)
