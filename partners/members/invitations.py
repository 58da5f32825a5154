"""What may happen to invitations: each verb checks, writes, and tells."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from partners.agencies.models import Membership, Partner, Role
from partners.audit.services import Fact, record
from partners.members import mails, rules
from partners.members.addresses import confirmed_addresses
from partners.members.domains import is_shared_mailbox
from partners.members.locking import locked
from partners.members.models import Invitation, InvitationQuerySet
from partners.people.models import User

VALID_FOR = timedelta(days=7)
Outcome = Invitation.Outcome


class NoSuchInvitationError(LookupError):
    """A link that was made up, used, ended or sent to somebody else. Which of these is not told."""


def digest_of(key: str) -> str:
    """Return what we keep of a key. Keys are long and random, so that one plain hash is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def invite(
    *,
    partner: Partner,
    address: str,
    role: str,
    by: User,
    at: datetime,
    shared_confirmed: bool = False,
) -> Invitation:
    """Invite the reader of an address; an open invitation to it is replaced. Raises NotAllowed."""
    partner, address = locked(partner.pk, by), address.lower()
    rules.check_can_invite(by, partner, address, at, shared_confirmed=shared_confirmed)
    Invitation.objects.filter(partner=partner, address=address).unanswered().update(
        outcome=Outcome.REPLACED, answered_at=at
    )
    key = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        partner=partner,
        address=address,
        role=Role(role),
        is_shared_mailbox=shared_confirmed and is_shared_mailbox(address),
        invited_by=by,
        invited_at=at,
        expires_at=at + VALID_FOR,
        digest=digest_of(key),
    )
    mails.invitation(invitation, key)
    # Not whom: the row would tell who has an account.
    facts: dict[str, Fact | list[Fact]] = {"role": invitation.role}
    facts |= {"shared_mailbox_confirmed": invitation.is_shared_mailbox}
    record(
        action="invitation.sent", by=by, for_partner=partner, on=invitation, label=partner.name, changed=facts
    )
    return invitation


@transaction.atomic
def send_again(*, invitation: Invitation, by: User, at: datetime) -> Invitation:
    """Send a new letter with a new link for the same address and role. Raises NotAllowed."""
    locked(invitation.partner_id, by)
    invitation = Invitation.objects.select_related("partner").get(pk=invitation.pk)
    rules.check_can_take_back(by, invitation)
    return invite(
        partner=invitation.partner,
        address=invitation.address,
        role=invitation.role,
        by=by,
        at=at,
        shared_confirmed=invitation.is_shared_mailbox,
    )


@transaction.atomic
def take_back(*, invitation: Invitation, by: User, at: datetime) -> None:
    """Take an invitation back that was not answered. Raises NotAllowed."""
    partner = locked(invitation.partner_id, by)
    invitation = Invitation.objects.select_related("partner").get(pk=invitation.pk)
    rules.check_can_take_back(by, invitation)
    close(invitation, Outcome.TAKEN_BACK, at)
    record(
        action="invitation.taken_back",
        by=by,
        for_partner=partner,
        on=invitation,
        label=partner.name,
        changed={"role": invitation.role},
    )


def invitation_for(key: str, user: User | None, at: datetime) -> Invitation:
    """Return the open invitation of a link, if this person may answer it. Raises NoSuchInvitationError.

    Somebody who is not signed in may, because the link came by mail; an account may if the address is one of
    its confirmed ones and it is not a member yet.
    """
    open_ones = Invitation.objects.open(at).select_related("partner", "invited_by")
    invitation = open_ones.filter(digest=digest_of(key)).first()
    if invitation is None or (user is not None and not is_for(invitation, user)):
        raise NoSuchInvitationError
    return invitation


def is_for(invitation: Invitation, user: User) -> bool:
    """Whether an account is the one that was invited, and not a member yet."""
    is_member = Membership.objects.filter(user=user, partner=invitation.partner_id).exists()
    return invitation.address in confirmed_addresses(user) and not is_member


@transaction.atomic
def accept(*, key: str, by: User, at: datetime) -> Membership:
    """Become a member. Raises NoSuchInvitationError."""
    locked(invitation_for(key, by, at).partner_id, by)
    invitation = invitation_for(key, by, at)
    close(invitation, Outcome.ACCEPTED, at)
    return Membership.objects.create(user=by, partner=invitation.partner, role=invitation.role, joined_at=at)


@transaction.atomic
def decline(*, key: str, by: User | None, at: datetime) -> Invitation:
    """Say no; that needs no account. Raises NoSuchInvitationError."""
    locked(invitation_for(key, by, at).partner_id)
    invitation = invitation_for(key, by, at)
    close(invitation, Outcome.DECLINED, at)
    record(
        action="invitation.declined",
        by=by,
        for_partner=invitation.partner,
        on=invitation,
        label=invitation.partner.name,
    )
    return invitation


def close(invitation: Invitation, outcome: Outcome, at: datetime) -> None:
    """Write what became of an invitation."""
    invitation.outcome, invitation.answered_at = outcome, at
    invitation.save(update_fields=["outcome", "answered_at"])


@transaction.atomic
def end(invitations: InvitationQuerySet, outcome: Outcome, by: User | None, at: datetime) -> None:
    """End open invitations because something else happened, each with its audit row."""
    for invitation in invitations.unanswered().select_for_update(of=("self",)).select_related("partner"):
        close(invitation, outcome, at)
        record(
            action="invitation.ended",
            by=by,
            for_partner=invitation.partner,
            on=invitation,
            label=invitation.partner.name,
            changed={"why": outcome.value},
        )
