"""Who may ask somebody without an account to sign, at which address, and when such a link still counts."""

from datetime import datetime, timedelta

from partners.agencies.acting import AnyUser, partner_of, roles_from, standing_of
from partners.agencies.models import Membership, Partner
from partners.members.addresses import addresses_of
from partners.members.domains import is_shared_mailbox
from partners.members.models import MailDomain
from partners.members.rules import is_in_a_domain
from partners.people.models import User
from partners.policy.refusals import NotAllowed
from partners.policy.table import Action, Relation, Standing, Thing, allows
from partners.sharing.models import Share, ShareRole
from partners.signing.links.models import SignatureLink
from partners.signing.machine import Event, can
from partners.signing.models import PageState, SigningRound
from partners.signing.rules import NOT_WAITING, is_alone
from partners.signing.words import Words, standings

MOST_A_DAY = 50  # links for one partner, so that nobody sends a town unwanted mail in our name
NOT_YOURS = (
    "Only approvers of {partner} can do this. "
    "Editors of the partner that leads the page can where {partner} has no approver with an account."
)
SIGNED_ALREADY = "{partner} has signed this text already."
NOBODY_TO_ASK = (
    "Approvers ask somebody of their own partner. Editors of the partner that leads the page ask others only "
    "where a partner has no approver with an account."
)
NO_DOMAIN = (
    "{partner} has no mail domain here, so nobody can tell whether an address is one of its addresses. "
    "A partner admin of {partner} adds it among its members, or an operator of the site does."
)
NOT_IN_DOMAIN = "This is no address of {partner}. Links go to addresses at {domains} only."
SHARED_MAILBOX = (
    "This looks like a mailbox that several people read. Write the signatory's own address, "
    "or confirm below that one person alone uses this one."
)
HAS_ACCOUNT = (
    "This address belongs to a member of {partner}. "
    "Approvers sign in and sign; a partner admin can make somebody an approver."
)
WRITER = "This is an address of somebody who wrote the latest text. Somebody else has to sign it."
OWN_ADDRESS = "This is your own address. Somebody of {partner} has to sign for it."
TOO_MANY = "{most} links were sent for {partner} within a day, which is the most. Send more tomorrow."
ENDED = "This link ended already."
Outcome = SignatureLink.Outcome


def may_send_for(user: AnyUser, page_id: int) -> list[Partner]:
    """Return the partners named on a page for which this person may send links. Operators sign for nobody."""
    own = partner_of(user)
    if own is None or standing_of(user) is Standing.OPERATOR:
        return []
    shares = list(Share.objects.filter(page=page_id).select_related("partner").order_by("-role", "pk"))
    is_lead = any(each.partner_id == own.pk and each.role == ShareRole.LEAD for each in shares)
    with_approvers = partners_with_approvers([each.partner_id for each in shares])
    return [
        each.partner
        for each in shares
        if (each.partner_id == own.pk and may(user, Relation.OWN))
        or (
            is_lead
            and each.partner_id != own.pk
            and each.partner_id not in with_approvers
            and may(user, Relation.LEAD)
        )
    ]


def may(user: AnyUser, relation: Relation) -> bool:
    """Whether the table lets this person send and take back links, standing so to the partner or page."""
    return allows(standing_of(user), Thing.SIGNATURE_LINK, Action.ADD, relation)


def partners_with_approvers(partner_ids: list[int]) -> set[int]:
    """Return which of these partners have somebody with an open account who can sign for them."""
    approvers = Membership.objects.filter(
        partner__in=partner_ids, role__in=roles_from(Standing.APPROVER), user__is_active=True
    )
    return set(approvers.values_list("partner_id", flat=True))


def check_can_send(user: User, state: PageState, words: Words | None, partner: Partner, at: datetime) -> None:
    """Raises NotAllowed unless this person may ask somebody to sign this text for this partner now."""
    if partner not in may_send_for(user, state.page_id):
        raise NotAllowed(NOT_YOURS.format(partner=partner))
    if words is None or not can(state.state, Event.SIGN):
        raise NotAllowed(NOT_WAITING)
    if any(each.share.partner_id == partner.pk and each.has_signed for each in standings(words)):
        raise NotAllowed(SIGNED_ALREADY.format(partner=partner))
    sent = SignatureLink.objects.filter(partner=partner, asked_at__gt=at - timedelta(days=1))
    if sent.count() >= MOST_A_DAY:
        raise NotAllowed(TOO_MANY.format(partner=partner, most=MOST_A_DAY))


def check_address(
    user: User, state: PageState, words: Words, partner: Partner, address: str, *, shared_confirmed: bool
) -> None:
    """Raises NotAllowed unless a signatory of the partner certainly is behind this address."""
    domains = list(MailDomain.objects.filter(partner=partner).values_list("domain", flat=True))
    if not domains:
        raise NotAllowed(NO_DOMAIN.format(partner=partner))
    if not is_in_a_domain(partner, address):
        raise NotAllowed(NOT_IN_DOMAIN.format(partner=partner, domains=", ".join(domains)))
    if is_shared_mailbox(address) and not shared_confirmed:
        raise NotAllowed(SHARED_MAILBOX)
    own = partner_of(user)
    if own != partner and is_one_of(address, user):
        raise NotAllowed(OWN_ADDRESS.format(partner=partner))
    if is_of_who_wrote(address, state, words, partner):
        raise NotAllowed(WRITER)
    if own == partner and Membership.objects.filter(partner=partner, user__email__iexact=address).exists():
        raise NotAllowed(HAS_ACCOUNT.format(partner=partner))


def is_of_who_wrote(address: str, state: PageState, words: Words, partner: Partner) -> bool:
    """Whether the address is of somebody who may not sign, having written last (requirement R8)."""
    return wrote_it(address, state, words, partner) and not is_alone(partner)


def wrote_it(address: str, state: PageState, words: Words, partner: Partner) -> bool:
    """Whether the address is of who last changed the common text, or the part of this partner."""
    part = words.parts.get(partner.pk)
    writers = User.objects.filter(pk__in=[state.changed_by_id, part.saved_by_id if part else None])
    return any(is_one_of(address, writer) for writer in writers)


def is_one_of(address: str, user: User) -> bool:
    """Whether mail to this address comes to this person, as far as addresses tell."""
    return mailbox(address) in {mailbox(each) for each in addresses_of(user)}


def mailbox(address: str) -> str:
    """Return an address without what stands behind a plus: that comes to the same mailbox."""
    name, _, domain = address.lower().rpartition("@")
    return f"{name.partition('+')[0]}@{domain}"


def why_ended(link: SignatureLink, at: datetime) -> Outcome | None:
    """Return why a link works no more, as far as the link itself tells: it ended, or it is too old."""
    if link.outcome:
        return Outcome(link.outcome)
    return Outcome.EXPIRED if link.expires_at <= at else None


def why_not(
    link: SignatureLink, state: PageState | None, words: Words | None, at: datetime
) -> Outcome | None:
    """Return why a link does not work now; None for one that does. Writes nothing."""
    if ended := why_ended(link, at):
        return ended
    if state is None or words is None or not is_waiting(link, state):
        return Outcome.ROUND_OVER
    named = {each.partner_id for each in words.shares}
    digests = (words.digest, words.part_digest(link.partner_id))
    if link.partner_id not in named or digests != (link.common_digest, link.part_digest):
        return Outcome.CHANGED
    if not is_in_a_domain(link.partner, link.address):
        return Outcome.ADDRESS
    if is_of_who_wrote(link.address, state, words, link.partner):
        return Outcome.WRITER
    return None if sender_still_may(link) else Outcome.SENDER


def is_waiting(link: SignatureLink, state: PageState) -> bool:
    """Whether the very round for which a link was sent still waits for signatures."""
    return can(state.state, Event.SIGN) and SigningRound.objects.filter(pk=link.round_id, outcome="").exists()


def sender_still_may(link: SignatureLink) -> bool:
    """Whether who sent a link still has an account and the role that it needs."""
    least = Standing.APPROVER if link.asked_for_id == link.partner_id else Standing.EDITOR
    return Membership.objects.filter(
        user=link.asked_by_id, partner=link.asked_for, role__in=roles_from(least), user__is_active=True
    ).exists()


def check_can_take_back(user: User, link: SignatureLink) -> None:
    """Raises NotAllowed unless this person may take the link back: who may send one, and its sender."""
    is_sender = link.asked_by_id == user.pk and partner_of(user) == link.asked_for
    if not is_sender and link.partner not in may_send_for(user, link.page_id):
        raise NotAllowed(NOT_YOURS.format(partner=link.partner))
    if link.outcome:
        raise NotAllowed(ENDED)
