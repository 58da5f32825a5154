"""Who may draw neighbourhoods. A rule that is broken raises a sentence that a person can read."""

from django.db.models import QuerySet

from partners.agencies.models import Membership, Partner
from partners.neighbourhoods.models import Neighbourhood
from partners.neighbourhoods.roles import WRITING_ROLES
from partners.people.models import User
from partners.policy.refusals import NotAllowed

NOT_A_WRITER = "Only an editor, approver or admin of {partner} can do this."
ARCHIVED = "{name} is archived. Bring it back first."
NOT_ARCHIVED = "{name} is not archived."
CHANGED_MEANWHILE = (
    "Somebody changed {name} while you were writing, so yours is not saved. It is still in this form. "
    "Open the neighbourhood in another tab, compare, and make your changes there."
)


def partners_to_write_for(user: User) -> QuerySet[Partner]:
    """The partners whose neighbourhoods this person makes and changes, by name."""
    if not user.is_active:
        return Partner.objects.none()
    if user.is_superuser:
        return Partner.objects.all()
    writing = Membership.objects.filter(user=user, role__in=WRITING_ROLES)
    return Partner.objects.filter(pk__in=writing.values("partner"))


def draws_something(user: User) -> bool:
    """Whether there is any partner for which this person makes neighbourhoods."""
    writing = Membership.objects.filter(user_id=user.pk, role__in=WRITING_ROLES)
    return user.is_active and (user.is_superuser or writing.exists())


def check_can_create(user: User, owner: Partner) -> None:
    """Raises NotAllowed unless this person may make a neighbourhood of this partner."""
    if not partners_to_write_for(user).filter(pk=owner.pk).exists():
        raise NotAllowed(NOT_A_WRITER.format(partner=owner))


def check_can_change(user: User, neighbourhood: Neighbourhood) -> None:
    """Raises NotAllowed unless this person may change the neighbourhood, and it is in use."""
    check_can_create(user, neighbourhood.owner)
    if neighbourhood.archived_on is not None:
        raise NotAllowed(ARCHIVED.format(name=neighbourhood))


def check_can_archive(user: User, neighbourhood: Neighbourhood) -> None:
    """Raises NotAllowed unless this person may archive the neighbourhood, and it is in use."""
    check_can_change(user, neighbourhood)


def check_can_bring_back(user: User, neighbourhood: Neighbourhood) -> None:
    """Raises NotAllowed unless this person may bring the neighbourhood back, and it is archived."""
    check_can_create(user, neighbourhood.owner)
    if neighbourhood.archived_on is None:
        raise NotAllowed(NOT_ARCHIVED.format(name=neighbourhood))


def check_is_unchanged(neighbourhood: Neighbourhood, version: int) -> None:
    """Raises NotAllowed when the form was made from an older version than the one that is stored now."""
    if neighbourhood.version != version:
        raise NotAllowed(CHANGED_MEANWHILE.format(name=neighbourhood))
