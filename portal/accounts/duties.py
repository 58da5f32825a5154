"""What a signed-in person's roles ask of them: staff have limits on sessions, deciders a second factor."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from partners.agencies.models import DECIDING_ROLES, Membership
from partners.people.models import User

KEPT = "_duties"


@dataclass(frozen=True)
class Duties:
    """Whether somebody works for a partner, and whether they decide for one."""

    is_staff: bool = False
    decides: bool = False


def duties_of(user: User | AnonymousUser) -> Duties:
    """Return what is asked of a person: one query, kept as long as this object of the person is."""
    if not isinstance(user, User):
        return Duties()
    kept = getattr(user, KEPT, None)
    if kept is None:
        roles = set(Membership.objects.filter(user=user).values_list("role", flat=True))
        kept = Duties(
            is_staff=user.is_superuser or bool(roles),
            decides=user.is_superuser or not roles.isdisjoint(DECIDING_ROLES),
        )
        setattr(user, KEPT, kept)
    return kept


def needs_second_factor(user: User | AnonymousUser) -> bool:
    """Whether this person may do nothing here without a second factor: approvers, admins, operators."""
    return duties_of(user).decides
