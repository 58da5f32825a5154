"""What ends invitations and requests by itself: a new password, a lost role, joining another way."""

from typing import Any

from allauth.account.signals import password_reset
from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

from partners.agencies.models import Membership, Role
from partners.audit.context import current_person
from partners.members.addresses import addresses_of
from partners.members.invitations import Outcome, end
from partners.members.models import Invitation, JoinRequest
from partners.people.models import User


def after_password_reset(user: User, **kwargs: Any) -> None:
    """End the invitations to somebody who got a new password by mail: the mailbox may be somebody else's."""
    end(Invitation.objects.filter(address__in=addresses_of(user)), Outcome.RESET, user, timezone.now())


def after_role(instance: Membership, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """End what a new member no longer needs, and what somebody sent who is no admin any more."""
    if raw:
        return
    if created:
        joined(instance)
    elif instance.role != Role.ADMIN:
        end_sent_by(instance)


def after_membership(instance: Membership, origin: Any = None, **kwargs: Any) -> None:
    """End what somebody sent who left. What goes with its partner or person goes anyway."""
    kind = origin.model if isinstance(origin, QuerySet) else type(origin)
    if origin is None or kind is Membership:
        end_sent_by(instance)


def after_account(instance: User, raw: bool = False, **kwargs: Any) -> None:
    """End what somebody sent whose account was closed."""
    if not raw and not instance.is_active:
        end(
            Invitation.objects.filter(invited_by=instance),
            Outcome.INVITER_GONE,
            current_person(),
            timezone.now(),
        )


def end_sent_by(membership: Membership) -> None:
    """End the open invitations that somebody sent for a partner, unless they run the site."""
    if not membership.user.is_superuser:
        sent = Invitation.objects.filter(partner=membership.partner_id, invited_by=membership.user_id)
        end(sent, Outcome.INVITER_GONE, current_person(), timezone.now())


def joined(membership: Membership) -> None:
    """Close what a new member was still invited to or asked for."""
    now, person = timezone.now(), current_person()
    partner, user = membership.partner_id, membership.user
    end(
        Invitation.objects.filter(partner=partner, address__in=addresses_of(user)),
        Outcome.JOINED,
        person,
        now,
    )
    JoinRequest.objects.filter(partner=partner, user=user, answer="").update(
        answer=JoinRequest.Answer.JOINED, answered_at=now
    )


def connect() -> None:
    """Listen."""
    password_reset.connect(after_password_reset, dispatch_uid="members.after_password_reset")
    post_save.connect(after_role, sender=Membership, dispatch_uid="members.after_role")
    post_delete.connect(after_membership, sender=Membership, dispatch_uid="members.after_membership")
    post_save.connect(after_account, sender=User, dispatch_uid="members.after_account")
