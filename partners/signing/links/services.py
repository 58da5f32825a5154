"""Links by which somebody without an account signs: sent, opened by a code, ended.

A link alone is worth nothing, so that one that was forwarded, or that a mail scanner followed, lets nobody
read or sign. A code goes to the address for which the link was made; who types it may read and sign, in that
browser, once.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from wagtail.models import Page

from partners.agencies.acting import forget, partner_of
from partners.agencies.models import Partner
from partners.audit.services import record
from partners.people.models import User
from partners.policy.refusals import NotAllowed
from partners.sharing.stale import locked
from partners.signing.changes import state_of, the_open_round
from partners.signing.links import letters as link_letters
from partners.signing.links import rules as link_rules
from partners.signing.links.models import SignatureLink, SignatureLinkQuerySet
from partners.signing.models import PageState
from partners.signing.rules import NOT_WAITING
from partners.signing.words import words_now

VALID_FOR = timedelta(days=14)
CODE_VALID_FOR = timedelta(minutes=15)
BETWEEN_CODES = timedelta(minutes=1)
MOST_CODES = 10
MOST_WRONG_CODES = 5
# Who has a link could fill the audit by sending it again and again.
MOST_REFUSALS_KEPT = 20
Outcome = SignatureLink.Outcome


class LinkRefusedError(Exception):
    """A link that does not work, and why; None for one that was made up or cut off."""

    def __init__(self, why: Outcome | None = None) -> None:
        super().__init__(why.label if why else "There is no such link.")
        self.why = why


class CodeRefusedError(Exception):
    """A code was not sent, or not taken; the message says what to do."""


def digest_of(secret: str) -> str:
    """Return what we keep of a token or a browser's secret: both are long and random."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def code_digest(link: SignatureLink, code: str) -> str:
    """Return what we keep of a code: it is short, so that the digest needs a key that no database holds."""
    return salted_hmac("partners.signing.code", f"{link.pk}-{code}", algorithm="sha256").hexdigest()


@transaction.atomic
def send(
    *, page: Page, partner: Partner, address: str, by: User, at: datetime, shared_confirmed: bool = False
) -> SignatureLink:
    """Ask the reader of an address to sign the page as it is now for a partner; an older link to it ends.

    Raises NotAllowed.
    """
    locked(page.pk)
    forget(by)
    state, words, address = state_of(page.pk), words_now(page.pk), address.strip().lower()
    link_rules.check_can_send(by, state, words, partner, at)
    asked_for = partner_of(by)
    if words is None or asked_for is None:
        raise NotAllowed(NOT_WAITING)
    link_rules.check_address(by, state, words, partner, address, shared_confirmed=shared_confirmed)
    end(SignatureLink.objects.filter(page=page.pk, partner=partner, address=address), Outcome.REPLACED, at)
    token = secrets.token_urlsafe(32)
    link = SignatureLink.objects.create(
        page_id=page.pk,
        round=the_open_round(page.pk),
        partner=partner,
        address=address,
        common_digest=words.digest,
        part_digest=words.part_digest(partner.pk),
        token_digest=digest_of(token),
        asked_by=by,
        asked_for=asked_for,
        asked_at=at,
        expires_at=at + VALID_FOR,
    )
    link_letters.link(link, token)
    record(action="link.sent", by=by, for_partner=asked_for, on=link, at=at)
    return link


@transaction.atomic
def take_back(*, link: SignatureLink, by: User, at: datetime) -> None:
    """End a link that nobody used. Raises NotAllowed."""
    locked(link.page_id)
    forget(by)
    link = SignatureLink.objects.select_related("partner", "asked_for").get(pk=link.pk)
    link_rules.check_can_take_back(by, link)
    end(SignatureLink.objects.filter(pk=link.pk), Outcome.TAKEN_BACK, at, by=by)


def found(token: str) -> SignatureLink:
    """Return the link of a token, in whatever state it is. Raises LinkRefusedError."""
    links = SignatureLink.objects.select_related("partner", "page", "round", "asked_for", "sign_off")
    link = links.filter(token_digest=digest_of(token)).first()
    if link is None:
        raise LinkRefusedError
    return link


def why_not(link: SignatureLink, at: datetime) -> Outcome | None:
    """Return why a link does not work now; None for one that does. Writes nothing."""
    if ended := link_rules.why_ended(link, at):
        return ended
    state = PageState.objects.filter(page=link.page_id).first()
    return link_rules.why_not(link, state, words_now(link.page_id), at)


def send_code(*, token: str, at: datetime) -> None:
    """Send a new code to the address of a link. Raises LinkRefusedError, CodeRefusedError."""
    with transaction.atomic():
        link, why = held(token, at)
        if why is None:
            check_can_send_code(link, at)
            code = f"{secrets.randbelow(10**6):06}"
            link.codes_sent, link.code_sent_at = link.codes_sent + 1, at
            link.code_digest = code_digest(link, code)
            link.save(update_fields=["codes_sent", "code_sent_at", "code_digest"])
            link_letters.code(link, code)
            record(action="link.code_sent", by=None, for_partner=link.partner, on=link, at=at)
    if why:
        raise LinkRefusedError(why)


def check_can_send_code(link: SignatureLink, at: datetime) -> None:
    """Raises CodeRefusedError where a code was sent just now, or too many were."""
    if link.codes_sent >= MOST_CODES:
        raise CodeRefusedError(
            f"{MOST_CODES} codes were sent for this link, which is the most. Ask for a new link."
        )
    if link.code_sent_at and link.code_sent_at > at - BETWEEN_CODES:
        raise CodeRefusedError(
            "A code was sent just now. Look into your mail, and wait a minute for another."
        )


def open_by_code(*, token: str, code: str, at: datetime) -> str:
    """Return the secret for the browser in which the right code was typed; the code works no more.

    Wrong codes are counted, and after a few the link ends. Raises LinkRefusedError, CodeRefusedError.
    """
    with transaction.atomic():
        link, why = held(token, at)
        refusal = LinkRefusedError(why) if why else tried(link, code, at)
        browser = secrets.token_urlsafe(32)
        if refusal is None:
            link.browser_digest, link.code_digest = digest_of(browser), ""
            link.save(update_fields=["browser_digest", "code_digest"])
            record(action="link.opened", by=None, for_partner=link.partner, on=link, at=at)
    if refusal:
        raise refusal
    return browser


def tried(link: SignatureLink, code: str, at: datetime) -> Exception | None:
    """Return why a code is not taken, None for the right one; a wrong one is counted."""
    if not link.code_digest or link.code_sent_at is None or link.code_sent_at <= at - CODE_VALID_FOR:
        return CodeRefusedError("The code is too old, or was used. Ask for a new one.")
    if constant_time_compare(code_digest(link, code), link.code_digest):
        return None
    link.wrong_codes += 1
    link.save(update_fields=["wrong_codes"])
    note_refusal(link, "wrong code", at)
    if link.wrong_codes >= MOST_WRONG_CODES:
        end(SignatureLink.objects.filter(pk=link.pk), Outcome.TRIES, at)
        return LinkRefusedError(Outcome.TRIES)
    return CodeRefusedError("This is not the code that we sent. Look into your newest letter.")


def is_open_in(link: SignatureLink, browser: str) -> bool:
    """Whether the right code was typed in this browser, and in no other one since."""
    return bool(browser and link.browser_digest) and constant_time_compare(
        digest_of(browser), link.browser_digest
    )


def held(token: str, at: datetime) -> tuple[SignatureLink, Outcome | None]:
    """Return the link as it is now, held with its page until the transaction ends, and why it does not work.

    One that does not is ended, and the attempt is recorded. Raises LinkRefusedError for one that is made up.
    """
    locked(found(token).page_id)
    link = found(token)
    if why := why_not(link, at):
        end(SignatureLink.objects.filter(pk=link.pk), why, at)
        note_refusal(link, why.value, at)
    return link, why


def note_refusal(link: SignatureLink, why: str, at: datetime) -> None:
    """Record that a link was tried in vain, the first few times."""
    if link.refusals >= MOST_REFUSALS_KEPT:
        return
    link.refusals += 1
    SignatureLink.objects.filter(pk=link.pk).update(refusals=link.refusals)
    record(action="link.refused", by=None, for_partner=link.partner, on=link, changed={"why": why}, at=at)


def end(links: SignatureLinkQuerySet, why: Outcome, at: datetime, by: User | None = None) -> int:
    """End the open ones of these links, and forget where they were sent. Return how many there were."""
    ended = list(links.open().select_related("partner"))
    for link in ended:
        link.outcome, link.ended_at, link.address, link.code_digest = why, at, "", ""
        link.save(update_fields=["outcome", "ended_at", "address", "code_digest"])
        record(
            action="link.ended", by=by, for_partner=link.partner, on=link, changed={"why": why.value}, at=at
        )
    return len(ended)


@transaction.atomic
def end_expired(*, at: datetime) -> int:
    """End links that are too old, so that their addresses go. Return how many."""
    return end(SignatureLink.objects.expired(at).select_for_update(of=("self",)), Outcome.EXPIRED, at)
