"""Who may let people in and out of a partner. A rule that is broken raises a readable sentence."""

from datetime import datetime, timedelta

from django.db.models import Q

from partners.agencies.acting import AnyUser, partner_of, standing_of
from partners.agencies.models import Membership, Partner, Role
from partners.members.addresses import confirmed_addresses
from partners.members.domains import covers, domain_of, is_shared_mailbox
from partners.members.models import Invitation, JoinRequest, MailDomain
from partners.people.models import User
from partners.policy.refusals import NotAllowed
from partners.policy.table import Action, Relation, Standing, Thing, allows

MOST_A_DAY = 50  # invitations of one partner, so that nobody sends a town unwanted mail in our name
NOT_AN_ADMIN = "Only a partner admin of {partner} can do this, while acting for it."
TOO_MANY = "{partner} has sent {most} invitations within a day, which is the most. Send the rest tomorrow."
IS_MEMBER = "{address} belongs to a member already."
SHARED_MAILBOX = (
    "{address} looks like a mailbox that several people read. Everybody needs an account of their own: "
    "invite a person's own address, or confirm below that one person alone uses this one."
)
LAST_ADMIN = (
    "{person} is the only partner admin of {partner}. Make somebody else partner admin first, then try again."
)
NOT_YOURS = "This is somebody else's."
ANSWERED = "This was answered already, so nothing was changed."
NO_SUCH_DOMAIN = "You have no confirmed mail address in a domain of {partner}."
ALREADY_MEMBER = "You belong to {partner} already."
ASKED_ALREADY = "You have asked {partner} already, and nobody has answered yet."
NO_REASON = "Say why. The person reads it."
NOT_YOUR_DOMAIN = (
    "You can add only the domain of your own confirmed mail address. "
    "Ask an operator of the site to add another."
)
ADDRESS_IS_GONE = "{person} no longer has a confirmed address in a domain of {partner}."


def may(user: AnyUser, partner: Partner, thing: Thing, action: Action) -> bool:
    """Whether the table allows this to somebody, for the partner that they act for."""
    relations = (Relation.OWN,) if partner_of(user) == partner else ()
    return allows(standing_of(user), thing, action, *relations)


def check_manages(user: AnyUser, partner: Partner, thing: Thing, action: Action) -> None:
    """Raises NotAllowed unless the table allows this."""
    if not may(user, partner, thing, action):
        raise NotAllowed(NOT_AN_ADMIN.format(partner=partner))


def check_can_invite(
    user: AnyUser, partner: Partner, address: str, at: datetime, *, shared_confirmed: bool
) -> None:
    """Raises NotAllowed unless this person may invite this address now.

    Whether the address has an account makes no difference, unless that account is on the list of members.
    """
    check_manages(user, partner, Thing.INVITATION, Action.INVITE)
    if Membership.objects.filter(partner=partner, user__email__iexact=address).exists():
        raise NotAllowed(IS_MEMBER.format(address=address))
    if is_shared_mailbox(address) and not shared_confirmed:
        raise NotAllowed(SHARED_MAILBOX.format(address=address))
    sent = Invitation.objects.filter(partner=partner, invited_at__gt=at - timedelta(days=1))
    if sent.count() >= MOST_A_DAY:
        raise NotAllowed(TOO_MANY.format(partner=partner, most=MOST_A_DAY))


def check_can_take_back(user: AnyUser, invitation: Invitation) -> None:
    """Raises NotAllowed unless this person may take the invitation back, or replace it by a new one."""
    check_manages(user, invitation.partner, Thing.INVITATION, Action.WITHDRAW)
    if invitation.outcome:
        raise NotAllowed(ANSWERED)


def check_can_change_role(user: AnyUser, membership: Membership, role: Role) -> None:
    """Raises NotAllowed unless this person may give the member this role."""
    check_manages(user, membership.partner, Thing.MEMBERSHIP, Action.CHANGE_ROLE)
    if role != Role.ADMIN:
        check_not_the_last_admin(membership)


def check_can_end(user: AnyUser, membership: Membership) -> None:
    """Raises NotAllowed unless this person may end the membership: their own, or one of their partner."""
    if membership.user_id != user.pk:
        check_manages(user, membership.partner, Thing.MEMBERSHIP, Action.END)
    check_not_the_last_admin(membership)


def check_not_the_last_admin(membership: Membership) -> None:
    """Raises NotAllowed when without this one nobody is left who manages the partner's members."""
    if membership.role == Role.ADMIN and membership.user.is_active and not has_other_admin(membership):
        raise NotAllowed(LAST_ADMIN.format(person=membership.user, partner=membership.partner))


def has_other_admin(membership: Membership) -> bool:
    """Whether the partner has another admin whose account is open."""
    admins = Membership.objects.filter(partner=membership.partner_id, role=Role.ADMIN, user__is_active=True)
    return admins.exclude(pk=membership.pk).exists()


def check_can_ask(user: User, partner: Partner, address: str) -> None:
    """Raises NotAllowed unless this person may ask to join, by this confirmed address of theirs."""
    if Membership.objects.filter(user=user, partner=partner).exists():
        raise NotAllowed(ALREADY_MEMBER.format(partner=partner))
    if not (address in confirmed_addresses(user) and is_in_a_domain(partner, address)):
        raise NotAllowed(NO_SUCH_DOMAIN.format(partner=partner))
    if JoinRequest.objects.filter(user=user, partner=partner, answer="").exists():
        raise NotAllowed(ASKED_ALREADY.format(partner=partner))


def check_can_take_request_back(user: User, request: JoinRequest) -> None:
    """Raises NotAllowed unless this is the person's own open request."""
    if request.user_id != user.pk:
        raise NotAllowed(NOT_YOURS)
    if request.answer:
        raise NotAllowed(ANSWERED)


def check_can_answer(user: AnyUser, request: JoinRequest) -> None:
    """Raises NotAllowed unless this person may answer the request, and nobody has yet."""
    check_manages(user, request.partner, Thing.JOIN_REQUEST, Action.ANSWER)
    if request.answer:
        raise NotAllowed(ANSWERED)


def check_can_approve(user: AnyUser, request: JoinRequest) -> None:
    """Raises NotAllowed unless this person may approve: what let the other one ask must still be so.

    Only partner admins and operators answer, and no role is above a partner admin's.
    """
    check_can_answer(user, request)
    kept = request.address in confirmed_addresses(request.user)
    if not (request.user.is_active and kept and is_in_a_domain(request.partner, request.address)):
        raise NotAllowed(ADDRESS_IS_GONE.format(person=request.user, partner=request.partner))


def is_in_a_domain(partner: Partner, address: str) -> bool:
    """Whether an address is in a mail domain of the partner."""
    domains = MailDomain.objects.filter(partner=partner)
    return any(covers(each.domain, address, includes_subdomains=each.includes_subdomains) for each in domains)


def check_can_add_domain(user: User, partner: Partner, domain: str) -> None:
    """Raises NotAllowed unless this person may add the domain: operators any, partner admins their own."""
    check_manages(user, partner, Thing.MAIL_DOMAIN, Action.ADD)
    if standing_of(user) is Standing.OPERATOR:
        return
    if domain not in {domain_of(address) for address in confirmed_addresses(user)}:
        raise NotAllowed(NOT_YOUR_DOMAIN)


def check_can_remove_domain(user: AnyUser, domain: MailDomain) -> None:
    """Raises NotAllowed unless this person may take the domain from its partner."""
    check_manages(user, domain.partner, Thing.MAIL_DOMAIN, Action.DELETE)


def admins_of(partner: Partner) -> Q:
    """Return a filter for the people who manage a partner's members."""
    return Q(memberships__partner=partner, memberships__role=Role.ADMIN, is_active=True)
