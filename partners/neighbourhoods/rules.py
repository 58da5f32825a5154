"""Who may draw neighbourhoods. A rule that is broken raises a sentence that a person can read."""

from django.db.models import QuerySet

from partners.agencies.acting import membership_of, standing_of
from partners.agencies.models import Partner
from partners.neighbourhoods.models import Neighbourhood
from partners.people.models import User
from partners.policy.refusals import NotAllowed
from partners.policy.table import Action, Relation, Standing, Thing, allows

NOT_A_WRITER = "Only an editor, approver or admin of {partner} can do this."
ARCHIVED = "{name} is archived. Bring it back first."
NOT_ARCHIVED = "{name} is not archived."
CHANGED_MEANWHILE = (
    "Somebody changed {name} while you were writing, so yours is not saved. It is still in this form. "
    "Open the neighbourhood in another tab, compare, and make your changes there."
)


def partners_to_write_for(user: User) -> QuerySet[Partner]:
    """The partner that this person acts for, if they make and change its areas; for operators all."""
    if standing_of(user) is Standing.OPERATOR:
        return Partner.objects.all()
    membership = membership_of(user)
    return Partner.objects.filter(pk=membership.partner_id if membership and draws_something(user) else None)


def draws_something(user: User) -> bool:
    """Whether this person makes neighbourhoods for the partner that they act for; no query."""
    return allows(standing_of(user), Thing.NEIGHBOURHOOD, Action.EDIT, Relation.OWN)


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
