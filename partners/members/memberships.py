"""Roles, and ends of memberships. A partner never loses its last admin by them."""

from django.db import transaction

from partners.agencies.acting import forget
from partners.agencies.models import Membership, Role
from partners.members import mails, rules
from partners.members.locking import locked
from partners.people.models import User


@transaction.atomic
def change_role(*, membership: Membership, role: str, by: User) -> Membership:
    """Give a member another role. Raises NotAllowed, Membership.DoesNotExist."""
    membership = latest(membership, by)
    rules.check_can_change_role(by, membership, Role(role))
    if membership.role == role:
        return membership
    membership.role = Role(role)
    membership.save(update_fields=["role"])
    forget(by)
    if membership.user_id != by.pk:
        mails.role_changed(membership)
    return membership


@transaction.atomic
def end(*, membership: Membership, by: User) -> None:
    """End a membership: an admin somebody else's, or anybody their own. The person is signed out everywhere.

    Raises NotAllowed, Membership.DoesNotExist.
    """
    membership = latest(membership, by)
    rules.check_can_end(by, membership)
    if membership.user_id != by.pk:
        mails.membership_ended(membership)
    membership.delete()
    forget(by)


def latest(membership: Membership, by: User) -> Membership:
    """Return the membership as it is now, with its partner locked until we are done."""
    locked(membership.partner_id, by)
    return Membership.objects.select_related("partner", "user").get(pk=membership.pk)
